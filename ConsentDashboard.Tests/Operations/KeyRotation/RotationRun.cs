using ConsentDashboard.Commands;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.KeyRotation;

/// <summary>Rotations in a process of their own.</summary>
internal static class RotationRun
{
    private static readonly string[] SmallSlices = ["--KeyRotation:MaxRows=4"];

    /// <summary>Starts a run and kills it as soon as its mark has come so far.</summary>
    public static async Task KillAtAsync(RotationFixture data, string which, string table, long position)
    {
        await using var run = AppProcess.Start(data.Folder, ["rotate-keys", which, .. SmallSlices]);
        while (!run.HasExited)
        {
            await using var db = data.Here.Open();
            var mark = await db.KeyRotations.AsNoTracking().Where(r => r.FinishedAt == null).Select(r => new { r.Table, r.Position }).SingleOrDefaultAsync(TestContext.Current.CancellationToken);
            if (mark?.Table == table && mark.Position >= position)
            {
                await run.KillAsync();
                return;
            }

            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"The rotation ended before it was at {table} {position}: {run.Out}{run.Error}");
    }

    public static async Task FinishAsync(RotationFixture data, string which)
    {
        await using var run = await AppProcess.RunAsync(data.Folder, "rotate-keys", which);
        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
    }
}

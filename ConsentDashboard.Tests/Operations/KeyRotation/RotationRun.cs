using ConsentDashboard.Commands;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.KeyRotation;

/// <summary>Rotations in a process of their own.</summary>
internal static class RotationRun
{
    private static readonly string[] SmallSlices = ["--KeyRotation:MaxRows=1"];

    /// <summary>Starts a run and kills it once its mark has come so far, or further.</summary>
    /// <param name="stages">The tables in their order.</param>
    /// <returns>Whether there was anything left to kill.</returns>
    public static async Task<bool> KillAtAsync(RotationFixture data, string which, IReadOnlyList<string> stages, int stage, long position)
    {
        await using var run = AppProcess.Start(data.Folder, ["rotate-keys", which, .. SmallSlices]);
        while (!run.HasExited)
        {
            await using var db = data.Here.Open();
            var mark = await db.KeyRotations.AsNoTracking().Where(r => r.FinishedAt == null).Select(r => new { r.Table, r.Position }).SingleOrDefaultAsync(TestContext.Current.CancellationToken);
            var reached = mark is null ? -1 : stages.ToList().IndexOf(mark.Table);
            if (reached > stage || (reached == stage && mark!.Position >= position))
            {
                await run.KillAsync();
                return true;
            }

            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
        return false;
    }

    public static async Task FinishAsync(RotationFixture data, string which)
    {
        await using var run = await AppProcess.RunAsync(data.Folder, "rotate-keys", which);
        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
    }
}

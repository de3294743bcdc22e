using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Retention;

/// <summary>The real executable cleans; it is killed again and again.</summary>
public sealed class KilledRetentionTests
{
    private const int People = 4000;
    private const int Kills = 20;

    private static readonly string[] Arguments = ["--urls=http://127.0.0.1:0"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_each_kill_the_next_process_goes_on_and_each_is_erased_exactly_once()
    {
        await using var room = await RetentionRoom.ForProcessesAsync();
        await room.FillAsync(People);
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30, RetentionAction.Erase));
        Assert.Equal(People / 2, run.Total);
        await room.ReleaseAsync(run);

        var killed = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            var wanted = run.Total * kill / (Kills + 2);
            await using var app = AppProcess.Start(room.Here.Database.Folder, Arguments);
            while (!app.HasExited && (await room.FindAsync(run)) is { Status: JobStatus.Waiting or JobStatus.Running } now && now.Position < wanted)
            {
                await Task.Delay(2, Cancellation);
            }

            await app.KillAsync();
            killed += (await room.FindAsync(run)).Status == JobStatus.Running ? 1 : 0;
            await room.EndLeaseAsync(run);
        }

        Assert.True(killed > 0);
        var done = await room.WorkAsync(run);

        Assert.Equal((JobStatus.Done, run.Total, 0, 0), (done.Status, done.Cleaned, done.Held, done.NoLongerDue));
        await using var db = room.Here.Open();
        Assert.Equal(run.Total, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Erased, Cancellation));
        Assert.Equal(run.Total, await db.ConsentEvents.Where(e => e.Type == ConsentEventType.Erased).Select(e => e.SubscriberId).Distinct().CountAsync(Cancellation));
        Assert.Equal(People / 2, await db.Consents.CountAsync(c => c.State == ConsentState.Given && db.Subscribers.Any(s => s.Id == c.SubscriberId && s.ErasedAt == null), Cancellation));
        await room.AssertLedgerHoldsAsync();
        Assert.Equal(run.Total, CertificateVerification.Verify(System.Text.Encoding.UTF8.GetBytes(done.Certificate!)).Certificate!.Cleaned);
    }
}

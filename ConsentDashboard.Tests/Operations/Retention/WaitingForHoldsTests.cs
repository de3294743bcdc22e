using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Retention;

/// <summary>While a hold is being placed on a segment a run cleans nobody, and hears what is decided about it meanwhile.</summary>
public sealed class WaitingForHoldsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_on_once_the_hold_is_in_force_or_given_up()
    {
        await using var room = await RetentionRoom.CreateAsync();
        var run = await DueAsync(room);

        var ended = await WaitAsync(room, run, async _ => Assert.Equal(0, (await room.FindAsync(run)).Position));

        Assert.Equal((JobStatus.Done, 1), (ended.Status, ended.Cleaned));
    }

    [Fact]
    public async Task A_policy_that_was_edited_meanwhile_cleans_nobody()
    {
        await using var room = await RetentionRoom.CreateAsync();
        var run = await DueAsync(room);

        var ended = await WaitAsync(room, run, db => db.RetentionPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.Revision, p => p.Revision + 1), Cancellation));

        Assert.Equal((JobStatus.Rejected, RetentionErrors.PolicyChanged.Key, 0), (ended.Status, ended.FailureKey, ended.Cleaned));
    }

    [Fact]
    public async Task A_pause_is_heard()
    {
        await using var room = await RetentionRoom.CreateAsync();
        var run = await DueAsync(room);

        var paused = await WaitAsync(room, run, db => db.RetentionRuns.ExecuteUpdateAsync(set => set.SetProperty(r => r.PauseRequested, true), Cancellation), endsHold: false);

        Assert.Equal((JobStatus.Paused, 0), (paused.Status, paused.Cleaned));
    }

    private static async Task<RetentionRun> DueAsync(RetentionRoom room)
    {
        await room.OptInAsync(1);
        await room.StopAsync(1);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        await using var db = room.Here.Open();
        db.Add(new HoldOrder { PublicId = PublicId.Create(), Status = JobStatus.Failed, CreatedAt = room.Here.Database.Now, CreatedBy = Staff.Officer.Key, CreatedByName = Staff.Officer.Name });
        await db.SaveChangesAsync(Cancellation);
        return run;
    }

    // The run has begun, and waits; the time passes until it has ended.
    private static async Task<RetentionRun> WaitAsync(RetentionRoom room, RetentionRun run, Func<DashboardDbContext, Task> meanwhile, bool endsHold = true)
    {
        await room.ReleaseAsync(run);
        var working = room.Here.Get<JobWorker<RetentionRun>>().WorkAsync(Cancellation);
        await using var db = room.Here.Open();
        while (!await db.RetentionRuns.AnyAsync(r => r.HeadBeforeHash != null, Cancellation))
        {
            await Task.Yield();
        }

        await meanwhile(db);
        if (endsHold)
        {
            await db.HoldOrders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, JobStatus.Cancelled), Cancellation);
        }

        while (!working.IsCompleted)
        {
            room.Here.Database.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await working;
        return await room.FindAsync(run);
    }
}

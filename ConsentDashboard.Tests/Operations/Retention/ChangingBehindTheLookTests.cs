using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Retention;

/// <summary>A run has looked whether its slice may be cleaned, and something changes before the slice has its turn.</summary>
public sealed class ChangingBehindTheLookTests
{
    // Of the question who of the slice is due still, which comes behind the look.
    private static readonly string[] SliceIsRead = ["\"Subscribers\"", "\"IsHeld\"", "\"LastActivityAt\""];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_ordered_hold_is_waited_for()
    {
        using var heard = HeardCommands.Begin();
        await using var room = await RetentionRoom.CreateAsync();
        var run = await DueAsync(room);
        await using var db = room.Here.Open();
        db.Add(new HoldOrder { PublicId = PublicId.Create(), Status = JobStatus.Cancelled, CreatedAt = room.Here.Database.Now, CreatedBy = Staff.Officer.Key, CreatedByName = Staff.Officer.Name });
        await db.SaveChangesAsync(Cancellation);
        var looks = 0;
        heard.First(room.Here.Database, SliceIsRead, other =>
        {
            other.Set<HoldOrder>().ExecuteUpdate(set => set.SetProperty(o => o.Status, JobStatus.Waiting));
            heard.In(room.Here.Database, text => Interlocked.Add(ref looks, text.Contains("FROM \"HoldOrders\"", StringComparison.Ordinal) ? 1 : 0));
        });

        // The ledger looks, and then the run itself before each try.
        var working = room.Here.Get<JobWorker<RetentionRun>>().WorkAsync(Cancellation);
        while (Volatile.Read(ref looks) < 4 && !working.IsCompleted)
        {
            room.Here.Database.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.False(working.IsCompleted);
        Assert.Equal((0, 0), ((await room.FindAsync(run)).Position, await db.Subscribers.CountAsync(s => s.ErasedAt != null, Cancellation)));
        await db.HoldOrders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, JobStatus.Cancelled), Cancellation);
        while (!working.IsCompleted)
        {
            room.Here.Database.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await working;
        var done = await room.FindAsync(run);
        Assert.Equal((JobStatus.Done, 1, 0, 0), (done.Status, done.Cleaned, done.Held, done.NoLongerDue));
    }

    [Fact]
    public async Task An_edited_policy_undoes_the_slice()
    {
        using var heard = HeardCommands.Begin();
        await using var room = await RetentionRoom.CreateAsync();
        var run = await DueAsync(room);
        heard.First(room.Here.Database, SliceIsRead, other =>
            other.Set<RetentionPolicy>().ExecuteUpdate(set => set.SetProperty(p => p.Revision, p => p.Revision + 1)));

        var ended = await room.WorkAsync(run);

        Assert.Equal((JobStatus.Rejected, RetentionErrors.PolicyChanged.Key, 0, 0), (ended.Status, ended.FailureKey, ended.Cleaned, ended.Position));
        Assert.Null((await room.PersonAsync(1)).ErasedAt);
    }

    [Theory]
    [InlineData(RetentionAction.Erase, 0, true)]
    [InlineData(RetentionAction.Erase, SubscriberStates.FewRequests, true)]
    [InlineData(RetentionAction.Restrict, 0, false)]
    public async Task Whoever_asks_about_her_data_is_not_erased_first(RetentionAction action, int others, bool refused)
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1);
        await room.StopAsync(1);
        var seen = await room.PersonAsync(1);
        var policy = RetentionRoom.WithdrawnFor(30, action);
        var acts = new RetentionActs(new() { PublicId = PublicId.Create() }, policy, room.Here.Database.Now).Of(new(seen.Id, seen.HeadSeq, seen.LastActivityAt, seen.BlindIndex));
        await using var db = room.Here.Open();
        db.AddRange(Enumerable.Range(0, others).Select(_ => Request(null)).Append(Request(seen.Id)));
        await db.SaveChangesAsync(Cancellation);

        Assert.Equal(refused ? LedgerErrors.Asking : null, (await room.Here.Ledger.RecordAsync(Assert.Single(acts))).Error);

        await db.PersonRequests.ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, RequestStatus.Closed), Cancellation);
        Assert.Null((await room.Here.Ledger.RecordAsync(acts[0])).Error);

        PersonRequest Request(long? of) =>
            new() { PublicId = PublicId.Create(), SubscriberId = of, Law = RequestLaw.Gdpr, Kind = RequestKind.Access, Status = RequestStatus.Received, ReceivedAt = room.Here.Database.Now, DueAt = room.Here.Database.Now.AddDays(30) };
    }

    [Fact]
    public async Task A_run_that_had_cleaned_its_whole_set_is_done_whatever_the_policy_says_since()
    {
        await using var room = await RetentionRoom.CreateAsync();
        var run = await DueAsync(room);
        await using var db = room.Here.Open();
        await db.RetentionRuns.ExecuteUpdateAsync(set => set.SetProperty(r => r.Position, r => r.Total).SetProperty(r => r.Cleaned, r => r.Total), Cancellation);
        await db.RetentionPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.Revision, p => p.Revision + 1), Cancellation);

        var ended = await room.WorkAsync(run);

        Assert.Equal((JobStatus.Done, null), (ended.Status, ended.FailureKey));
        Assert.NotNull(ended.Certificate);
    }

    private static async Task<RetentionRun> DueAsync(RetentionRoom room)
    {
        await room.KeepProofAsync(0);
        await room.OptInAsync(1);
        await room.StopAsync(1);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30, RetentionAction.Erase));
        await room.ReleaseAsync(run);
        return run;
    }
}

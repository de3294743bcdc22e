using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Operations.Backups;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Holds;

/// <summary>A hold on a segment was ordered and has not reached everybody: whom it concerns must not be gone before it does.</summary>
public sealed class CleaningWhileHoldsArePlacedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<JobStatus, bool, bool> Orders => new()
    {
        { JobStatus.Waiting, false, true },
        { JobStatus.Running, false, true },
        { JobStatus.Failed, false, true },
        { JobStatus.Paused, false, true },
        { JobStatus.Done, false, false },
        { JobStatus.Cancelled, false, false },
        { JobStatus.Running, true, false },
    };

    [Theory, MemberData(nameof(Orders))]
    public async Task Nobody_is_restricted_or_erased_meanwhile(JobStatus status, bool isReleasing, bool refused)
    {
        await using var here = await Installation.CreateAsync();
        List<long> people = [];
        for (var n = 1; n <= 2; n++)
        {
            people.Add((await here.Ledger.RecordAsync(here.OptIn(n))).Value!.SubscriberId);
        }

        await OrderAsync(here, status, isReleasing);
        ConsentAct[] acts = [Act(here, people[0], ConsentEventType.Restricted), Act(here, people[1], ConsentEventType.Erased)];

        var rehearsed = await here.Ledger.RehearseSliceAsync(acts, Token);
        var recorded = await here.Ledger.RecordSliceAsync(acts, cancellation: Token);

        var expected = refused ? LedgerErrors.HoldBeingPlaced : null;
        Assert.All(rehearsed.Concat(recorded), outcome => Assert.Equal(expected, outcome.Error));
        await using var db = here.Open();
        Assert.Equal(refused ? 0 : 1, await db.Subscribers.CountAsync(s => s.ErasedAt != null, Token));
        Assert.Equal(refused ? 0 : 1, await db.Subscribers.CountAsync(s => s.RestrictedAt != null, Token));
    }

    [Fact]
    public async Task Whoever_says_stop_is_heard_all_the_same()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.SubscriberId;
        await OrderAsync(here, JobStatus.Running);

        Assert.Null((await here.Ledger.RecordAsync(here.Stop(1))).Error);
        Assert.Null((await here.Ledger.RecordAsync(Act(here, person, ConsentEventType.HoldPlaced) with { IntervalReason = "a case" })).Error);
    }

    [Fact]
    public async Task After_a_restore_whoever_was_erased_before_is_erased_again()
    {
        await using var room = await BackupRoom.CreateAsync();
        var people = new[] { await room.OptInAsync(1), await room.OptInAsync(2) };
        await OrderAsync(room.Here, JobStatus.Failed);
        var backup = await room.BackUpAsync();
        await using (var db = room.Here.Open())
        {
            await db.HoldOrders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, JobStatus.Cancelled), Token);
        }

        await room.EraseAsync(people[0]);
        Assert.Null((await room.Here.Ledger.RecordAsync(room.Act(people[1], ConsentEventType.Restricted))).Error);
        await room.RestoreAsync(backup);

        var replayed = await room.ReplayAsync();

        Assert.Equal((1, 1), (replayed.Erasures, replayed.Restrictions));
        await room.AssertSoundAsync();
    }

    private static async Task OrderAsync(Installation here, JobStatus status, bool isReleasing = false)
    {
        await using var db = here.Open();
        db.Add(new HoldOrder { PublicId = PublicId.Create(), Status = status, IsReleasing = isReleasing, CreatedAt = here.Database.Now, CreatedBy = Staff.Officer.Key, CreatedByName = Staff.Officer.Name });
        await db.SaveChangesAsync(Token);
    }

    private static ConsentAct Act(Installation here, long person, ConsentEventType type) => new()
    {
        SubscriberId = person,
        Type = type,
        Source = Source.Staff,
        OccurredAt = here.Database.Now,
        Actor = Staff.Officer,
    };
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Holds;

public sealed class HoldOrdersTests
{
    private const int People = 450;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Everybody_in_the_segment_is_held_once_and_released_again(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        for (var n = 1; n <= 3; n++)
        {
            await here.Ledger.RecordAsync(here.OptIn(n));
        }

        await here.Ledger.RecordAsync(here.Stop(3));
        await here.Ledger.RecordAsync(new() { SubscriberId = 1, Type = ConsentEventType.HoldPlaced, Source = Source.Staff, OccurredAt = here.Database.Now, Actor = Staff.Officer, IntervalReason = "another case" });
        var order = await OrderAsync(here, new SegmentDefinition { Root = new() { Conditions = [new() { Field = SegmentField.State, States = [ConsentState.Given] }] } });

        Assert.True(await here.Get<JobWorker<HoldOrder>>().WorkAsync(Token));

        await using var db = here.Open();
        Assert.Equal([1, 2], await db.Holds.Where(h => h.HoldOrderId == order).Select(h => h.SubscriberId).Order().ToListAsync(Token));
        Assert.Equal(JobStatus.Done, (await db.HoldOrders.AsNoTracking().SingleAsync(Token)).Status);

        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        await db.HoldOrders.ExecuteUpdateAsync(set => set.SetProperty(o => o.IsReleasing, true).SetProperty(o => o.ReleasedBy, Staff.Officer.Key).SetProperty(o => o.Position, 0).SetProperty(o => o.Status, JobStatus.Waiting), Token);
        Assert.True(await here.Get<JobWorker<HoldOrder>>().WorkAsync(Token));

        Assert.Equal([1], await db.Subscribers.Where(s => s.IsHeld).Select(s => s.Id).ToListAsync(Token));
        Assert.Equal("another case", (await db.Holds.SingleAsync(h => h.To == Times.Never, Token)).Reason);
        Assert.Equal(here.Database.Now, (await db.HoldOrders.AsNoTracking().SingleAsync(Token)).ReleasedAt);
    }

    [Fact]
    public async Task Cut_off_after_any_slice_and_begun_again_nobody_is_held_twice()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordSliceAsync([.. Enumerable.Range(1, People).Select(n => here.OptIn(n))], cancellation: Token);
        var order = await OrderAsync(here, SegmentDefinition.Everybody);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var following = here.Get<LedgerFeed>().Subscribe(_ => stopping.Cancel());

        await here.Get<JobWorker<HoldOrder>>().WorkAsync(stopping.Token);
        await using var db = here.Open();
        var left = await db.HoldOrders.AsNoTracking().SingleAsync(Token);
        Assert.InRange(await db.Holds.CountAsync(Token), 1, People - 1);

        // The place is lost as well: the keys alone have to keep it from placing them again.
        await db.HoldOrders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Position, 0).SetProperty(o => o.Status, JobStatus.Waiting).SetProperty(o => o.ClaimedUntil, Times.NotYet), Token);
        Assert.True(await here.Get<JobWorker<HoldOrder>>().WorkAsync(Token));

        Assert.NotEqual(JobStatus.Done, left.Status);
        Assert.Equal(People, await db.Holds.CountAsync(h => h.HoldOrderId == order, Token));
        Assert.Equal(People, await db.Holds.Select(h => h.SubscriberId).Distinct().CountAsync(Token));
        Assert.True((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Token)).Holds);
    }

    private static async Task<long> OrderAsync(Installation here, SegmentDefinition segment)
    {
        await using var db = here.Open();
        var order = new HoldOrder
        {
            PublicId = PublicId.Create(),
            Status = JobStatus.Waiting,
            CreatedAt = here.Database.Now,
            CreatedBy = Staff.Officer.Key,
            Filter = segment.ToJson(),
            SegmentName = "The dispute",
            Reason = "case 12/26",
            Total = await db.LedgerHead.Select(h => h.LastSubscriberId).SingleAsync(Token),
        };
        db.Add(order);
        await db.SaveChangesAsync(Token);
        return order.Id;
    }
}

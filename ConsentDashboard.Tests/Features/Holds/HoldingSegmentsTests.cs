using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Features.Holds.Orders;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Holds;

public sealed class HoldingSegmentsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Everybody_in_the_segment_is_held_by_whoever_asked_and_newcomers_are_not(DatabaseProvider provider)
    {
        await using var room = await HoldRoom.OpenAsync(provider);
        await room.GiveAsync(1, 2, 3);
        await room.Here.Ledger.RecordAsync(room.Here.Stop(3));
        var id = await room.PlaceAsync();
        await room.GiveAsync(4);

        Assert.True(await room.WorkAsync());

        Assert.Equal([1, 2], await room.HeldAsync());
        var order = await room.OrderAsync(id);
        Assert.Equal((JobStatus.Done, 2, "The dispute", "", Staff.Officer.Name), (order.Status, order.Held, order.SegmentName, order.Filter, order.CreatedByName));
        await using var db = room.Here.Open();
        Assert.Equal([Staff.Officer.Key, Staff.Officer.Key], await db.Holds.Select(h => h.SetBy).ToListAsync(Token));
        Assert.All(await db.ConsentEvents.Where(e => e.Type == ConsentEventType.HoldPlaced).ToListAsync(Token), placed => Assert.Equal(Staff.Officer.Key, placed.Actor));
        var audit = await db.AuditEntries.Where(a => a.Action == AuditAction.HoldPlaced && a.Subject == $"{id}").OrderBy(a => a.Id).ToListAsync(Token);
        Assert.Equal([Staff.Officer.Key, "system:holds"], audit.Select(entry => entry.Actor));
        Assert.Equal("case 12/26", audit[0].Reason);
        Assert.Contains("\"people\":2", audit[1].Details, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_release_ends_what_the_order_placed_and_nothing_else(DatabaseProvider provider)
    {
        await using var room = await HoldRoom.OpenAsync(provider);
        await room.GiveAsync(1, 2);
        await room.Here.Ledger.RecordAsync(new() { SubscriberId = 1, Type = ConsentEventType.HoldPlaced, Source = Source.Staff, OccurredAt = room.Here.Database.Now, Actor = Staff.Officer, IntervalReason = "another case" });
        var id = await room.PlaceAsync();
        await room.WorkAsync();
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Null((await room.ReleaseAsync(id)).Error);
        Assert.True(await room.WorkAsync());

        Assert.Equal([1], await room.HeldAsync());
        var order = await room.OrderAsync(id);
        Assert.Equal((2, 2, room.Here.Database.Now, Staff.Officer.Name, "the case is closed"), (order.Held, order.Released, order.ReleasedAt, order.ReleasedByName, order.ReleaseReason));
        await using var db = room.Here.Open();
        Assert.Equal("another case", (await db.Holds.SingleAsync(h => h.To == Times.Never, Token)).Reason);
        Assert.Equal("the case is closed", (await db.AuditEntries.OrderBy(a => a.Id).FirstAsync(a => a.Action == AuditAction.HoldReleased, Token)).Reason);
        Assert.Equal(HoldRefusals.NotNow, (await room.ReleaseAsync(id)).Error);
    }

    [Fact]
    public async Task A_hold_that_was_stopped_goes_on_from_its_place_and_holds_each_once()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.Here.Ledger.RecordSliceAsync([.. Enumerable.Range(1, 450).Select(n => room.Here.OptIn(n))], cancellation: Token);
        var id = await room.PlaceAsync();
        Assert.Null((await room.CancelAsync(id)).Error);
        Assert.False(await room.WorkAsync());
        Assert.Equal(HoldRefusals.NotNow, (await room.CancelAsync(id)).Error);

        Assert.Null((await room.ResumeAsync(id)).Error);
        Assert.Equal(HoldRefusals.NotNow, (await room.ResumeAsync(id)).Error);
        Assert.True(await room.WorkAsync());

        await using var db = room.Here.Open();
        Assert.Equal(450, await db.Holds.CountAsync(Token));
        Assert.Equal(450, (await room.OrderAsync(id)).Held);
        Assert.Equal([AuditAction.HoldPlaced, AuditAction.HoldStopped, AuditAction.HoldResumed, AuditAction.HoldPlaced],
            await db.AuditEntries.Where(a => a.Subject == $"{id}").OrderBy(a => a.Id).Select(a => a.Action).ToListAsync(Token));
    }

    [Fact]
    public async Task What_runs_is_asked_to_stop_and_keeps_whom_it_has_held()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.Here.Ledger.RecordSliceAsync([.. Enumerable.Range(1, 450).Select(n => room.Here.OptIn(n))], cancellation: Token);
        var id = await room.PlaceAsync();
        Task<Result>? asked = null;
        using (room.Here.Get<LedgerFeed>().Subscribe(_ =>
        {
            // Whatever is reported next is reported with this.
            room.Here.Database.Clock.Advance(TimeSpan.FromSeconds(1));
            asked ??= room.CancelAsync(id);
        }))
        {
            await room.WorkAsync();
        }

        Assert.NotNull(asked);
        Assert.Null((await asked).Error);
        await room.WorkAsync();
        var stopped = await room.OrderAsync(id);
        await using var db = room.Here.Open();
        Assert.Equal(stopped.Held, await db.Holds.CountAsync(Token));
        Assert.Contains(stopped.Status, new[] { JobStatus.Cancelled, JobStatus.Done });
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_leaves_no_order()
    {
        await using var room = await HoldRoom.OpenAsync();
        var now = room.Here.Database.Now;
        Assert.Equal(HoldRefusals.Nobody, (await room.TryToPlaceAsync()).Error);
        await room.GiveAsync(1);
        var another = await room.AddSegmentAsync("Mine alone", HoldRoom.Agreed, isShared: false);
        var place = room.Here.Get<PlaceSegmentHold>();

        Assert.Equal(HoldErrors.ReasonLength, (await room.TryToPlaceAsync(reason: " ")).Error);
        Assert.Equal(HoldErrors.ReasonHasNumber, (await room.TryToPlaceAsync(reason: "call +7 916 123-45-67")).Error);
        Assert.Equal(HoldErrors.EndIsOver, (await room.TryToPlaceAsync(until: now)).Error);
        Assert.Equal(HoldErrors.EndIsTooFar, (await room.TryToPlaceAsync(until: now.AddYears(51))).Error);
        Assert.Equal(HoldErrors.EndMissing, (await place.ExecuteAsync(new() { Segment = room.Segment, Reason = "case 12/26" }, Staff.Officer, Token)).Error);
        Assert.Equal(HoldRefusals.UnknownSegment, (await room.TryToPlaceAsync(segment: another)).Error);
        Assert.Equal(HoldRefusals.UnknownSegment, (await room.TryToPlaceAsync(segment: PublicId.Create())).Error);
        Assert.Equal(HoldErrors.ReasonLength, (await room.ReleaseAsync(PublicId.Create(), " ")).Error);
        Assert.Equal(HoldRefusals.NotFound, (await room.ReleaseAsync(PublicId.Create())).Error);

        await using var db = room.Here.Open();
        Assert.Empty(db.HoldOrders);
    }

    [Fact]
    public async Task Once_its_last_day_is_over_there_is_nothing_to_release_or_to_go_on_with()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1);
        var id = await room.PlaceAsync();
        await room.WorkAsync();

        room.Here.Database.Clock.Advance(TimeSpan.FromDays(91));

        Assert.Equal(HoldRefusals.NotNow, (await room.ReleaseAsync(id)).Error);
        Assert.Equal(HoldRefusals.NotNow, (await room.ResumeAsync(id)).Error);
    }

    [Fact]
    public async Task What_broke_off_keeps_the_cleaning_waiting_until_it_is_stopped_even_after_its_last_day()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1);
        var id = await room.PlaceAsync();
        await using var db = room.Here.Open();
        await db.HoldOrders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, JobStatus.Failed).SetProperty(o => o.FailureKey, "Jobs.Broken"), Token);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(91));
        Assert.True(await HoldsBeingPlaced.Of(db).AnyAsync(Token));

        Assert.Null((await room.CancelAsync(id)).Error);

        Assert.False(await HoldsBeingPlaced.Of(db).AnyAsync(Token));
        Assert.Equal(JobStatus.Cancelled, (await room.OrderAsync(id)).Status);
    }

    [Fact]
    public async Task While_keys_are_rotated_nothing_changes_unaudited()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1);
        var id = await room.PlaceAsync();
        await room.WorkAsync();
        await using var db = room.Here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Token);

        Assert.Equal(LedgerErrors.Maintenance, (await room.TryToPlaceAsync()).Error);
        Assert.Equal(LedgerErrors.Maintenance, (await room.ReleaseAsync(id)).Error);

        Assert.False((await room.OrderAsync(id)).IsReleasing);
        Assert.Single(db.HoldOrders);
    }

    [Theory]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Marketer)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.SupportAgent)]
    public async Task Who_may_not_hold_is_refused_at_every_door(string role)
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1);
        var id = await room.PlaceAsync();
        var actor = Staff.Of(role);

        await Assert.ThrowsAsync<ForbiddenException>(() => room.TryToPlaceAsync(actor));
        await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<CancelHoldOrder>().ExecuteAsync(id, actor, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<ResumeHoldOrder>().ExecuteAsync(id, actor, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<ReleaseHoldOrder>().ExecuteAsync(new(id, "over"), actor, Token));
    }
}

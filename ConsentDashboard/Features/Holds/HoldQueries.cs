using ConsentDashboard.Components.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Holds.Orders;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Holds;

public sealed class HoldQueries(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, SegmentNaming naming, SegmentSentences sentences, TimeProvider clock)
{
    /// <summary>Holds on segments, newest first.</summary>
    public async Task<NewestPage<HoldOrderRow>> OrdersAsync(NewestPlace place, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRetention);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        var orders = await db.HoldOrders.PageAsync(place, rows => rows, cancellation);
        return orders.As(o => new HoldOrderRow(o.Id, o.PublicId, o.StateAt(now), o.SegmentName, o.Reason, o.CreatedAt, o.Until, o.Held, o.Released, o.Done, o.Total, o.CreatedByName));
    }

    /// <summary>Holds on single persons, newest first: those in force and those that ended.</summary>
    public async Task<NewestPage<PersonHoldRow>> PersonsAsync(NewestPlace place, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRetention);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        var holds = await Single(db).PageAsync(place, rows => Persons(db, rows), cancellation);
        var names = await StaffNames.OfAsync(db, holds.Rows.Select(held => held.Hold.SetBy), cancellation);
        return holds.As(held => new PersonHoldRow(
            held.Hold.Id,
            held.PublicId,
            held.Cipher is { } cipher ? vault.Mask(cipher, held.PublicId) : null,
            held.Hold.Reason,
            held.Hold.From,
            held.Hold.To == Times.Never ? null : held.Hold.To,
            held.Hold.To <= now,
            names.GetValueOrDefault(held.Hold.SetBy, "")));
    }

    /// <returns>Null where there is none.</returns>
    public async Task<HoldDetails?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRetention);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.HoldOrders.AsNoTracking().FirstOrDefaultAsync(o => o.PublicId == id, cancellation) is not { } order)
        {
            return null;
        }

        var definition = order.Filter.Length == 0 ? null : SegmentDefinition.Parse(order.Filter).Value;
        return new()
        {
            Id = order.PublicId,
            State = order.StateAt(clock.UtcMilliseconds()),
            SegmentName = order.SegmentName,
            Segment = await db.Segments.Where(s => s.Id == order.SegmentId).Select(s => (PublicId?)s.PublicId).FirstOrDefaultAsync(cancellation),
            SegmentVersion = order.SegmentVersion ?? 0,
            Who = definition is null ? "" : sentences.Of(definition, await naming.LoadAsync(cancellation)),
            Reason = order.Reason,
            From = order.CreatedAt,
            Until = order.Until,
            By = order.CreatedByName,
            Held = order.Held,
            Released = order.Released,
            Done = order.Done,
            Total = order.Total,
            CancelRequested = order.CancelRequested,
            FailureKey = order.FailureKey,
            FailureDetails = order.FailureDetails,
            ReleasedBy = order.ReleasedByName,
            ReleasedAt = order.ReleasedAt,
            ReleaseReason = order.ReleaseReason,
            CanStop = order is { Status: JobStatus.Waiting or JobStatus.Running, CancelRequested: false } or { Status: JobStatus.Failed, IsReleasing: false },
            MayChange = actor.Can(Permissions.PlaceHold),
        };
    }

    /// <summary>Holds that no order for a segment placed.</summary>
    internal static IQueryable<Hold> Single(DashboardDbContext db) => db.Holds.Where(h => h.HoldOrderId == null);

    internal static IQueryable<HeldPerson> Persons(DashboardDbContext db, IQueryable<Hold> holds) =>
        holds.Select(h => new HeldPerson
        {
            Hold = h,
            PublicId = db.Subscribers.Where(s => s.Id == h.SubscriberId).Select(s => s.PublicId).First(),
            Cipher = db.Subscribers.Where(s => s.Id == h.SubscriberId).Select(s => s.Cipher).First(),
        });

    internal sealed class HeldPerson
    {
        public Hold Hold { get; init; } = null!;

        public PublicId PublicId { get; init; }

        public byte[]? Cipher { get; init; }
    }
}

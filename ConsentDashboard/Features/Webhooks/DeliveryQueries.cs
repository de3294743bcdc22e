using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Webhooks;

public enum DeliveryState
{
    Waiting,
    Retrying,
    Delivered,

    /// <summary>It waited for longer than messages are kept, or does not open.</summary>
    GivenUp,
}

/// <param name="Event">Null: a test message.</param>
/// <param name="Masked">Null where the number is not kept.</param>
/// <param name="Status">The HTTP status of the last answer; null where there was none.</param>
public sealed record DeliveryRow(
    long Id, DateTime At, ConsentEventType? Event, DeliveryState State, PublicId? Subscriber, string? Masked, int Tries, short? Status, SendFailure? Failure, DateTime DueAt, DateTime? DeliveredAt);

/// <summary>Where in the log a page begins; at most one is set, and none is the newest page.</summary>
public sealed record DeliveryPlace(long? OlderThan = null, long? NewerThan = null, bool AtEnd = false);

public sealed record DeliveryPage(IReadOnlyList<DeliveryRow> Rows, bool HasNewer = false, bool HasOlder = false);

/// <summary>The delivery log of one receiver, newest first. A page costs the same wherever it lies: the place is an id.</summary>
public sealed class DeliveryQueries(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault)
{
    public const int PageSize = 50;

    public async Task<DeliveryPage> SearchAsync(PublicId endpoint, DeliveryPlace place, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ManageWebhooks);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var lane = WebhookEndpoint.LaneOf(endpoint);
        var log = db.Outbox.Where(m => m.Endpoint == lane);
        if (place is { OlderThan: null } and ({ NewerThan: not null } or { AtEnd: true }))
        {
            var after = place.NewerThan ?? 0;
            var rows = await Rows(db, log.Where(m => m.Id > after).OrderBy(m => m.Id)).ToListAsync(cancellation);
            var more = Cut(rows);
            rows.Reverse();

            // Too few before this place to fill a page: it is the first one then.
            if (more || place.AtEnd)
            {
                return new([.. rows.Select(Read)], HasNewer: more, HasOlder: !place.AtEnd);
            }
        }

        var before = place.OlderThan ?? long.MaxValue;
        var older = await Rows(db, log.Where(m => m.Id < before).OrderByDescending(m => m.Id)).ToListAsync(cancellation);
        var hasOlder = Cut(older);
        return new([.. older.Select(Read)], HasNewer: place.OlderThan is not null, hasOlder);
    }

    internal static IQueryable<Stored> Rows(DashboardDbContext db, IQueryable<OutboxMessage> messages) =>
        from message in messages.AsNoTracking().Take(PageSize + 1)
        join subscriber in db.Subscribers on message.SubscriberId equals (long?)subscriber.Id into known
        from subscriber in known.DefaultIfEmpty()
        join act in db.ConsentEvents on message.EventId equals (long?)act.Id into acts
        from act in acts.DefaultIfEmpty()
        select new Stored(message, act == null ? null : act.Type, subscriber == null ? null : subscriber.PublicId, subscriber == null ? null : subscriber.Cipher);

    private static bool Cut(List<Stored> rows)
    {
        if (rows.Count <= PageSize)
        {
            return false;
        }

        rows.RemoveAt(PageSize);
        return true;
    }

    private DeliveryRow Read(Stored stored)
    {
        var message = stored.Message;
        var state = message switch
        {
            { DeliveredAt: not null } => DeliveryState.Delivered,
            _ when message.DueAt >= Times.Never => DeliveryState.GivenUp,
            { LastError: not null } => DeliveryState.Retrying,
            _ => DeliveryState.Waiting,
        };
        var masked = stored is { Cipher: { } cipher, Subscriber: { } id } ? vault.Mask(cipher, id) : null;
        return new(
            message.Id, message.CreatedAt, stored.Type, state, stored.Subscriber, masked, message.Tries, message.LastStatus, SendFailure.Parse(message.LastError), message.DueAt, message.DeliveredAt);
    }

    internal sealed record Stored(OutboxMessage Message, ConsentEventType? Type, PublicId? Subscriber, byte[]? Cipher);
}

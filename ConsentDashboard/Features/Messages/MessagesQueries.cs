using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Messages;

public sealed class MessagesQueries(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, TextMessages texts, OutboxBacklog backlog, MessagesOptions options)
{
    public const int PageSize = 50;

    /// <summary>One page, newest first. Costs the same wherever it lies: the place is an id.</summary>
    public async Task<MessagePage> SearchAsync(MessagePlace place, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewMessages);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var waiting = await backlog.CountAsync(cancellation);
        if (place is { OlderThan: null } and ({ NewerThan: not null } or { AtEnd: true }))
        {
            var after = place.NewerThan ?? 0;
            var rows = await Rows(db, db.Outbox.Where(m => m.Id > after).OrderBy(m => m.Id)).ToListAsync(cancellation);
            var more = Cut(rows);
            rows.Reverse();

            // Too few before this place to fill a page: it is the first one then.
            if (more || place.AtEnd)
            {
                return new([.. rows.Select(Read)], HasNewer: more, HasOlder: !place.AtEnd, waiting);
            }
        }

        var before = place.OlderThan ?? long.MaxValue;
        var older = await Rows(db, db.Outbox.Where(m => m.Id < before).OrderByDescending(m => m.Id)).ToListAsync(cancellation);
        var hasOlder = Cut(older);
        return new([.. older.Select(Read)], HasNewer: place.OlderThan is not null, hasOlder, waiting);
    }

    internal static IQueryable<Stored> Rows(DashboardDbContext db, IQueryable<OutboxMessage> messages) =>
        from message in messages.AsNoTracking().Where(m => m.Endpoint == TextMessages.Endpoint).Take(PageSize + 1)
        join subscriber in db.Subscribers on message.SubscriberId equals subscriber.Id into known
        from subscriber in known.DefaultIfEmpty()
        select new Stored(
            message,
            subscriber == null ? null : subscriber.PublicId,
            subscriber == null ? null : subscriber.Cipher,
            db.Senders.Where(sender => sender.Id == message.SenderId).Select(sender => sender.Name).FirstOrDefault());

    private static bool Cut(List<Stored> rows)
    {
        if (rows.Count <= PageSize)
        {
            return false;
        }

        rows.RemoveAt(PageSize);
        return true;
    }

    private MessageRow Read(Stored stored)
    {
        var message = stored.Message;
        var state = message switch
        {
            { DeliveredAt: not null } => MessageState.Sent,
            _ when message.DueAt >= Times.Never => MessageState.GivenUp,
            { LastError: not null } => MessageState.Retrying,
            _ => MessageState.Waiting,
        };
        var masked = stored is { Cipher: { } cipher, Subscriber: { } id } ? vault.Mask(cipher, id) : null;
        return new(
            message.Id, message.CreatedAt, message.Kind, state, message.DueAt, message.DeliveredAt, stored.Subscriber, masked,
            stored.Sender, message.Tries, SendFailure.Parse(message.LastError), options.ShowsTexts ? TextOf(message) : null);
    }

    private string? TextOf(OutboxMessage message)
    {
        try
        {
            return texts.Open(message)?.Text;
        }
        catch (Exception e) when (e is CryptographicException or KeyException)
        {
            return null;
        }
    }

    internal sealed record Stored(OutboxMessage Message, PublicId? Subscriber, byte[]? Cipher, string? Sender);
}

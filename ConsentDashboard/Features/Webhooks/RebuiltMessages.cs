using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Webhooks;

/// <summary>Messages made again from the ledger: what was sent is erased. They say the same, but for a number that is erased since.</summary>
public sealed class RebuiltMessages(WebhookMessages messages)
{
    public const int MostAtOnce = 500;

    /// <param name="events">At most <see cref="MostAtOnce"/>, in the ledger's order; the messages are in the same.</param>
    public async Task<List<OutboxMessage>> OfAsync(DashboardDbContext db, PublicId endpoint, IReadOnlyList<ConsentEvent> events, DateTime now, CancellationToken cancellation)
    {
        var ids = events.Select(act => act.SubscriberId).Distinct().ToList();
        var people = await db.Subscribers.AsNoTracking().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancellation);
        var senders = await db.Senders.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.PublicId, cancellation);
        List<OutboxMessage> made = [];
        foreach (var act in events)
        {
            var person = people[act.SubscriberId];
            var states = await StatesAsync(db, act, cancellation);
            PublicId? sender = act.SenderId is { } id && senders.TryGetValue(id, out var known) ? known : null;
            made.Add(messages.Of(endpoint, Guid.CreateVersion7(), act, person, messages.PhoneOf(person), sender, states, now));
        }

        return made;
    }

    // The event itself says what it made of a cell; of one that it left alone, only the history before it does.
    private static async Task<Func<int, ConsentState>> StatesAsync(DashboardDbContext db, ConsentEvent act, CancellationToken cancellation)
    {
        if (act.SenderId is not { } sender || act.Cells.Indexes().All(index => act.OutcomeFor(index) != ConsentState.None))
        {
            return act.OutcomeFor;
        }

        var fold = new ConsentFold(act.SubscriberId);
        await foreach (var earlier in db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == act.SubscriberId && e.Seq <= act.Seq).OrderBy(e => e.Seq).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            fold.Apply(earlier);
        }

        return index => fold.Find(new(sender, act.Kind, index))?.State ?? ConsentState.None;
    }
}

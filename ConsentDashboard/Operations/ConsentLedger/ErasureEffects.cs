using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// What an erasure removes from the row and from the batch that is being made; what is stored is cleared for all erasures
/// of the batch at once, by <see cref="ErasedCopies"/>. The events stay; without the salts they lead to nobody.
/// </summary>
internal sealed class ErasureEffects(DashboardDbContext db, Suppressing suppressing, BatchContent content)
{
    /// <param name="wasHers">She or an act about her made the number known. One that somebody only typed, and nobody confirmed, leaves nothing at all: a stranger's slip puts nobody on a list.</param>
    public void Apply(ConsentEvent act, SubscriberState state, bool wasHers)
    {
        var row = state.Row;
        if (row.BlindIndex is { } index)
        {
            suppressing.Erased(act, state, index, suppresses: wasHers);
        }

        (row.Cipher, row.BlindIndex, row.LastFourIndex, row.NumberSalt) = (null, null, null, null);
        (row.Language, row.ExternalRef, row.LastSentAt, row.ErasedAt) = ("", null, Times.NotYet, act.RecordedAt);

        var written = content.Events.Where(e => e.SubscriberId == row.Id).Select(e => e.Id).ToHashSet();
        content.Evidence.RemoveAll(proof => written.Contains(proof.EventId));
        content.Outbox.RemoveAll(message => message.SubscriberId == row.Id);
        content.Inbound.RemoveAll(message => message.SubscriberId == row.Id);
        content.Origins.RemoveAll(origin => origin.SubscriberId == row.Id);
        Forget(db.Holds, row.Id);
        Forget(db.Pauses, row.Id);
        Forget(db.Restrictions, row.Id);
        foreach (var open in db.Restrictions.Local.Where(i => i.SubscriberId == row.Id && i.To == Times.Never))
        {
            (open.To, open.EndedBy) = (act.RecordedAt, act.Actor);
        }

        content.Erased.Person(row.Id, act);
    }

    private static void Forget<T>(DbSet<T> set, long subscriber)
        where T : SubscriberInterval
    {
        foreach (var interval in set.Local.Where(i => i.SubscriberId == subscriber))
        {
            interval.Reason = "";
        }
    }
}

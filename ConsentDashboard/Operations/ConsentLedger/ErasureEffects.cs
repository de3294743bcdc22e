using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// What an erasure removes: the number with its hashes and salt, the language and reference, the evidence with its salts,
/// how much was sent to her and when, what she asked for about her data, and what still waits to be sent. The events stay; without the salts they lead to nobody.
/// </summary>
internal sealed class ErasureEffects(DashboardDbContext db, BatchContent content)
{
    private const int Slice = 500;

    public async Task ApplyAsync(ConsentEvent act, SubscriberState state)
    {
        var row = state.Row;
        if (row.BlindIndex is { } index)
        {
            content.Stops.Add(new(JournalStopKind.Erasure, index, null, act.Kind, ConsentCells.None, act.RecordedAt));
        }

        (row.Cipher, row.BlindIndex, row.LastFourIndex, row.NumberSalt) = (null, null, null, null);
        (row.Language, row.ExternalRef, row.LastSentAt, row.ErasedAt) = ("", null, Times.NotYet, act.RecordedAt);

        var written = content.Events.Where(e => e.SubscriberId == row.Id).Select(e => e.Id).ToHashSet();
        content.Evidence.RemoveAll(proof => written.Contains(proof.EventId));

        // By key: asked as a subquery, every proof of the installation would be looked at.
        var stored = await db.ConsentEvents.Where(e => e.SubscriberId == row.Id).Select(e => e.Id).ToListAsync();
        foreach (var ids in stored.Chunk(Slice))
        {
            await db.Evidence.Where(proof => ids.Contains(proof.EventId)).ExecuteDeleteAsync();
        }

        content.Outbox.RemoveAll(message => message.SubscriberId == row.Id);
        await db.Outbox
            .Where(message => message.SubscriberId == row.Id && message.PayloadCipher != null)
            .ExecuteUpdateAsync(set => set
                .SetProperty(message => message.PayloadCipher, (byte[]?)null)
                .SetProperty(message => message.LastError, (string?)null)
                .SetProperty(message => message.DeliveredAt, message => message.DeliveredAt ?? act.RecordedAt));
        await EraseMessagesAsync(row.Id);

        // The row stays, without the hash: recall tells by the subscriber that she was erased.
        await db.ExportItems.Where(item => item.SubscriberId == row.Id && item.BlindIndex != null).ExecuteUpdateAsync(set => set.SetProperty(item => item.BlindIndex, (byte[]?)null));
        await db.AnnulmentRequests.Where(request => request.SubscriberId == row.Id).ExecuteUpdateAsync(set => set
            .SetProperty(request => request.Reason, "")
            .SetProperty(request => request.EvidenceReference, "")
            .SetProperty(request => request.DecisionNote, (string?)null));
        await db.PersonRequests.Where(request => request.SubscriberId == row.Id).ExecuteUpdateAsync(set => set
            .SetProperty(request => request.NumberCipher, (byte[]?)null)
            .SetProperty(request => request.DetailsCipher, (byte[]?)null)
            .SetProperty(request => request.Language, "")
            .SetProperty(request => request.ExtensionReason, (string?)null)
            .SetProperty(request => request.OutcomeReason, (string?)null));
        await db.SendCounts.Where(count => count.SubscriberId == row.Id).ExecuteDeleteAsync();
        content.Origins.RemoveAll(origin => origin.SubscriberId == row.Id);
        await db.WithdrawalOrigins.Where(origin => origin.SubscriberId == row.Id).ExecuteDeleteAsync();
    }

    private async Task EraseMessagesAsync(long subscriber)
    {
        content.Inbound.RemoveAll(message => message.SubscriberId == subscriber);
        await db.InboundMessages.Where(message => message.SubscriberId == subscriber).ExecuteUpdateAsync(set => set
            .SetProperty(message => message.TextCipher, (byte[]?)null)
            .SetProperty(message => message.FromCipher, (byte[]?)null)
            .SetProperty(message => message.VerdictWords, (string?)null));
    }
}

using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.OptOut.Inbound;

/// <summary>
/// START takes back a STOP: only in cells that a reply ended and nothing has touched since, only where what she had agreed
/// to before has its full proof, and citing that wording (product.md, "Who may raise a cell to Given").
/// </summary>
public sealed class RestoreByReply(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, EvidenceBox evidence)
{
    /// <param name="reply">What she wrote.</param>
    /// <param name="proof">With the gateway's id and the text as it came.</param>
    /// <param name="inbound">The row of the message.</param>
    /// <param name="answer">What she gets in answer.</param>
    /// <returns>False where there is nothing that a reply may bring back; then nothing is written.</returns>
    public async Task<bool> ExecuteAsync(InboundReply reply, long subscriberId, long senderId, EvidenceDocument proof, InboundDraft inbound, OutboxDraft answer, CancellationToken cancellation)
    {
        var parts = await FindAsync(subscriberId, senderId, cancellation);
        var acts = parts.Select((part, index) => new ConsentAct
        {
            EventKey = ReplyKeys.Of(reply, $"restore {index}"),
            SubscriberId = subscriberId,
            Language = part.Agreed.Language ?? "",
            Type = ConsentEventType.Given,
            SenderId = senderId,
            Kind = part.Agreed.Kind,
            Cells = part.Cells,
            Source = Source.SmsReply,
            Method = Method.SmsKeyword,
            OccurredAt = reply.ReceivedAt,
            Actor = Actor.Person,
            NoticeVersionId = part.Agreed.NoticeVersionId,
            CollectionPointId = part.Agreed.CollectionPointId,
            RefersTo = part.Withdrawal,
            Undoes = part.Withdrawal,
            Evidence = proof with { AffirmativeAct = "replied that she wants the messages again" },
            Inbound = index == 0 ? inbound : null,
            Outbox = index == 0 ? [answer] : [],
        }).ToList();
        var recorded = await Task.WhenAll(acts.Select(act => ledger.RecordAsync(act)));
        return recorded.Any(outcome => !outcome.Failed);
    }

    private async Task<List<(ConsentEvent Agreed, Guid Withdrawal, ConsentCells Cells)>> FindAsync(long subscriberId, long senderId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var chain = await db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == subscriberId).OrderBy(e => e.Seq).ToListAsync(cancellation);
        var fold = new ConsentFold(subscriberId);
        Dictionary<CellKey, long> agreedBefore = [];
        HashSet<long> endedByReply = [];
        foreach (var act in chain)
        {
            if (act.Type == ConsentEventType.Withdrawn)
            {
                Remember(act, fold, agreedBefore, endedByReply);
            }

            fold.Apply(act);
        }

        var byId = chain.ToDictionary(act => act.Id);
        var ended =
            from cell in fold.Cells
            where cell.SenderId == senderId && cell.State == ConsentState.Withdrawn
            let withdrawal = byId[cell.LastEventId]
            where withdrawal is { Type: ConsentEventType.Withdrawn, Source: Source.SmsReply } && agreedBefore.ContainsKey(ConsentFold.KeyOf(cell))
            let agreed = byId[agreedBefore[ConsentFold.KeyOf(cell)]]
            group ConsentFold.KeyOf(cell) by (agreed, withdrawal) into part
            select (Agreed: part.Key.agreed, Withdrawal: part.Key.withdrawal.EventKey, Cells: part.Aggregate(ConsentCells.None, (all, key) => all | (ConsentCells)(1 << key.CellIndex)));
        List<(ConsentEvent, Guid, ConsentCells)> proven = [];
        foreach (var part in ended.ToList())
        {
            if (await IsProvenAsync(db, part.Agreed, cancellation))
            {
                proven.Add(part);
            }
        }

        return proven;
    }

    // A reply ends what was given and not over; another one leaves that as it is. What anything else ended stays ended,
    // whatever she texts afterwards.
    private static void Remember(ConsentEvent act, ConsentFold fold, Dictionary<CellKey, long> agreedBefore, HashSet<long> endedByReply)
    {
        foreach (var cell in fold.Cells.Where(cell => cell.Kind == act.Kind && (act.SenderId ?? cell.SenderId) == cell.SenderId && ((int)act.Cells & (1 << ConsentFold.KeyOf(cell).CellIndex)) != 0))
        {
            var key = ConsentFold.KeyOf(cell);
            if (cell.State == ConsentState.Given && cell.ExpiresAt > act.OccurredAt)
            {
                agreedBefore[key] = cell.LastEventId;
            }
            else if (cell.State != ConsentState.Withdrawn || !endedByReply.Contains(cell.LastEventId))
            {
                agreedBefore.Remove(key);
            }
        }

        if (act.Source == Source.SmsReply)
        {
            endedByReply.Add(act.Id);
        }
    }

    private async Task<bool> IsProvenAsync(DashboardDbContext db, ConsentEvent agreed, CancellationToken cancellation)
    {
        var isInForce = await db.NoticeVersions.AnyAsync(v => v.Id == agreed.NoticeVersionId && v.Status == NoticeStatus.Published, cancellation);
        if (!isInForce || await db.Evidence.AsNoTracking().FirstOrDefaultAsync(e => e.EventId == agreed.Id, cancellation) is not { } kept)
        {
            return false;
        }

        try
        {
            return EvidenceRules.Missing(agreed, evidence.Open(kept, agreed.EventKey)).Count == 0;
        }
        catch (Exception e) when (e is CryptographicException or KeyException)
        {
            return false;
        }
    }
}

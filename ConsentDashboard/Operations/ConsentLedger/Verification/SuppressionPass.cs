using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>Every suppression is sealed and says what its event says; every withdrawal has one.</summary>
internal sealed class SuppressionPass(IDbContextFactory<DashboardDbContext> contexts, KeyRing ring, LedgerHead head, Findings findings)
{
    private const int Page = 2000;

    private long _expected;

    public async Task RunAsync(CancellationToken cancellation)
    {
        long after = 0;
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var page = await (
                from x in db.Suppressions.AsNoTracking()
                where x.Id > after && x.EventId <= head.LastEventId
                join e in db.ConsentEvents on x.EventId equals e.Id into events
                from e in events.DefaultIfEmpty()
                join s in db.Subscribers on e.SubscriberId equals s.Id into subscribers
                from s in subscribers.DefaultIfEmpty()
                orderby x.Id
                select new
                {
                    Suppression = x,
                    Event = e == null ? null : new Act(e.BatchSeq, e.SubscriberId, e.Type, e.SenderId, e.Kind, e.Cells, e.OccurredAt),
                    BlindIndex = s.BlindIndex,
                }).Take(Page).ToListAsync(cancellation);
            foreach (var row in page)
            {
                FindGap(row.Suppression.Id);
                if (!Holds(row.Suppression, row.Event, row.BlindIndex))
                {
                    findings.Add(FindingKind.SuppressionChanged, $"Suppression {row.Suppression.Id} is not what event {row.Suppression.EventId} made.", row.Suppression.EventId, row.Event?.BatchSeq, row.Event?.SubscriberId);
                }
            }

            if (page.Count < Page)
            {
                break;
            }

            after = page[^1].Suppression.Id;
        }

        FindGap(head.LastSuppressionId + 1);
        await FindMissingAsync(cancellation);
    }

    // Of an erased number nothing else tells that it was suppressed: the rows are numbered without a gap.
    private void FindGap(long id)
    {
        if (id > ++_expected)
        {
            findings.Add(FindingKind.SuppressionMissing, $"Suppression {_expected} is missing.");
            _expected = id;
        }
    }

    private bool Holds(Suppression suppression, Act? act, byte[]? blindIndex)
    {
        var isSealed = suppression.Seal.AsSpan().SequenceEqual(SuppressionSeal.Compute(ring, suppression));
        if (isSealed && suppression.Reason == SuppressionReason.Erased)
        {
            return act is { Type: ConsentEventType.Erased } && suppression is { SenderId: null, Cells: ConsentCells.All };
        }

        if (!isSealed || suppression.Reason != SuppressionReason.Withdrawn)
        {
            return isSealed;
        }

        return act is { Type: ConsentEventType.Withdrawn }
            && (act.SenderId, act.Kind, act.Cells, act.OccurredAt) == (suppression.SenderId, suppression.Kind, suppression.Cells, suppression.Since)
            && (blindIndex is null || blindIndex.AsSpan().SequenceEqual(suppression.BlindIndex));
    }

    // Once a person is erased, a later withdrawal by her public id has no number left to suppress.
    private async Task FindMissingAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var missing = await db.ConsentEvents.AsNoTracking()
            .Where(e => e.Type == ConsentEventType.Withdrawn && !e.IsTest && e.Id <= head.LastEventId)
            .Where(e => !db.Suppressions.Any(x => x.EventId == e.Id))
            .Where(e => !db.ConsentEvents.Any(erased => erased.SubscriberId == e.SubscriberId && erased.Type == ConsentEventType.Erased && erased.Seq < e.Seq))
            .OrderBy(e => e.Id)
            .Select(e => new { e.Id, e.BatchSeq, e.SubscriberId })
            .FirstOrDefaultAsync(cancellation);
        if (missing is not null)
        {
            findings.Add(FindingKind.SuppressionMissing, $"The suppression that event {missing.Id} made is missing.", missing.Id, missing.BatchSeq, missing.SubscriberId);
        }
    }

    private sealed record Act(long BatchSeq, long SubscriberId, ConsentEventType Type, long? SenderId, ConsentKind Kind, ConsentCells Cells, DateTime OccurredAt);
}

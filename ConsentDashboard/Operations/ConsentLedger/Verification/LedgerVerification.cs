using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>Verifies the whole ledger, or one person's part of it. Reads in short statements; writers go on meanwhile.</summary>
public sealed class LedgerVerification(IDbContextFactory<DashboardDbContext> contexts, KeyStore keys, NumberVault vault, EvidenceBox box, AnchorJournal journal, TimeProvider clock)
{
    /// <param name="actor">Who asks; needs <see cref="Permissions.VerifyLedger"/>.</param>
    /// <param name="progress">Told the number of events checked so far.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<LedgerReport> VerifyAsync(Actor actor, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.VerifyLedger);
        var findings = new Findings();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var head = await db.LedgerHead.AsNoTracking().SingleAsync(cancellation);
        var notices = await NoticeHashes.LoadAsync(db, cancellation);
        notices.Report(findings);
        var ring = keys.Refresh();
        using var batches = new BatchCheck(ring, findings);
        var events = new EventPass(contexts, batches, head, findings);
        var subscribers = new SubscriberPass(contexts, new(vault), new(box), notices, head, findings);
        var suppressions = new SuppressionPass(contexts, ring, head, findings);
        var audit = new AuditPass(contexts, head, findings);
        Func<CancellationToken, Task>[] inOrder = [events.RunAsync, suppressions.RunAsync, audit.RunAsync];
        await Task.WhenAll(
            Enumerable.Range(0, Math.Max(Environment.ProcessorCount, 2))
                .Select(_ => Task.Run(() => subscribers.RunAsync(progress, cancellation), cancellation))
                .Concat(inOrder.Select(pass => Task.Run(() => pass(cancellation), cancellation))));
        if (subscribers.Events != events.Events)
        {
            await FindOrphansAsync(db, head, findings, cancellation);
        }

        await CheckMissingEvidenceAsync(db, subscribers.WithoutEvidence, findings, cancellation);
        var anchored = await new JournalPass(journal, findings, clock).RunAsync(db, cancellation);
        return new(events.Events, batches.Seq, audit.Entries, subscribers.Subscribers, anchored, findings.Sorted());
    }

    /// <summary>Only the audit trail.</summary>
    public async Task<LedgerReport> VerifyAuditAsync(Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.VerifyLedger);
        var findings = new Findings();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var audit = new AuditPass(contexts, await db.LedgerHead.AsNoTracking().SingleAsync(cancellation), findings);
        await audit.RunAsync(cancellation);
        return new(0, 0, audit.Entries, 0, 0, findings.Sorted());
    }

    private static async Task FindOrphansAsync(DashboardDbContext db, LedgerHead head, Findings findings, CancellationToken cancellation)
    {
        var orphans = await db.ConsentEvents.AsNoTracking()
            .Where(e => e.Id <= head.LastEventId && !db.Subscribers.Any(s => s.Id == e.SubscriberId))
            .OrderBy(e => e.Id).Take(10)
            .Select(e => new { e.Id, e.BatchSeq, e.SubscriberId })
            .ToListAsync(cancellation);
        foreach (var orphan in orphans)
        {
            findings.Add(FindingKind.SubscriberMissing, $"The subscriber of event {orphan.Id} is missing.", orphan.Id, orphan.BatchSeq, orphan.SubscriberId);
        }
    }

    // Gone evidence is good where a later event of the same chain erased the person, or names the event as expired.
    private static async Task CheckMissingEvidenceAsync(DashboardDbContext db, IReadOnlyCollection<(long EventId, Guid Key, long SubscriberId)> without, Findings findings, CancellationToken cancellation)
    {
        foreach (var some in without.Chunk(500))
        {
            var people = some.Select(item => item.SubscriberId).Distinct().ToList();
            var excuses = await db.ConsentEvents.AsNoTracking()
                .Where(e => people.Contains(e.SubscriberId) && (e.Type == ConsentEventType.Erased || e.Type == ConsentEventType.EvidenceExpired))
                .Select(e => new { e.Id, e.SubscriberId, e.Type, e.RefersTo })
                .ToListAsync(cancellation);
            foreach (var (eventId, key, subscriberId) in some)
            {
                if (!excuses.Exists(e => e.SubscriberId == subscriberId && e.Id > eventId && (e.Type == ConsentEventType.Erased || e.RefersTo == key)))
                {
                    findings.Add(FindingKind.EvidenceMissing, $"The evidence of event {eventId} is missing, and no later event says why.", eventId, null, subscriberId);
                }
            }
        }
    }
}

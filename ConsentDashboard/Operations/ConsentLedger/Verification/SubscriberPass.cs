using System.Collections.Concurrent;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>
/// Goes through the subscribers: each event and its evidence, each chain with its number and its projection. Several
/// workers share the work by ranges of ids.
/// </summary>
internal sealed class SubscriberPass(
    IDbContextFactory<DashboardDbContext> contexts, ChainCheck chains, EventCheck check, NoticeHashes notices, LedgerHead head, Findings findings)
{
    private const int Page = 128;

    private readonly ConcurrentQueue<(long EventId, Guid Key, long SubscriberId)> _withoutEvidence = [];
    private long _range = -1;
    private long _subscribers;
    private long _events;

    public long Subscribers => _subscribers;

    public long Events => _events;

    /// <summary>Events whose proof is gone; good only where a later event of the same chain says so.</summary>
    public IReadOnlyCollection<(long EventId, Guid Key, long SubscriberId)> WithoutEvidence => _withoutEvidence;

    /// <summary>One worker: takes ranges until there are none left.</summary>
    public async Task RunAsync(IProgress<long>? progress, CancellationToken cancellation)
    {
        for (var range = Interlocked.Increment(ref _range); range * Page < head.LastSubscriberId; range = Interlocked.Increment(ref _range))
        {
            await CheckRangeAsync((range * Page) + 1, (range + 1) * Page, cancellation);
            progress?.Report(_events);
        }
    }

    private async Task CheckRangeAsync(long first, long last, CancellationToken cancellation)
    {
        var slice = await PeopleSlice.ReadAsync(contexts, first, last, head, cancellation);
        foreach (var (subscriber, rows, cells) in slice.ByPerson())
        {
            foreach (var (act, proof) in rows)
            {
                CheckEvent(act, subscriber.PublicId, proof);
            }

            if (chains.Check(subscriber, [.. rows.Select(row => row.Event)], cells, slice.Generation) is not null)
            {
                await CheckAgainAsync(subscriber.Id, slice.Generation, cancellation);
            }

            Interlocked.Add(ref _events, rows.Count);
        }

        Interlocked.Add(ref _subscribers, slice.People.Count);
    }

    private void CheckEvent(ConsentEvent act, PublicId owner, Evidence? proof)
    {
        switch (check.Check(act, owner, proof))
        {
            case null:
                break;
            case FindingKind.EvidenceMissing:
                _withoutEvidence.Enqueue((act.Id, act.EventKey, act.SubscriberId));
                break;
            case { } kind:
                findings.Add(kind, kind == FindingKind.EventChanged ? $"Event {act.Id} was changed." : $"The evidence of event {act.Id} was changed.", act.Id, act.BatchSeq, act.SubscriberId);
                break;
        }

        if (!notices.Matches(act))
        {
            findings.Add(FindingKind.NoticeChanged, $"The wording that event {act.Id} points at is not what was shown.", act.Id, act.BatchSeq, act.SubscriberId);
        }
    }

    // The page was read in several statements, and somebody may have written in between: only what still differs counts.
    private async Task CheckAgainAsync(long id, int generation, CancellationToken cancellation)
    {
        Finding? still = null;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var subscriber = await db.Subscribers.AsNoTracking().SingleAsync(s => s.Id == id, cancellation);
            var events = await db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == id && e.Seq <= subscriber.HeadSeq).OrderBy(e => e.Seq).ToListAsync(cancellation);
            var cells = await db.Consents.AsNoTracking().Where(c => c.SubscriberId == id).ToListAsync(cancellation);
            still = chains.Check(subscriber, events, cells, generation);
            if (still is null)
            {
                return;
            }
        }

        findings.Add(still!.Kind, still.Detail, still.EventId, still.BatchSeq, still.SubscriberId);
    }
}

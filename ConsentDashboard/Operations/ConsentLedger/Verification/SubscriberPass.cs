using System.Collections.Concurrent;
using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>
/// Goes through the subscribers: each event and its evidence, each chain without gaps to its head, the number that it
/// commits to, and the projection that it folds to. Several workers share the work by ranges of ids.
/// </summary>
internal sealed class SubscriberPass(
    IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, EventCheck check, NoticeHashes notices, LedgerHead head, Findings findings)
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
        var (events, cells) = (0, 0);
        foreach (var subscriber in slice.People)
        {
            List<ConsentEvent> chain = [];
            for (Skip(subscriber.Id); events < slice.Events.Count && slice.Events[events].Event.SubscriberId == subscriber.Id; events++)
            {
                var (act, proof) = slice.Events[events];
                CheckEvent(act, subscriber.PublicId, proof);
                chain.Add(act);
            }

            List<Consent> stored = [];
            for (; cells < slice.Cells.Count && slice.Cells[cells].SubscriberId == subscriber.Id; cells++)
            {
                stored.Add(slice.Cells[cells]);
            }

            if (Check(subscriber, chain, stored, slice.Generation) is not null)
            {
                await CheckAgainAsync(subscriber.Id, slice.Generation, cancellation);
            }

            Interlocked.Add(ref _events, chain.Count);
        }

        Interlocked.Add(ref _subscribers, slice.People.Count);

        // Rows of a subscriber who is not there belong to nobody; the caller counts them.
        void Skip(long id)
        {
            while (events < slice.Events.Count && slice.Events[events].Event.SubscriberId < id)
            {
                events++;
            }

            while (cells < slice.Cells.Count && slice.Cells[cells].SubscriberId < id)
            {
                cells++;
            }
        }
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
            still = Check(subscriber, events, cells, generation);
            if (still is null)
            {
                return;
            }
        }

        findings.Add(still!.Kind, still.Detail, still.EventId, still.BatchSeq, still.SubscriberId);
    }

    private Finding? Check(Subscriber subscriber, List<ConsentEvent> events, List<Consent> cells, int generation)
    {
        var (hash, seq) = (new byte[32], 0);
        byte[]? commitment = null;
        var fold = new ConsentFold(subscriber.Id, remember: events.Exists(e => e.Type == ConsentEventType.Annulled));
        foreach (var act in events)
        {
            if (act.Seq != seq + 1 || !act.PrevHash.AsSpan().SequenceEqual(hash))
            {
                return Found(FindingKind.ChainBroken, act.Id, $"Event {act.Id} does not follow the event before it.");
            }

            (hash, seq) = (act.Hash, act.Seq);
            commitment = act.NumberCommitment ?? commitment;
            fold.Apply(act);
        }

        var lastId = events.Count > 0 ? events[^1].Id : (long?)null;
        if (subscriber.HeadSeq != seq || !subscriber.HeadHash.AsSpan().SequenceEqual(hash))
        {
            return Found(FindingKind.ChainBroken, lastId, $"The chain of subscriber {subscriber.Id} ends at {seq}, its head says {subscriber.HeadSeq}.");
        }

        if (!NumberHolds(subscriber, commitment, generation))
        {
            return Found(FindingKind.NumberChanged, events.FirstOrDefault(e => e.NumberCommitment is not null)?.Id ?? lastId, $"The number of subscriber {subscriber.Id} is not the one that its chain commits to.");
        }

        return Projection.Same(fold.Cells, cells)
            ? null
            : Found(FindingKind.ProjectionDiffers, lastId, $"The consents of subscriber {subscriber.Id} are not what its events make of them.");

        Finding Found(FindingKind kind, long? eventId, string detail) => new(kind, eventId, null, subscriber.Id, detail);
    }

    private bool NumberHolds(Subscriber subscriber, byte[]? commitment, int generation)
    {
        if (subscriber.ErasedAt is not null)
        {
            return subscriber is { Cipher: null, BlindIndex: null, NumberSalt: null };
        }

        if (subscriber.Cipher is null || subscriber.NumberSalt is null)
        {
            return commitment is null && subscriber.Cipher is null && subscriber.NumberSalt is null;
        }

        try
        {
            var number = vault.Decrypt(subscriber.Cipher, subscriber.PublicId);
            return commitment.AsSpan().SequenceEqual(NumberVault.Commitment(subscriber.NumberSalt, number))
                && subscriber.BlindIndex.AsSpan().SequenceEqual(vault.BlindIndex(number, generation))
                && subscriber.LastFourIndex.AsSpan().SequenceEqual(vault.LastFourIndex(number[^4..], generation));
        }
        catch (Exception e) when (e is CryptographicException or KeyException)
        {
            return false;
        }
    }
}

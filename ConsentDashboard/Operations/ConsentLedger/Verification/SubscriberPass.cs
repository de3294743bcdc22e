using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>Goes through the subscribers: each chain without gaps to its head, the number that it commits to, and the projection that it folds to.</summary>
internal sealed class SubscriberPass(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, Findings findings)
{
    private const int Page = 1000;

    public long Subscribers { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        long after = 0;
        while (true)
        {
            var page = await CheckPageAsync(after, cancellation);
            if (page.Count == 0)
            {
                return;
            }

            Subscribers += page.Count;
            after = page[^1].Id;
        }
    }

    private async Task<List<Subscriber>> CheckPageAsync(long after, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var page = await db.Subscribers.AsNoTracking().Where(s => s.Id > after).OrderBy(s => s.Id).Take(Page).ToListAsync(cancellation);
        if (page.Count == 0)
        {
            return page;
        }

        var generation = await db.LedgerHead.Select(h => h.IndexGeneration).SingleAsync(cancellation);
        var (first, last) = (page[0].Id, page[^1].Id);
        var events = (await db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId >= first && e.SubscriberId <= last).OrderBy(e => e.SubscriberId).ThenBy(e => e.Seq).ToListAsync(cancellation)).ToLookup(e => e.SubscriberId);
        var cells = (await db.Consents.AsNoTracking().Where(c => c.SubscriberId >= first && c.SubscriberId <= last).ToListAsync(cancellation)).ToLookup(c => c.SubscriberId);
        foreach (var subscriber in page)
        {
            if (Check(subscriber, [.. events[subscriber.Id]], [.. cells[subscriber.Id]], generation) is not null)
            {
                await CheckAgainAsync(subscriber.Id, generation, cancellation);
            }
        }

        return page;
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

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>What one event's check came to; <paramref name="Broken"/> is null where it holds.</summary>
public sealed record EventVerdict(long EventId, int Seq, FindingKind? Broken);

/// <summary>The check of one person's chain, with the batches that her events stand in.</summary>
public sealed record PersonVerdict(IReadOnlyList<EventVerdict> Events, FindingKind? Chain)
{
    public bool Holds => Chain is null && Events.All(verdict => verdict.Broken is null);

    public EventVerdict? FirstBroken => Events.FirstOrDefault(verdict => verdict.Broken is not null);
}

/// <summary>Verifies one person: small enough to run whenever her page is opened.</summary>
public sealed class PersonVerification(IDbContextFactory<DashboardDbContext> contexts, KeyStore keys, EvidenceBox box)
{
    public async Task<PersonVerdict> VerifyAsync(long subscriberId, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var subscriber = await db.Subscribers.AsNoTracking().SingleAsync(s => s.Id == subscriberId, cancellation);
        var events = await db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == subscriberId && e.Seq <= subscriber.HeadSeq).OrderBy(e => e.Seq).ToListAsync(cancellation);
        var proofs = await (
            from proof in db.Evidence.AsNoTracking()
            join e in db.ConsentEvents on proof.EventId equals e.Id
            where e.SubscriberId == subscriberId
            select proof).ToDictionaryAsync(proof => proof.EventId, cancellation);
        var notices = await NoticeHashes.LoadAsync(db, cancellation);
        var broken = await BrokenBatchesAsync(db, [.. events.Select(e => e.BatchSeq).Distinct()], cancellation);
        var check = new EventCheck(box);
        List<EventVerdict> verdicts = [];
        var (hash, seq) = (new byte[32], 0);
        foreach (var act in events)
        {
            var kind = act.Seq != seq + 1 || !act.PrevHash.AsSpan().SequenceEqual(hash)
                ? FindingKind.ChainBroken
                : Judge(check, act, subscriber.PublicId, proofs.GetValueOrDefault(act.Id), notices, events)
                    ?? (broken.TryGetValue(act.BatchSeq, out var batch) ? batch : null);
            verdicts.Add(new(act.Id, act.Seq, kind));
            (hash, seq) = (act.Hash, act.Seq);
        }

        var ends = subscriber.HeadSeq == seq && subscriber.HeadHash.AsSpan().SequenceEqual(hash);
        return new(verdicts, ends ? null : FindingKind.ChainBroken);
    }

    private static FindingKind? Judge(EventCheck check, ConsentEvent act, PublicId owner, Evidence? proof, NoticeHashes notices, List<ConsentEvent> chain) =>
        check.Check(act, owner, proof) switch
        {
            FindingKind.EvidenceMissing when chain.Exists(later => later.Seq > act.Seq
                && (later.Type == ConsentEventType.Erased || (later.Type == ConsentEventType.EvidenceExpired && later.RefersTo == act.EventKey))) => null,
            null when !notices.Matches(act) => FindingKind.NoticeChanged,
            var kind => kind,
        };

    private async Task<Dictionary<long, FindingKind?>> BrokenBatchesAsync(DashboardDbContext db, List<long> seqs, CancellationToken cancellation)
    {
        Dictionary<long, FindingKind?> broken = [];
        var batches = await db.LedgerBatches.AsNoTracking().Where(b => seqs.Contains(b.Seq)).ToDictionaryAsync(b => b.Seq, cancellation);
        using var check = new BatchCheck(keys.Current, new());
        foreach (var seq in seqs)
        {
            if (!batches.TryGetValue(seq, out var batch))
            {
                broken[seq] = FindingKind.BatchMissing;
                continue;
            }

            var leaves = await db.ConsentEvents.AsNoTracking()
                .Where(e => e.Id >= batch.FirstEventId && e.Id < batch.FirstEventId + batch.EventCount)
                .OrderBy(e => e.Id).Select(e => e.Hash).ToListAsync(cancellation);
            var holds = batch.Hash.AsSpan().SequenceEqual(CanonicalForm.HashOf(batch)) && MerkleTree.Root(leaves).AsSpan().SequenceEqual(batch.Root);
            if (!holds || !check.IsSigned(batch))
            {
                broken[seq] = holds ? FindingKind.SignatureWrong : FindingKind.BatchChanged;
            }
        }

        return broken;
    }
}

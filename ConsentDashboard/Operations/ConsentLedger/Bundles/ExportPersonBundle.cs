using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Bundles;

/// <summary>Writes one person's bundle. It holds her full number and evidence, so it needs both permissions and leaves an audit entry first.</summary>
public sealed class ExportPersonBundle(IDbContextFactory<DashboardDbContext> contexts, KeyStore keys, NumberVault vault, EvidenceBox box, AuditTrail audit, TimeProvider clock)
{
    /// <param name="Subscriber">Whose.</param>
    /// <param name="Reason">Why it is taken out, as <see cref="HoldTerms.CheckReason"/> takes it.</param>
    public sealed record Input(PublicId Subscriber, string? Reason);

    /// <returns>The file, JSON in UTF-8.</returns>
    public async Task<Result<byte[]>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RevealNumber);
        actor.Demand(Permissions.ViewEvidence);
        var reason = HoldTerms.CheckReason(input.Reason);
        if (reason.Failed)
        {
            return reason.Error;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var subscriber = await db.Subscribers.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == input.Subscriber, cancellation);
        if (subscriber is null)
        {
            return LedgerErrors.UnknownSubscriber;
        }

        if (subscriber is { RestrictedAt: not null, ErasedAt: null })
        {
            actor.Demand(Permissions.OpenRestricted);
        }

        if (vault.IsNamedIn(reason.Value, subscriber.Cipher, subscriber.PublicId))
        {
            return HoldErrors.ReasonHasNumber;
        }

        await audit.RecordAsync(new(actor, AuditAction.BundleExported, subscriber.Id, Reason: reason.Value), cancellation);
        return BundleJson.Write(await CollectAsync(db, subscriber, cancellation));
    }

    private async Task<PersonBundle> CollectAsync(DashboardDbContext db, Subscriber subscriber, CancellationToken cancellation)
    {
        var events = await db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == subscriber.Id && e.Seq <= subscriber.HeadSeq).OrderBy(e => e.Seq).ToListAsync(cancellation);
        var ids = events.Select(e => e.Id).ToList();
        var proofs = await db.Evidence.AsNoTracking().Where(proof => ids.Contains(proof.EventId)).ToDictionaryAsync(proof => proof.EventId, cancellation);
        var seqs = events.Select(e => e.BatchSeq).Distinct().ToList();
        var batches = await db.LedgerBatches.AsNoTracking().Where(b => seqs.Contains(b.Seq)).OrderBy(b => b.Seq).ToListAsync(cancellation);
        List<BundledEvent> bundled = [];
        foreach (var batch in batches)
        {
            var leaves = await db.ConsentEvents.AsNoTracking()
                .Where(e => e.Id >= batch.FirstEventId && e.Id < batch.FirstEventId + batch.EventCount)
                .OrderBy(e => e.Id).Select(e => e.Hash).ToListAsync(cancellation);
            foreach (var act in events.Where(e => e.BatchSeq == batch.Seq))
            {
                var proof = proofs.GetValueOrDefault(act.Id);
                bundled.Add(new(act, proof?.Salt, proof is null ? null : box.OpenBytes(proof, act.EventKey), MerkleTree.Path(leaves, act.BatchIndex)));
            }
        }

        return new()
        {
            Format = PersonBundle.CurrentFormat,
            CreatedAt = clock.UtcMilliseconds(),
            Subscriber = subscriber.PublicId.ToString(),
            Number = subscriber.Cipher is { } cipher ? vault.Decrypt(cipher, subscriber.PublicId) : null,
            NumberSalt = subscriber.NumberSalt,
            Events = [.. bundled.OrderBy(item => item.Event.Seq)],
            Batches = batches,
            Notices = await NoticesAsync(db, events, cancellation),
            PublicKeys = [.. batches.Select(b => b.SigningKeyId).Distinct().Select(PublicKey)],
        };
    }

    private static async Task<List<BundledNotice>> NoticesAsync(DashboardDbContext db, List<ConsentEvent> events, CancellationToken cancellation)
    {
        var shown = events.Where(e => e.NoticeVersionId is not null).Select(e => (Id: e.NoticeVersionId!.Value, e.Language)).Distinct().ToList();
        var ids = shown.Select(item => item.Id).Distinct().ToList();
        var texts = await (
            from text in db.NoticeTexts
            join version in db.NoticeVersions on text.NoticeVersionId equals version.Id
            where ids.Contains(text.NoticeVersionId) && version.ContentHash != null
            select new BundledNotice(version.Id, version.Number, text.Language, text.Title, text.Body, text.Labels, text.Frequency, text.HowToWithdraw, version.ContentHash!)).ToListAsync(cancellation);
        return [.. texts.Where(text => shown.Contains((text.NoticeVersionId, text.Language)))];
    }

    private BundledKey PublicKey(int id)
    {
        using var signing = BatchSigner.Verifier(keys.Current, id) ?? throw new KeyException($"The {KeyPurpose.Signing} key {id} is missing from the key ring.");
        return new(id, signing.ExportSubjectPublicKeyInfo());
    }
}

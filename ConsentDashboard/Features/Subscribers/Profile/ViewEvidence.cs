using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Opens the proof of one event, once it stands in the audit trail who looked at it.</summary>
public sealed class ViewEvidence(IDbContextFactory<DashboardDbContext> contexts, AuditTrail audit, EvidenceBox box, WordingQueries wordings)
{
    public sealed record Input(PublicId Subscriber, int Seq);

    public async Task<Result<EvidenceDetails>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewEvidence);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await (
            from s in db.Subscribers
            join e in db.ConsentEvents on s.Id equals e.SubscriberId
            where s.PublicId == input.Subscriber && e.Seq == input.Seq
            select new { Act = e, IsRestricted = s.RestrictedAt != null && s.ErasedAt == null }).AsNoTracking().FirstOrDefaultAsync(cancellation);
        if (found is not { Act: { } act })
        {
            return ProfileErrors.NoSuchEvent;
        }

        if (found.IsRestricted)
        {
            actor.Demand(Permissions.OpenRestricted);
        }

        var stored = await db.Evidence.AsNoTracking().FirstOrDefaultAsync(e => e.EventId == act.Id, cancellation);
        await audit.RecordAsync(new AuditDraft(actor, AuditAction.EvidenceViewed, act.SubscriberId, Subject: act.Seq.ToString(CultureInfo.InvariantCulture)), CancellationToken.None);

        var (document, standing) = Open(act, stored);
        var operatorName = await StaffNames.OfAsync(db, [document?.Operator], cancellation);
        return new EvidenceDetails
        {
            Seq = act.Seq,
            Type = act.Type,
            OccurredAt = act.OccurredAt,
            RecordedAt = act.RecordedAt,
            Fields = document is null ? [] : EvidenceMask.FieldsOf(document, operatorName.Values.FirstOrDefault(), actor),
            Declared = [.. (document?.Fields ?? new Dictionary<string, string>()).Select(field => new EvidenceField(field.Key, EvidenceMask.Text(field.Value)!, EvidenceMask.Text(field.Value) != field.Value))],
            Boxes = document?.Boxes ?? new Dictionary<string, bool>(),
            Standing = standing,
            Digest = Hex(act.EvidenceDigest),
            Hash = Hex(act.Hash)!,
            PrevHash = Hex(act.PrevHash)!,
            BatchSeq = act.BatchSeq,
            NoticeHash = Hex(act.NoticeContentHash),
            Wording = act.NoticeVersionId is { } version ? await wordings.FindAsync(version, act.Language, act.NoticeContentHash, actor, cancellation) : null,
        };
    }

    private (EvidenceDocument? Document, EvidenceStanding Standing) Open(ConsentEvent act, Evidence? stored)
    {
        if (stored is null)
        {
            return (null, act.EvidenceDigest is null ? EvidenceStanding.None : EvidenceStanding.Gone);
        }

        try
        {
            var text = box.OpenBytes(stored, act.EventKey);
            var matches = act.EvidenceDigest is { } digest && CanonicalForm.EvidenceDigest(stored.Salt, text).AsSpan().SequenceEqual(digest);
            return (EvidenceBox.Read(text), matches ? EvidenceStanding.Matches : EvidenceStanding.Changed);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return (null, EvidenceStanding.Changed);
        }
    }

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);
}

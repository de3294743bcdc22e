using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.ConsentLedger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>Writes certificates and signs them with the key that signs the ledger's batches.</summary>
public sealed class CertificateSigning(BatchSigner signer)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <returns>The signed certificate, JSON.</returns>
    internal async Task<string> SignAsync(DashboardDbContext db, RetentionRun run)
    {
        var policy = await db.RetentionPolicies.AsNoTracking().SingleAsync(p => p.Id == run.PolicyId);
        var generation = await db.LedgerHead.Select(h => h.IndexGeneration).SingleAsync();
        var certificate = Of(run, policy, generation);
        var (publicKey, signature) = signer.Sign(BytesOf(certificate));
        return Encoding.UTF8.GetString(BytesOf(new SignedCertificate(certificate, publicKey, signature)));
    }

    internal static byte[] BytesOf<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    private static RetentionCertificate Of(RetentionRun run, RetentionPolicy policy, int generation) => new()
    {
        Run = $"{run.PublicId}",
        Outcome = run.Status == JobStatus.Done ? "done" : run.Status == JobStatus.Cancelled ? "cancelled" : "stopped",
        Policy = PolicyDefinition.Parse(run.Policy),
        PolicyName = policy.Name,
        PolicyRevision = run.PolicyRevision,
        SentenceEn = run.SentenceEn,
        SentenceRu = run.SentenceRu,
        PreviewedAt = Utc(run.PreviewedAt)!.Value,
        Approved = run.Total,
        ApprovedDigest = Convert.ToHexStringLower(run.SetDigest),
        Cleaned = run.Cleaned,
        NoLongerDue = run.NoLongerDue,
        Held = run.Held,
        CleanedDigest = Convert.ToHexStringLower(run.CleanedDigest),
        IndexGeneration = generation,
        RequestedBy = run.CreatedBy,
        RequestedByName = run.CreatedByName,
        Why = run.Why,
        RequestedAt = Utc(run.RequestedAt),
        ApprovedBy = run.DecidedBy,
        ApprovedByName = run.DecidedByName,
        ApprovedAt = Utc(run.DecidedAt),
        StartedAt = Utc(run.StartedAt),
        FinishedAt = Utc(run.FinishedAt),
        HeadBefore = new(run.HeadBeforeSeq, Convert.ToHexStringLower(run.HeadBeforeHash!)),
        HeadAfter = new(run.HeadAfterSeq, Convert.ToHexStringLower(run.HeadAfterHash!)),
    };

    private static DateTime? Utc(DateTime? at) => at is { } known ? DateTime.SpecifyKind(known, DateTimeKind.Utc) : null;
}

/// <summary>A certificate as it is kept and downloaded. There is one way to write it, so that a file with any byte changed is another one.</summary>
/// <param name="PublicKey">SubjectPublicKeyInfo.</param>
/// <param name="Signature">ECDSA P-256 over SHA-256 of the certificate's own JSON in UTF-8.</param>
public sealed record SignedCertificate(RetentionCertificate Certificate, byte[] PublicKey, byte[] Signature);

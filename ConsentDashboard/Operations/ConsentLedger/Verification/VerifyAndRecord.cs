using System.Text.Json;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>Verifies the whole ledger and puts the outcome into the audit trail, where the next to ask finds it.</summary>
public sealed class VerifyAndRecord(LedgerVerification verification, AuditTrail audit)
{
    /// <param name="actor">Who asks; needs <see cref="Permissions.VerifyLedger"/>.</param>
    /// <param name="progress">Told the number of events checked so far.</param>
    /// <param name="cancellation">Stops it; then nothing is recorded.</param>
    public async Task<LedgerReport> ExecuteAsync(Actor actor, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var report = await verification.VerifyAsync(actor, progress, cancellation);
        await RecordAsync(report, actor);
        return report;
    }

    /// <summary>Puts an outcome into the audit trail.</summary>
    public async Task RecordAsync(LedgerReport report, Actor actor)
    {
        var outcome = new VerificationOutcome(report.Holds, report.Events, report.Subscribers, report.Findings.Count, report.First?.Detail);
        await audit.RecordAsync(new(actor, AuditAction.LedgerVerified, Details: outcome.ToJson()), CancellationToken.None);
    }
}

/// <summary>What a verification came to, as the audit trail keeps it.</summary>
/// <param name="First">What does not hold first, in English; null where everything holds.</param>
public sealed record VerificationOutcome(bool Holds, long Events, long Subscribers, int Findings, string? First)
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public string ToJson() => JsonSerializer.Serialize(this, Camel);

    /// <returns>Null where the text is no such outcome.</returns>
    public static VerificationOutcome? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<VerificationOutcome>(json, Camel);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

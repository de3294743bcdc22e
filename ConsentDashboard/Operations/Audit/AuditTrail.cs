using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.Audit;

/// <summary>An audit entry before it has its place in the chain. Never put a number into any of its texts.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Action">Did what.</param>
/// <param name="SubscriberId">To which subscriber, if one.</param>
/// <param name="Subject">To which other thing: its public id or name.</param>
/// <param name="Reason">Why, in the actor's words; at most 1,000 characters are kept.</param>
/// <param name="Details">Counts and settings as JSON.</param>
public sealed record AuditDraft(Actor Actor, AuditAction Action, long? SubscriberId = null, string? Subject = null, string? Reason = null, string? Details = null);

/// <summary>Records who did what, in the chain that the ledger's batches sign. Returns once the entry is durable.</summary>
public sealed class AuditTrail(LedgerWriter ledger)
{
    public Task RecordAsync(AuditDraft draft, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return ledger.AuditAsync(draft);
    }
}

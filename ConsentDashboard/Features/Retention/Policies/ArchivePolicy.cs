using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Retention.Policies;

/// <summary>Takes a policy off the list and off its schedule. Its runs and their certificates stay.</summary>
public sealed class ArchivePolicy(LedgerWriter ledger, TimeProvider clock)
{
    public sealed record Input(PublicId Id);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManagePolicies);
        cancellation.ThrowIfCancellationRequested();
        var now = clock.UtcMilliseconds();
        var archived = await ledger.ChangeAsync(
            new(actor, AuditAction.PolicyArchived, Subject: $"{input.Id}"),
            async db => await db.RetentionPolicies.Where(p => p.PublicId == input.Id && p.ArchivedAt == null).ExecuteUpdateAsync(set => set
                .SetProperty(p => p.ArchivedAt, now)
                .SetProperty(p => p.IsOn, false)
                .SetProperty(p => p.UpdatedAt, now)
                .SetProperty(p => p.UpdatedBy, actor.Key)
                .SetProperty(p => p.UpdatedByName, actor.Name)
                .SetProperty(p => p.Version, p => p.Version + 1)) == 1);
        return archived.Failed ? archived.Error : archived.Value ? Result.Ok : PolicyRefusals.NotFound;
    }
}

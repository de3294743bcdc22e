using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Retention.Policies;

/// <summary>Switches a policy on or off. What was due while it was off is not made up.</summary>
public sealed class SwitchPolicy(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, TimeProvider clock)
{
    /// <param name="On">Whether it is on from now on.</param>
    public sealed record Input(PublicId Id, bool On);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManagePolicies);
        cancellation.ThrowIfCancellationRequested();
        var now = clock.UtcMilliseconds();
        var until = now + PolicyRows.Ahead;
        var switched = await ledger.ChangeAsync(
            new(actor, AuditAction.PolicySwitched, Subject: $"{input.Id}", Details: $$"""{"on":{{(input.On ? "true" : "false")}}}"""),
            async own => await own.RetentionPolicies.Where(p => p.PublicId == input.Id && p.IsOn != input.On && p.ArchivedAt == null).ExecuteUpdateAsync(set => set
                .SetProperty(p => p.IsOn, input.On)
                .SetProperty(p => p.LastDueAt, p => p.LastDueAt > now && p.LastDueAt <= until ? p.LastDueAt : now)
                .SetProperty(p => p.UpdatedAt, now)
                .SetProperty(p => p.UpdatedBy, actor.Key)
                .SetProperty(p => p.UpdatedByName, actor.Name)
                .SetProperty(p => p.ArrangedBy, actor.Key)
                .SetProperty(p => p.Version, p => p.Version + 1)) == 1);
        if (switched.Failed || switched.Value)
        {
            return new(switched.Error);
        }

        // It is so already, or it is gone.
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.RetentionPolicies.AnyAsync(p => p.PublicId == input.Id && p.ArchivedAt == null, cancellation) ? Result.Ok : PolicyRefusals.NotFound;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.ApiKeys;

/// <summary>Ends a key: at once here, within <see cref="ApiCallers.Keep"/> in other processes. Revoking it again changes nothing.</summary>
public sealed class RevokeApiKey(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, ApiCallers callers, AuditTrail audit, TimeProvider clock)
{
    public sealed record Input(PublicId Key);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageApiKeys);
        int revoked;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            var now = clock.UtcMilliseconds();
            revoked = await db.ApiKeys.Where(k => k.PublicId == input.Key && k.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.RevokedAt, now).SetProperty(k => k.RevokedBy, actor.Key).SetProperty(k => k.Version, k => k.Version + 1));
        }

        callers.Forget();
        if (revoked > 0)
        {
            await audit.RecordAsync(new(actor, AuditAction.ApiKeyRevoked, Subject: $"{input.Key}"), CancellationToken.None);
        }

        return Result.Ok;
    }
}

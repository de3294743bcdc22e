using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>Somebody has looked at a burst, and nothing more is to be done about it. The withdrawals stand as they are.</summary>
public sealed class CloseBurst(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, TimeProvider clock)
{
    public async Task<Result> ExecuteAsync(PublicId id, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleInbox);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var burst = await db.WithdrawalBursts.AsNoTracking().FirstOrDefaultAsync(b => b.PublicId == id, cancellation);
        Error? refusal = burst switch
        {
            null => AnnulmentErrors.NoBurst,
            { ClosedAt: not null } => AnnulmentErrors.BurstClosed,
            _ when burst.Actor == actor.Key => AnnulmentErrors.OwnBurst,
            _ => null,
        };
        if (refusal is not null)
        {
            return refusal;
        }

        if (!await CloseAsync(db, burst!.Id, actor))
        {
            return AnnulmentErrors.BurstClosed;
        }

        var details = JsonSerializer.Serialize(new { withdrawals = burst.Count });
        await audit.RecordAsync(new(actor, AuditAction.BurstClosed, Subject: $"{id}", Details: details), CancellationToken.None);
        return Result.Ok;
    }

    private async Task<bool> CloseAsync(DashboardDbContext db, long id, Actor actor)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        var now = clock.UtcMilliseconds();
        return await db.WithdrawalBursts.Where(b => b.Id == id && b.ClosedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.ClosedAt, now).SetProperty(b => b.ClosedBy, actor.Key).SetProperty(b => b.Version, b => b.Version + 1)) > 0;
    }
}

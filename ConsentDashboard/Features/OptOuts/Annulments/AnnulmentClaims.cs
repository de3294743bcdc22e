using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>Sees to it that two people never decide one request. Whoever takes it has a minute; a crash meanwhile leaves it waiting, for everybody again after that minute.</summary>
public sealed class AnnulmentClaims(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <returns>False where somebody else has it, or has decided it.</returns>
    public Task<bool> TakeAsync(AnnulmentRequest request, Actor actor)
    {
        var now = clock.UtcMilliseconds();
        var over = now - Lease;
        return UpdateAsync(rows => rows
            .Where(r => r.Id == request.Id && r.Version == request.Version && r.Status == AnnulmentStatus.Waiting && (r.DecidedAt == null || r.DecidedAt <= over))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.DecidedAt, now).SetProperty(r => r.DecidedBy, actor.Key).SetProperty(r => r.Version, request.Version + 1)));
    }

    /// <param name="request">As it was before it was taken.</param>
    /// <param name="status">What was decided; an approval is in the ledger by now, and stands even where the minute was over and somebody refused meanwhile.</param>
    /// <param name="by">The key of whoever decided.</param>
    /// <param name="note">Why.</param>
    public Task<bool> EndAsync(AnnulmentRequest request, AnnulmentStatus status, string by, string note)
    {
        var now = clock.UtcMilliseconds();
        return UpdateAsync(rows => rows
            .Where(r => r.Id == request.Id && ((status == AnnulmentStatus.Approved && r.Status != status) || (r.Status == AnnulmentStatus.Waiting && r.Version == request.Version + 1)))
            .ExecuteUpdateAsync(set => set
                .SetProperty(r => r.Status, status)
                .SetProperty(r => r.DecidedBy, by)
                .SetProperty(r => r.DecidedAt, now)
                .SetProperty(r => r.DecisionNote, note)
                .SetProperty(r => r.Version, r => r.Version + 1)));
    }

    public Task ReleaseAsync(AnnulmentRequest request) => UpdateAsync(rows => rows
        .Where(r => r.Id == request.Id && r.Status == AnnulmentStatus.Waiting && r.Version == request.Version + 1)
        .ExecuteUpdateAsync(set => set.SetProperty(r => r.DecidedAt, (DateTime?)null).SetProperty(r => r.DecidedBy, (string?)null).SetProperty(r => r.Version, r => r.Version + 1)));

    private async Task<bool> UpdateAsync(Func<DbSet<AnnulmentRequest>, Task<int>> update)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        return await update(db.AnnulmentRequests) > 0;
    }
}

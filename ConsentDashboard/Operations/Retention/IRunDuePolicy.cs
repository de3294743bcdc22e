using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>A policy at a moment that its schedule names.</summary>
public sealed record DuePolicy(long PolicyId, DateTime DueAt)
{
    /// <summary>
    /// Takes the moment, once in the whole installation. It belongs into the transaction that keeps the run: a crash
    /// before it leaves the moment to be tried again, a crash after it leaves the run.
    /// </summary>
    /// <returns>False: another process took it, or the policy was switched off or archived meanwhile.</returns>
    public async Task<bool> ClaimAsync(DashboardDbContext db) =>
        await db.RetentionPolicies.Where(p => p.Id == PolicyId && p.IsOn && p.Cron != null && p.ArchivedAt == null && p.LastDueAt < DueAt)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.LastDueAt, DueAt), CancellationToken.None) == 1;
}

/// <summary>Starts what a schedule asks for.</summary>
public interface IRunDuePolicy
{
    /// <summary>Makes the run and claims its moment by <see cref="DuePolicy.ClaimAsync"/> in one transaction; a moment at which nobody is due is claimed as well.</summary>
    /// <returns>False: the moment was not claimed. Where it still stands, it is tried again.</returns>
    Task<bool> StartAsync(DuePolicy due, CancellationToken cancellation);
}

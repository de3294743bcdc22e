using System.Data;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>The policies that an installation begins with, all off. Archived rows count: whoever puts one away never gets it back.</summary>
public sealed class DefaultPolicies(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    /// <summary>Who made those that are shipped.</summary>
    public static readonly Actor Installer = Actor.System("retention-defaults");

    /// <summary>Creates them where there has never been a policy.</summary>
    public async Task PrepareAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.RetentionPolicies.AnyAsync(cancellation))
        {
            return;
        }

        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            // Of two processes that start at once, the second finds those of the first.
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);
            if (!await db.RetentionPolicies.AnyAsync(cancellation))
            {
                db.AddRange(ShippedPolicies.All.Select(policy => Row(policy.Name, policy.Definition, clock.UtcMilliseconds())));
                await db.SaveChangesAsync(cancellation);
                await transaction.CommitAsync(cancellation);
            }
        }
    }

    private static RetentionPolicy Row(string name, PolicyDefinition definition, DateTime now) => new()
    {
        PublicId = PublicId.Create(),
        Name = name,
        Trigger = definition.Trigger,
        Period = definition.Period,
        Unit = definition.Unit,
        Action = definition.Action,
        CreatedAt = now,
        UpdatedAt = now,
        UpdatedBy = Installer.Key,
        UpdatedByName = Installer.Name,
        ArrangedBy = Installer.Key,
    };
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Messaging.Outbox;

/// <summary>What has not left yet.</summary>
public sealed class OutboxBacklog(IDbContextFactory<DashboardDbContext> contexts, MessagesOptions options)
{
    public const int MostCounted = 1000;

    /// <returns>How many messages wait; one more than <see cref="MostCounted"/> where there are more than that.</returns>
    public async Task<int> CountAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Waiting(db).Take(MostCounted + 1).CountAsync(cancellation);
    }

    /// <summary>Somebody waits for a text that cannot leave, because no gateway is set up.</summary>
    public async Task<bool> IsStuckAsync(CancellationToken cancellation = default)
    {
        if (options.Gateway is not (null or MessageGateway.None))
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Waiting(db).AnyAsync(cancellation);
    }

    /// <param name="endpoint">Where to: texts, or one webhook.</param>
    internal static IQueryable<OutboxMessage> Waiting(DashboardDbContext db, string endpoint = TextMessages.Endpoint) =>
        db.Outbox.Where(m => m.Endpoint == endpoint && m.DeliveredAt == null && m.DueAt < Times.Never);
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Sends;

public sealed record SenderChoice(PublicId PublicId, string Name);

/// <summary>What the page of messages sent shows.</summary>
public sealed class SendQueries(IDbContextFactory<DashboardDbContext> contexts, PromiseReadings readings)
{
    public Task<PromiseReport> ReportAsync(int days, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.RecordSends);
        return readings.ReadAsync(days, cancellation: cancellation);
    }

    public async Task<IReadOnlyList<SenderChoice>> SendersAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.RecordSends);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Senders.OrderBy(s => s.Name).Select(s => new SenderChoice(s.PublicId, s.Name)).ToListAsync(cancellation);
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Hooks;

public sealed class GatewayQueries(IDbContextFactory<DashboardDbContext> contexts, HooksOptions options, MessagesOptions messages, RefusedHooks refused)
{
    // An installation has a handful; this many would be a mistake to look into, not to page through.
    private const int Most = 200;

    /// <summary>Twilio first, then those of the settings, then those entered here.</summary>
    public async Task<IReadOnlyList<GatewayRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ManageGateways);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var entered = await db.InboundSources.AsNoTracking().OrderBy(s => s.Name).Take(Most).Select(s => new { s.PublicId, s.Name, s.Scheme, s.IsActive }).ToListAsync(cancellation);
        return
        [
            new(null, TwilioHook.Source, null, messages.Twilio.AuthToken.Length > 0, refused.CountOf(TwilioHook.Source)),
            .. options.Sources.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new GatewayRow(null, s.Key, s.Value.Scheme, true, refused.CountOf(s.Key))),
            .. entered.Select(s => new GatewayRow(s.PublicId, s.Name, s.Scheme, s.IsActive, refused.CountOf(s.Name))),
        ];
    }

    /// <returns>Null where there is none; the secret stays where it is.</returns>
    public async Task<GatewayForm?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ManageGateways);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var row = await db.InboundSources.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == id, cancellation);
        return row is null ? null : new()
        {
            PublicId = row.PublicId,
            Version = row.Version,
            Name = row.Name,
            Format = row.Format,
            From = row.FromField,
            To = row.ToField,
            Text = row.TextField,
            Id = row.IdField,
            Scheme = row.Scheme,
            Header = row.Header,
            IsActive = row.IsActive,
        };
    }
}

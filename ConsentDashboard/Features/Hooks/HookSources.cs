using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Hooks;

/// <summary>A gateway with its opened secret, which is empty where it does not open just now.</summary>
public sealed record HookSource(string Name, InboundFormat Format, string From, string To, string Text, string Id, InboundScheme Scheme, string Header, byte[] Secret);

/// <summary>The gateways of the settings and those entered on screen, which are kept for a moment.</summary>
public sealed class HookSources(IDbContextFactory<DashboardDbContext> contexts, HooksOptions options, KeyStore keys, TimeProvider clock, ILogger<HookSources> log)
{
    public static readonly TimeSpan Keep = TimeSpan.FromSeconds(2);

    private readonly FrozenDictionary<string, HookSource> _configured = options.Sources.ToFrozenDictionary(
        source => source.Key,
        source => new HookSource(source.Key, source.Value.Format, source.Value.From, source.Value.To, source.Value.Text, source.Value.Id, source.Value.Scheme, source.Value.Header, Encoding.UTF8.GetBytes(source.Value.Secret)),
        StringComparer.OrdinalIgnoreCase);

    private (DateTime Until, FrozenDictionary<string, HookSource> Sources) _entered = (Times.NotYet, FrozenDictionary<string, HookSource>.Empty);

    public async ValueTask<HookSource?> FindAsync(string name, CancellationToken cancellation = default)
    {
        if (_configured.TryGetValue(name, out var configured))
        {
            return configured;
        }

        var entered = _entered;
        if (entered.Until <= clock.UtcMilliseconds())
        {
            _entered = entered = (clock.UtcMilliseconds() + Keep, await ReadAsync(cancellation));
        }

        return entered.Sources.GetValueOrDefault(name);
    }

    private async Task<FrozenDictionary<string, HookSource>> ReadAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.InboundSources.AsNoTracking().Where(s => s.IsActive).ToListAsync(cancellation);
        return rows.Select(row => (row, Secret: Open(row)))
            .ToFrozenDictionary(pair => pair.row.Name, pair => new HookSource(pair.row.Name, pair.row.Format, pair.row.FromField, pair.row.ToField, pair.row.TextField, pair.row.IdField, pair.row.Scheme, pair.row.Header, pair.Secret), StringComparer.OrdinalIgnoreCase);
    }

    private byte[] Open(InboundSource row)
    {
        try
        {
            return SealedSecrets.Open(keys, row.SecretCipher, row.PublicId);
        }
        catch (Exception e) when (e is CryptographicException or KeyException)
        {
            log.LogError("The secret of the reply gateway {Name} does not open. {Reason}", row.Name, e.GetType().Name);
            return [];
        }
    }
}

using System.Collections.Frozen;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Decisions;

internal sealed record KnownSender(long Id, string Region);

/// <summary>Which senders there are: kept for a moment, because it hardly changes and every question asks for it. What a decision rests on is not kept.</summary>
internal sealed class KnownSenders(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(2);

    private volatile Tuple<long, FrozenDictionary<PublicId, KnownSender>>? _kept;

    public async ValueTask<KnownSender?> FindAsync(string? named, CancellationToken cancellation)
    {
        if (!PublicId.TryParse(named, out var id))
        {
            return null;
        }

        var kept = _kept;
        if (kept is null || clock.GetElapsedTime(kept.Item1) >= Keep || !kept.Item2.ContainsKey(id))
        {
            var started = clock.GetTimestamp();
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var all = await db.Senders.Select(s => new { s.PublicId, s.Id, s.DefaultRegion }).ToListAsync(cancellation);
            _kept = kept = new(started, all.ToFrozenDictionary(s => s.PublicId, s => new KnownSender(s.Id, s.DefaultRegion)));
        }

        return kept.Item2.GetValueOrDefault(id);
    }
}

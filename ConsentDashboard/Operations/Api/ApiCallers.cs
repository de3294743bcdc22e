using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Api;

/// <summary>Another system that has shown a good key.</summary>
public sealed record ApiCaller(ApiClient Client, ClaimsPrincipal Principal);

/// <summary>
/// Whose secret it is. A key that was found is taken as good for <see cref="Keep"/> without another look, so that a call
/// costs little; one that is revoked ends at once in the process that revokes it, and within that time in every other.
/// </summary>
public sealed partial class ApiCallers(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock, ILogger<ApiCallers> log)
{
    public static readonly TimeSpan Keep = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Only keys that are good stand here, so guessing does not fill it.
    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <returns>Null where the secret is unknown, revoked or expired; which of them is nobody's business.</returns>
    public async ValueTask<ApiCaller?> FindAsync(string? secret, CancellationToken cancellation = default)
    {
        if (!ApiSecrets.IsWellFormed(secret))
        {
            return null;
        }

        var hash = ApiSecrets.HashOf(secret!);
        var name = Convert.ToHexString(hash);
        var now = clock.UtcMilliseconds();
        return _kept.TryGetValue(name, out var kept) && clock.GetElapsedTime(kept.ReadAt) < Keep && kept.ExpiresAt > now
            ? kept.Caller
            : await ReadAsync(name, hash, now, cancellation);
    }

    /// <summary>The next call of each key is looked up again.</summary>
    public void Forget() => _kept.Clear();

    private async Task<ApiCaller?> ReadAsync(string name, byte[] hash, DateTime now, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var key = await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(k => k.SecretHash == hash, cancellation);
        if (key is null || !CryptographicOperations.FixedTimeEquals(key.SecretHash, hash) || key.RevokedAt is not null || key.ExpiresAt <= now)
        {
            _kept.TryRemove(name, out _);
            return null;
        }

        if (now - key.LastUsedAt >= Minute)
        {
            // Nobody waits for it: while something else writes for long, a question is still answered.
            _ = Task.Run(() => NoteUseAsync(key.Id, now), CancellationToken.None);
        }

        var client = new ApiClient(key.Id, key.PublicId, key.Name, key.SenderId);
        var caller = new ApiCaller(client, ApiAccess.Principal(client, key.Scopes));
        _kept[name] = new(caller, key.ExpiresAt, started);
        return caller;
    }

    // To the minute: an exact time would make every call a write.
    private async Task NoteUseAsync(long id, DateTime now)
    {
        try
        {
            var minute = new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
            using var turn = await gate.EnterAsync(WritePriority.Act);
            await using var db = await contexts.CreateDbContextAsync();
            await db.ApiKeys.Where(k => k.Id == id && k.LastUsedAt < minute).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, minute));
        }
        catch (Exception e) when (DatabaseAway.Is(e))
        {
            NotNoted(e.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "When an API key was last used could not be noted ({Reason}); its next call tries again.")]
    private partial void NotNoted(string reason);

    /// <param name="ReadAt">A time stamp of the clock from before the look.</param>
    private sealed record Kept(ApiCaller Caller, DateTime ExpiresAt, long ReadAt);
}

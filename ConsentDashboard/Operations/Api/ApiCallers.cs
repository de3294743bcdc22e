using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Api;

/// <summary>Whose secret it is.</summary>
public sealed class ApiCallers(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <returns>Null where the secret is unknown, revoked or expired; which of them is nobody's business.</returns>
    public async Task<(ApiClient Client, ApiScopes Scopes)?> FindAsync(string? secret, CancellationToken cancellation = default)
    {
        if (!ApiSecrets.IsWellFormed(secret))
        {
            return null;
        }

        var hash = ApiSecrets.HashOf(secret!);
        var now = clock.UtcMilliseconds();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var key = await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(k => k.SecretHash == hash, cancellation);
        if (key is null || !CryptographicOperations.FixedTimeEquals(key.SecretHash, hash) || key.RevokedAt is not null || key.ExpiresAt <= now)
        {
            return null;
        }

        if (now - key.LastUsedAt >= Minute)
        {
            await NoteUseAsync(db, key.Id, now);
        }

        return (new(key.Id, key.PublicId, key.Name, key.SenderId), key.Scopes);
    }

    // To the minute: an exact time would make every call a write.
    private async Task NoteUseAsync(DashboardDbContext db, long id, DateTime now)
    {
        var minute = new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await db.ApiKeys.Where(k => k.Id == id && k.LastUsedAt < minute).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, minute));
    }
}

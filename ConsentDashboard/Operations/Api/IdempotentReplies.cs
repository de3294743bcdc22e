using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Api;

/// <summary>A call that its caller may send again.</summary>
/// <param name="Name">Keyed hash of the caller's key: what callers write into it may name a person.</param>
/// <param name="RequestHash">Keyed hash of the body.</param>
/// <param name="EventKey">The key of the event that the call records. It is made of the body too: once the day is over, the caller's key may name another opt-in, which must not be taken for the first.</param>
public sealed record IdempotentCall(long ApiKeyId, string Name, byte[] RequestHash, Guid EventKey);

/// <param name="Status">HTTP status; 0 while the first call with this key has no answer yet.</param>
/// <param name="IsSame">The body is the one that the key was first used with.</param>
public sealed record StoredReply(int Status, string Body, bool IsSame);

/// <summary>
/// The answers of the last day to calls that recorded something. A key is claimed before the event is recorded, so that
/// after a crash between the two another body is still refused; a call that recorded nothing leaves nothing.
/// </summary>
public sealed class IdempotentReplies(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, KeyStore keys, TimeProvider clock)
{
    public static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    public const int MaxKey = 200;

    public IdempotentCall Name(long apiKeyId, string key, ReadOnlySpan<byte> body)
    {
        var name = Hash($"idempotency key {apiKeyId}:{key}", []);
        return new(apiKeyId, Base64Url.EncodeToString(name), Hash("idempotent request:", body), new Guid(Hash($"event of {apiKeyId}:{key}:", body).AsSpan(0, 16), bigEndian: true));
    }

    /// <returns>Null where the key has not been used within the last day.</returns>
    public async Task<StoredReply?> FindAsync(IdempotentCall call, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        var found = await db.IdempotencyReplies.AsNoTracking().FirstOrDefaultAsync(r => r.ApiKeyId == call.ApiKeyId && r.Key == call.Name && r.ExpiresAt > now, cancellation);
        return found is null ? null : new(found.Status, found.Body, CryptographicOperations.FixedTimeEquals(found.RequestHash, call.RequestHash));
    }

    /// <returns>False: another call has claimed the key.</returns>
    public async Task<bool> ClaimAsync(IdempotentCall call)
    {
        var now = clock.UtcMilliseconds();
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        await db.IdempotencyReplies.Where(r => r.ApiKeyId == call.ApiKeyId && r.Key == call.Name && r.ExpiresAt <= now).ExecuteDeleteAsync();
        if (await db.IdempotencyReplies.AnyAsync(r => r.ApiKeyId == call.ApiKeyId && r.Key == call.Name))
        {
            return false;
        }

        try
        {
            db.Add(new IdempotencyReply { ApiKeyId = call.ApiKeyId, Key = call.Name, RequestHash = call.RequestHash, ExpiresAt = now + Keep });
            await db.SaveChangesAsync();
            return true;
        }
        catch (DbUpdateException)
        {
            // Another process was between our look and our insert.
            return false;
        }
    }

    /// <summary>Notes, in the transaction of <paramref name="db"/>, how far a long call has come; the note stands where its answer will.</summary>
    /// <returns>False: the same call has come further elsewhere, so that this part is already recorded.</returns>
    public static async Task<bool> AdvanceAsync(DashboardDbContext db, IdempotentCall call, string from, string to) => await db.IdempotencyReplies
        .Where(r => r.ApiKeyId == call.ApiKeyId && r.Key == call.Name && r.Status == 0 && r.Body == from)
        .ExecuteUpdateAsync(set => set.SetProperty(r => r.Body, to)) == 1;

    public async Task KeepAsync(IdempotentCall call, int status, string body)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        await db.IdempotencyReplies.Where(r => r.ApiKeyId == call.ApiKeyId && r.Key == call.Name)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, status).SetProperty(r => r.Body, body));
    }

    /// <summary>Gives the key back, because nothing was recorded.</summary>
    public async Task ReleaseAsync(IdempotentCall call)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        await db.IdempotencyReplies.Where(r => r.ApiKeyId == call.ApiKeyId && r.Key == call.Name && r.Status == 0).ExecuteDeleteAsync();
    }

    internal async Task ForgetAsync(CancellationToken cancellation)
    {
        var now = clock.UtcMilliseconds();
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.IdempotencyReplies.Where(r => r.ExpiresAt <= now).ExecuteDeleteAsync(cancellation);
    }

    // The first index key is wrapped when keys rotate and never replaced, so a call keeps its event for good.
    private byte[] Hash(string what, ReadOnlySpan<byte> body) =>
        HMACSHA256.HashData(keys.Current.Index[0].Material, (ReadOnlySpan<byte>)[.. Encoding.UTF8.GetBytes(what), .. body]);
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data.Startup;

/// <summary>
/// The keys that the database was written with, held against the keys at hand.
/// <list type="bullet">
/// <item>A key that the database knows and the ring lacks, or has in another form, refuses the start.</item>
/// <item>A newer Cipher, Signing or Link key of the ring is used for the next thing written, so it is registered before that: from then on it is needed.</item>
/// <item>An Index key comes into force by rotation only, which registers it; one that merely lies in the ring does nothing.</item>
/// <item>Seals carry no key id, so a second Seal key would make all of them look broken: it is refused.</item>
/// </list>
/// </summary>
internal sealed class KeyRegister(DashboardDbContext db, KeyStore keys, string databaseName, TimeProvider clock)
{
    /// <summary>Writes nothing.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        var checks = await ReadAsync(cancellation);
        if (checks.Count > 0)
        {
            Check(checks);
        }
        else if (await HasDataAsync(cancellation))
        {
            throw new StartupException($"{databaseName} holds data, but not which keys it was written with (table KeyChecks is empty). Restore it from your backup.");
        }
    }

    /// <summary>Makes the first keys for a database without data, and registers what is used from now on.</summary>
    public async Task RegisterAsync(CancellationToken cancellation)
    {
        var checks = await ReadAsync(cancellation);
        if (checks.Count == 0 && !keys.Exists)
        {
            keys.CreateFirst(clock.UtcMilliseconds());
        }

        var ring = Check(checks);
        var known = checks.Select(check => (check.Purpose, check.KeyId)).ToHashSet();
        var head = await db.LedgerHead.AsNoTracking().SingleAsync(cancellation);
        var missing = InUse(ring, head.IndexGeneration).Where(key => !known.Contains((key.Purpose, key.Id))).ToList();
        if (checks.Count > 0 && missing.Find(key => key.Purpose is KeyPurpose.Seal or KeyPurpose.Index) is { } stranger)
        {
            throw new StartupException($"{databaseName} does not know the {stranger.Purpose} key {stranger.Id} in {Place}. Remove that key: Seal keys are never changed, and Index keys are added by -- rotate-keys.");
        }

        db.KeyChecks.AddRange(missing.Select(key => new KeyCheck { Purpose = key.Purpose, KeyId = key.Id, CheckValue = key.CheckValue(), CreatedAt = clock.UtcMilliseconds() }));
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // Another node registered its keys first; ours have to be the same.
            db.ChangeTracker.Clear();
            Check(await ReadAsync(cancellation));
        }
    }

    private static IEnumerable<ProtectionKey> InUse(KeyRing ring, int indexGeneration) => ring.All
        .Where(key => key.Purpose is KeyPurpose.Cipher or KeyPurpose.Signing or KeyPurpose.Link)
        .Append(ring.Seal)
        .Concat(ring.Index.Take(indexGeneration));

    private KeyRing Check(List<KeyCheck> checks)
    {
        if (!keys.Exists)
        {
            throw new StartupException($"{databaseName} needs {Names(checks)}, and there is no key file at {keys.Path}. Restore the key file from your backup, or give the keys under Keys:Inline. No new keys were made: they could not open what is there.");
        }

        KeyRing ring;
        try
        {
            ring = keys.Current;
        }
        catch (KeyException e) when (checks.Count > 0)
        {
            throw new StartupException($"{e.Message} {databaseName} needs {Names(checks)}.", e);
        }

        var missing = checks.FindAll(check => ring.Find(check.Purpose, check.KeyId) is null);
        if (missing.Count > 0)
        {
            throw new StartupException($"{databaseName} needs {Names(missing)}, missing from {Place}. Restore the keys from your backup. No new key was made.");
        }

        var wrong = checks.FindAll(check => !ring.Find(check.Purpose, check.KeyId)!.CheckValue().AsSpan().SequenceEqual(check.CheckValue));
        return wrong.Count == 0
            ? ring
            : throw new StartupException($"{databaseName} needs {Names(wrong)}; what {Place} has under that name is another key. Restore the keys that belong to this database. Nothing was changed.");
    }

    private string Place => keys.Path is { } path ? $"the key file {path}" : "the configuration (Keys:Inline)";

    private static string Names(IEnumerable<KeyCheck> checks) =>
        string.Join(", ", checks.OrderBy(check => check.Purpose).ThenBy(check => check.KeyId).Select(check => $"{check.Purpose} key {check.KeyId}"));

    private Task<List<KeyCheck>> ReadAsync(CancellationToken cancellation) => db.KeyChecks.AsNoTracking().ToListAsync(cancellation);

    private async Task<bool> HasDataAsync(CancellationToken cancellation) =>
        await db.Subscribers.AnyAsync(cancellation) || await db.Suppressions.AnyAsync(cancellation) || await db.LedgerBatches.AnyAsync(cancellation);
}

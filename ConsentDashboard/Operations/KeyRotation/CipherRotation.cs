using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;
using Rotation = ConsentDashboard.Domain.Protection.KeyRotation;

namespace ConsentDashboard.Operations.KeyRotation;

/// <summary>
/// Seals every value again under the new Cipher key while the app goes on: rows are read and sealed outside the lock and
/// replaced only where they are unchanged. Ends with a whole pass that finds nothing under an older key.
/// </summary>
internal sealed class CipherRotation(IDbContextFactory<DashboardDbContext> contexts, RotationSlices slices, KeyStore keys, KeyRotationOptions options, TimeProvider clock)
{
    private const double LeaveHalfToOthers = 1;

    private readonly HashSet<string> _unopened = [];

    /// <summary>Values that no key of the ring opens in their row: they were changed, and are left as they are.</summary>
    public IReadOnlyCollection<string> Unopened => _unopened;

    public long Sealed { get; private set; }

    public async Task RunAsync(Rotation rotation, IProgress<RotationProgress>? progress, CancellationToken cancellation)
    {
        var key = keys.Current.Find(KeyPurpose.Cipher, rotation.TargetKeyId) ?? throw new KeyException($"The Cipher key {rotation.TargetKeyId} is missing from the key ring.");
        var first = Math.Max(CipherTable.All.ToList().FindIndex(table => table.Name == rotation.Table), 0);
        var after = rotation.Position;
        while (true)
        {
            var began = clock.GetUtcNow();
            var found = await PassAsync(rotation, key, first, after, progress, cancellation);
            var settledAt = new DateTimeOffset(rotation.StartedAt).AddMilliseconds(options.SettleMilliseconds);
            if (found == 0 && (first, after) == (0, RotationLog.Start))
            {
                if (began >= settledAt)
                {
                    return;
                }

                var wait = settledAt - clock.GetUtcNow();
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, cancellation);
            }

            (first, after) = (0, RotationLog.Start);
        }
    }

    private async Task<long> PassAsync(Rotation rotation, ProtectionKey key, int first, long after, IProgress<RotationProgress>? progress, CancellationToken cancellation)
    {
        var found = 0L;
        foreach (var table in CipherTable.All.Skip(first))
        {
            while (await ReadAsync(table, after, cancellation) is { Count: > 0 } rows)
            {
                after = rows[^1].Key;
                var renewed = Renew(table, rows, key);
                if (renewed.Count > 0)
                {
                    found += renewed.Count;
                    await slices.WriteAsync(rotation, table.Name, after, db => ReplaceAsync(db, table, renewed, cancellation), LeaveHalfToOthers, cancellation);
                }

                progress?.Report(new(KeyPurpose.Cipher, table.Name, Sealed));
            }

            after = RotationLog.Start;
        }

        return found;
    }

    private async Task<List<CipherRow>> ReadAsync(CipherTable table, long after, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await table.RowsAfter(db, after, slices.Rows).ToListAsync(cancellation);
    }

    private List<(CipherRow Row, byte[] Cipher)> Renew(CipherTable table, List<CipherRow> rows, ProtectionKey key)
    {
        List<(CipherRow, byte[])> renewed = [];
        foreach (var row in rows.Where(row => row.Cipher.Length > 0 && !(row.Cipher.Length >= Sealing.Overhead && Sealing.KeyIdOf(row.Cipher) == key.Id)))
        {
            try
            {
                renewed.Add((row, Sealing.Seal(key, Sealing.Open(keys.Current, row.Cipher, row.Associated), row.Associated)));
            }
            catch (Exception e) when (e is CryptographicException or KeyException)
            {
                _unopened.Add($"{table.Entity.Name} {row.Key}");
            }
        }

        return renewed;
    }

    private async Task ReplaceAsync(DashboardDbContext db, CipherTable table, List<(CipherRow Row, byte[] Cipher)> renewed, CancellationToken cancellation)
    {
        using var writer = new BytesWriter(db, table.Entity, table.Column);
        foreach (var (row, cipher) in renewed)
        {
            Sealed += await writer.WriteAsync([row.Key], row.Cipher, [cipher], cancellation) ? 1 : 0;
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.KeyRotation;

/// <param name="Old">What the first column has to hold still.</param>
internal sealed record IndexRow(long[] Key, byte[] Old, byte[]?[] Values);

internal sealed record IndexSlice(Type Entity, string[] Columns, IReadOnlyList<IndexRow> Rows)
{
    /// <summary>The last part of the last key.</summary>
    public long Last => Rows[^1].Key[^1];
}

/// <summary>
/// The tables with keyed hashes of numbers, in the order in which they are wrapped. Whoever stores one in a new column
/// adds it here; a test asks for it. Export rows have a key of two parts, so each export counts as a table of its own.
/// </summary>
internal sealed class IndexTables(KeyStore keys)
{
    private const string Subscribers = "Subscribers";
    private const string Suppressions = "Suppressions";
    private const string Exports = "ExportItems:";

    private readonly HashSet<long> _brokenSeals = [];

    public static readonly IReadOnlyList<(Type Entity, string Column)> Columns =
    [
        (typeof(Subscriber), nameof(Subscriber.BlindIndex)),
        (typeof(Subscriber), nameof(Subscriber.LastFourIndex)),
        (typeof(Suppression), nameof(Suppression.BlindIndex)),
        (typeof(ExportItem), nameof(ExportItem.BlindIndex)),
    ];

    public string First => Subscribers;

    public IReadOnlyCollection<long> BrokenSeals => _brokenSeals;

    /// <returns>The table that follows; null after the last.</returns>
    public async Task<string?> AfterAsync(DashboardDbContext db, string table, CancellationToken cancellation)
    {
        if (table == Subscribers)
        {
            return Suppressions;
        }

        var after = table == Suppressions ? RotationLog.Start : Job(table);
        return await db.ExportJobs.Where(j => j.Id > after).MinAsync(j => (long?)j.Id, cancellation) is { } next ? $"{Exports}{next}" : null;
    }

    /// <returns>The next rows with their wrapped values; null at the table's end.</returns>
    public async Task<IndexSlice?> ReadAsync(DashboardDbContext db, string table, long after, int take, Func<byte[], byte[]> wrap, CancellationToken cancellation)
    {
        var slice = table switch
        {
            Subscribers => await SubscribersAsync(db, after, take, wrap, cancellation),
            Suppressions => await SuppressionsAsync(db, after, take, wrap, cancellation),
            _ => await ExportItemsAsync(db, Job(table), after, take, wrap, cancellation),
        };
        return slice.Rows.Count == 0 ? null : slice;
    }

    public async Task WriteAsync(DashboardDbContext db, IndexSlice slice, CancellationToken cancellation)
    {
        using var writer = new BytesWriter(db, slice.Entity, slice.Columns);
        foreach (var row in slice.Rows)
        {
            if (!await writer.WriteAsync(row.Key, row.Old, row.Values, cancellation))
            {
                throw new InvalidOperationException($"{slice.Entity.Name} {row.Key[^1]} was changed by somebody in maintenance mode. Run the rotation again; this slice was not written.");
            }
        }
    }

    private static async Task<IndexSlice> SubscribersAsync(DashboardDbContext db, long after, int take, Func<byte[], byte[]> wrap, CancellationToken cancellation)
    {
        var rows = await db.Subscribers.Where(s => s.Id > after && s.BlindIndex != null).OrderBy(s => s.Id).Take(take)
            .Select(s => new { s.Id, BlindIndex = s.BlindIndex!, s.LastFourIndex }).ToListAsync(cancellation);
        return new(
            typeof(Subscriber),
            [nameof(Subscriber.BlindIndex), nameof(Subscriber.LastFourIndex)],
            [.. rows.Select(row => new IndexRow([row.Id], row.BlindIndex, [wrap(row.BlindIndex), row.LastFourIndex is { } lastFour ? wrap(lastFour) : null]))]);
    }

    private async Task<IndexSlice> SuppressionsAsync(DashboardDbContext db, long after, int take, Func<byte[], byte[]> wrap, CancellationToken cancellation)
    {
        var rows = await db.Suppressions.AsNoTracking().Where(s => s.Id > after).OrderBy(s => s.Id).Take(take).ToListAsync(cancellation);
        return new(
            typeof(Suppression),
            [nameof(Suppression.BlindIndex), nameof(Suppression.Seal)],
            [.. rows.Select(row => Seal(row, wrap))]);
    }

    private IndexRow Seal(Suppression row, Func<byte[], byte[]> wrap)
    {
        var (old, seal) = (row.BlindIndex, row.Seal);
        var fits = CryptographicOperations.FixedTimeEquals(SuppressionSeal.Compute(keys.Current, row), seal);
        row.BlindIndex = wrap(old);

        // Sealing a row that did not fit its seal would make tampering look genuine.
        if (!fits)
        {
            _brokenSeals.Add(row.Id);
        }

        return new([row.Id], old, [row.BlindIndex, fits ? SuppressionSeal.Compute(keys.Current, row) : seal]);
    }

    private static async Task<IndexSlice> ExportItemsAsync(DashboardDbContext db, long job, long after, int take, Func<byte[], byte[]> wrap, CancellationToken cancellation)
    {
        var rows = await db.ExportItems.Where(i => i.ExportJobId == job && i.RowKey > after && i.BlindIndex != null).OrderBy(i => i.RowKey).Take(take)
            .Select(i => new { i.RowKey, BlindIndex = i.BlindIndex! }).ToListAsync(cancellation);
        return new(typeof(ExportItem), [nameof(ExportItem.BlindIndex)], [.. rows.Select(row => new IndexRow([job, row.RowKey], row.BlindIndex, [wrap(row.BlindIndex)]))]);
    }

    private static long Job(string table) => long.Parse(table[Exports.Length..], CultureInfo.InvariantCulture);
}

using ConsentDashboard.Domain;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>Numbers of subscribers in the database, spread over all of it.</summary>
internal static class BenchNumbers
{
    public static async Task<List<E164Number>> TakeAsync(BenchDatabase database, int count, int offset = 0)
    {
        await using var db = database.Open();
        var vault = database.Get<NumberVault>();
        var last = await db.LedgerHead.Select(h => h.LastSubscriberId).SingleAsync();
        var step = Math.Max(last / count, 1);
        var ids = Enumerable.Range(0, count).Select(n => (((n * step) + offset) % last) + 1).ToList();
        List<E164Number> numbers = [];
        foreach (var some in ids.Chunk(1000))
        {
            var rows = await db.Subscribers.AsNoTracking()
                .Where(s => some.Contains(s.Id) && s.Cipher != null)
                .Select(s => new { s.PublicId, s.Cipher, s.CallingCode, s.Region })
                .ToListAsync();
            numbers.AddRange(rows.Select(row => new E164Number(vault.Decrypt(row.Cipher!, row.PublicId), row.CallingCode, row.Region)));
        }

        return numbers;
    }
}

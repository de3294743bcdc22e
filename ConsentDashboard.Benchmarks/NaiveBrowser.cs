using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>A page as the common admin templates read it: COUNT, then OFFSET, with the same lines as a result.</summary>
internal sealed class NaiveBrowser(BenchDatabase database)
{
    /// <returns>The median, in milliseconds.</returns>
    public async Task<double> PageAsync(int skip, int rounds)
    {
        var timings = new Timings();
        for (var round = -1; round < rounds; round++)
        {
            await (round < 0 ? new() : timings).MeasureAsync(() => ReadAsync(skip));
        }

        return timings.P50;
    }

    private async Task<(int Total, List<string?> Lines)> ReadAsync(int skip)
    {
        await using var db = database.Open();
        var vault = database.Get<NumberVault>();
        var total = await db.Subscribers.CountAsync();
        var rows = await db.Subscribers.AsNoTracking()
            .OrderByDescending(s => s.LastActivityAt).ThenByDescending(s => s.Id)
            .Skip(skip).Take(SearchBudgets.PageSize)
            .Select(s => new { Subscriber = s, Cells = db.Consents.Where(c => c.SubscriberId == s.Id && c.Kind == ConsentKind.Contact).ToList() })
            .ToListAsync();
        return (total, [.. rows.Select(row => row.Subscriber.Cipher is { } cipher ? vault.Mask(cipher, row.Subscriber.PublicId) : null)]);
    }
}

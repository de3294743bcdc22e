using System.Collections.Concurrent;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Notices;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

internal sealed record PublishedNotice(long Id, byte[] ContentHash, int LifespanMonths);

/// <summary>What the ledger needs of a wording. Published versions never change, so they are kept once read.</summary>
internal sealed class PublishedNotices
{
    private readonly ConcurrentDictionary<long, PublishedNotice> _known = new();

    /// <returns>The version, or null where there is none or it was never published.</returns>
    public async ValueTask<PublishedNotice?> FindAsync(DashboardDbContext db, long id, CancellationToken cancellation)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }

        var found = await db.NoticeVersions.AsNoTracking()
            .Where(v => v.Id == id && v.Status != NoticeStatus.Draft && v.ContentHash != null)
            .Select(v => new PublishedNotice(v.Id, v.ContentHash!, v.LifespanMonths))
            .FirstOrDefaultAsync(cancellation);
        return found is null ? null : _known.GetOrAdd(id, found);
    }
}

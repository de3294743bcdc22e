using ConsentDashboard.Data;
using ConsentDashboard.Domain.Segments;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Segments;

/// <summary>The names of what conditions may name: senders, collection points and wordings are few.</summary>
public sealed class SegmentNaming(IDbContextFactory<DashboardDbContext> contexts)
{
    public async Task<SegmentNames> LoadAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return new(
            await db.Senders.OrderBy(s => s.Name).ToDictionaryAsync(s => s.Id, s => s.Name, cancellation),
            await db.CollectionPoints.OrderBy(p => p.Name).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation),
            await (from version in db.NoticeVersions
                   join notice in db.Notices on version.NoticeId equals notice.Id
                   where version.PublishedAt != null
                   orderby notice.Name, version.Number
                   select new { version.Id, notice.Name, version.Number }).ToDictionaryAsync(v => v.Id, v => $"{v.Name} v{v.Number}", cancellation));
    }
}

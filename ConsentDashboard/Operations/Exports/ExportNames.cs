using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Exports;

/// <summary>Names of points and wordings, of which there are few.</summary>
internal sealed class ExportNames(IReadOnlyDictionary<long, string> points, IReadOnlyDictionary<long, string> wordings)
{
    public static async Task<ExportNames> ReadAsync(DashboardDbContext db, long senderId, CancellationToken cancellation)
    {
        var points = await db.CollectionPoints.Where(p => p.SenderId == senderId).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        var wordings = await db.NoticeVersions.Join(db.Notices.Where(n => n.SenderId == senderId), v => v.NoticeId, n => n.Id, (v, n) => new { v.Id, v.Number, n.Name })
            .ToDictionaryAsync(v => v.Id, v => $"{v.Name} {v.Number}", cancellation);
        return new(points, wordings);
    }

    public string? PointOf(long? id) => id is { } known ? points.GetValueOrDefault(known) : null;

    public string? WordingOf(long? id) => id is { } known ? wordings.GetValueOrDefault(known) : null;
}

using System.Collections.Concurrent;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Notices;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Collection;

/// <summary>
/// Finds points and wordings for the doors. They are the same for everybody and hold no person, so they are kept for a
/// moment; a point that is paused is shut within <see cref="Keep"/>, in every process.
/// </summary>
public sealed class PointCatalog(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    public static readonly TimeSpan Keep = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (DateTime Until, PublicPoint? Point)> _points = new(StringComparer.Ordinal);

    /// <returns>The point, in whatever state; null where there is none of that address.</returns>
    public async ValueTask<PublicPoint?> FindAsync(string slug, CancellationToken cancellation = default)
    {
        var now = clock.UtcMilliseconds();
        if (_points.TryGetValue(slug, out var kept) && kept.Until > now)
        {
            return kept.Point;
        }

        var point = await ReadAsync(p => p.Slug == slug, cancellation);

        // Addresses that nobody registered are not kept: anybody can invent any number of them.
        if (point is not null)
        {
            _points[slug] = (now + Keep, point);
        }

        return point;
    }

    public async Task<PublicPoint?> FindAsync(PublicId id, CancellationToken cancellation = default) => await ReadAsync(p => p.PublicId == id, cancellation);

    /// <summary>The open points of some kinds, by name.</summary>
    public async Task<IReadOnlyList<PublicPoint>> ListOpenAsync(IReadOnlyCollection<CollectionPointKind> kinds, CancellationToken cancellation = default)
    {
        List<PublicId> ids;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            ids = await db.CollectionPoints.Where(p => p.Status == CollectionPointStatus.Active && kinds.Contains(p.Kind)).OrderBy(p => p.Name).Select(p => p.PublicId).ToListAsync(cancellation);
        }

        List<PublicPoint> points = [];
        foreach (var id in ids)
        {
            if (await FindAsync(id, cancellation) is { IsOpen: true } point)
            {
                points.Add(point);
            }
        }

        return points;
    }

    /// <summary>A wording that a form was made with; it need not be the point's present one.</summary>
    public async Task<PublicWording?> FindWordingAsync(PublicId version, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var id = await db.NoticeVersions.Where(v => v.PublicId == version && v.Status != NoticeStatus.Draft).Select(v => (long?)v.Id).FirstOrDefaultAsync(cancellation);
        return id is null ? null : await WordingAsync(db, id, cancellation);
    }

    private async Task<PublicPoint?> ReadAsync(System.Linq.Expressions.Expression<Func<CollectionPoint, bool>> which, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var point = await db.CollectionPoints.AsNoTracking().FirstOrDefaultAsync(which, cancellation);
        if (point is null)
        {
            return null;
        }

        var sender = await db.Senders.AsNoTracking().SingleAsync(s => s.Id == point.SenderId, cancellation);
        var fields = await db.CollectionPointFields.Where(f => f.CollectionPointId == point.Id).OrderBy(f => f.Id)
            .Select(f => new PublicField(f.Name, f.Purpose, f.Required)).ToListAsync(cancellation);
        return new(
            point.Id,
            point.PublicId,
            point.Slug,
            point.Name,
            point.Kind,
            point.Status,
            point.IsTest,
            point.DoubleOptIn,
            point.DoubleOptInHours,
            point.DefaultRegion,
            Split(point.AllowedRegions),
            new(sender.Id, sender.PublicId, sender.Name, sender.LegalName, sender.SupportPhone, sender.ContactPage, Split(sender.Languages), sender.NeedsProcessingConsent),
            fields,
            await WordingAsync(db, point.NoticeVersionId, cancellation),
            await WordingAsync(db, point.ProcessingNoticeVersionId, cancellation));
    }

    private static async Task<PublicWording?> WordingAsync(DashboardDbContext db, long? id, CancellationToken cancellation)
    {
        var found = await db.NoticeVersions.AsNoTracking().Where(v => v.Id == id)
            .Join(db.Notices, v => v.NoticeId, n => n.Id, (v, n) => new { Version = v, n.Kind, n.SenderId })
            .FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return null;
        }

        var texts = await db.NoticeTexts.AsNoTracking().Where(t => t.NoticeVersionId == id).ToDictionaryAsync(t => t.Language, StringComparer.Ordinal, cancellation);
        var purposes = await db.NoticeVersionPurposes.Where(p => p.NoticeVersionId == id)
            .Join(db.Purposes, p => p.PurposeId, p => p.Id, (_, p) => p).OrderBy(p => p.Id)
            .Select(p => new { p.TextEn, p.TextRu }).ToListAsync(cancellation);
        var version = found.Version;
        return new(
            version.Id,
            version.PublicId,
            found.SenderId,
            found.Kind,
            version.Status,
            version.Number,
            version.PublishedAt ?? Times.Never,
            version.Cells,
            version.PrivacyPolicyUrl,
            texts,
            [.. purposes.Select(p => (p.TextEn, p.TextRu))]);
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.CollectionPoints;

public sealed class PointQueries(IDbContextFactory<DashboardDbContext> contexts, FigureReadings figures)
{
    /// <summary>Every point, those in use first.</summary>
    public async Task<IReadOnlyList<PointRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewCollection);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var catalogue = await PointCatalogue.ReadAsync(db, cancellation);
        var points = await db.CollectionPoints.AsNoTracking().ToListAsync(cancellation);
        var fields = (await db.CollectionPointFields.AsNoTracking().OrderBy(field => field.Id).ToListAsync(cancellation)).ToLookup(field => field.CollectionPointId);
        var overrides = (await db.FindingOverrides.AsNoTracking().ToListAsync(cancellation)).ToLookup(row => row.CollectionPointId);
        var readings = await figures.ReadAsync(null, cancellation);
        return
        [
            .. points
                .OrderBy(point => Place(point.Status)).ThenBy(point => point.Name, StringComparer.CurrentCulture)
                .Select(point =>
                {
                    var open = PointLinter.Open(PointLinter.Lint(catalogue.FactsOf(point, [.. fields[point.Id]])), overrides[point.Id]).ToList();
                    return new PointRow(
                        point.PublicId,
                        point.Name,
                        point.Slug,
                        catalogue.Sender(point.SenderId)?.Name ?? "",
                        point.Kind,
                        point.Status,
                        point.IsTest,
                        open.Count(finding => finding.IsError),
                        open.Count(finding => !finding.IsError),
                        readings.GetValueOrDefault(point.Id, PointFigures.None));
                }),
        ];
    }

    public async Task<PointDetails?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewCollection);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var point = await db.CollectionPoints.AsNoTracking().FirstOrDefaultAsync(p => p.PublicId == id, cancellation);
        if (point is null)
        {
            return null;
        }

        var catalogue = await PointCatalogue.ReadAsync(db, cancellation);
        var fields = await db.CollectionPointFields.AsNoTracking().Where(field => field.CollectionPointId == point.Id).OrderBy(field => field.Id).ToListAsync(cancellation);
        var overrides = await LetStandAsync(db, point.Id, cancellation);
        var readings = await figures.ReadAsync(point.Id, cancellation);
        return new(
            point.PublicId,
            point.Version,
            point.Status,
            PointDraft.Of(point, fields, catalogue),
            PointLinter.Lint(catalogue.FactsOf(point, fields)),
            overrides,
            readings.GetValueOrDefault(point.Id, PointFigures.None));
    }

    /// <summary>What the editor offers and the rules look at.</summary>
    public async Task<PointCatalogue> CatalogueAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewCollection);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await PointCatalogue.ReadAsync(db, cancellation);
    }

    private static async Task<IReadOnlyList<LetStand>> LetStandAsync(DashboardDbContext db, long point, CancellationToken cancellation)
    {
        const string Staff = "user:";
        var rows = await db.FindingOverrides.AsNoTracking().Where(row => row.CollectionPointId == point).ToListAsync(cancellation);
        var ids = rows.Where(row => row.By.StartsWith(Staff, StringComparison.Ordinal)).Select(row => row.By[Staff.Length..]).ToList();
        var names = await db.Users.Where(user => ids.Contains(user.Id)).ToDictionaryAsync(user => Staff + user.Id, user => user.DisplayName, cancellation);
        return [.. rows.Select(row => new LetStand(row.Rule, row.Reason, names.GetValueOrDefault(row.By) is { Length: > 0 } name ? name : row.By, row.At))];
    }

    private static int Place(CollectionPointStatus status) => status switch
    {
        CollectionPointStatus.Active => 0,
        CollectionPointStatus.Paused => 1,
        CollectionPointStatus.Draft => 2,
        _ => 3,
    };
}

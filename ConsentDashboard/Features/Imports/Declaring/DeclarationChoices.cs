using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Imports.Declaring;

public sealed record SenderChoice(PublicId Id, string Name, IReadOnlyList<PointChoice> Points, IReadOnlyList<WordingChoice> Wordings);

public sealed record PointChoice(PublicId Id, string Name, string Region);

public sealed record WordingChoice(PublicId Id, string Name, int Number, DateTime? PublishedAt, ConsentCells Cells, IReadOnlyList<string> Languages);

/// <summary>What can be declared of a list.</summary>
public sealed class DeclarationChoices(IDbContextFactory<DashboardDbContext> contexts)
{
    public async Task<IReadOnlyList<SenderChoice>> ReadAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.RunImports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var senders = await db.Senders.AsNoTracking().OrderBy(s => s.Name).ThenBy(s => s.Id).ToListAsync(cancellation);
        var points = await db.CollectionPoints.AsNoTracking().OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => new { p.SenderId, p.PublicId, p.Name, p.DefaultRegion }).ToListAsync(cancellation);
        var wordings = await (
            from v in db.NoticeVersions
            join n in db.Notices on v.NoticeId equals n.Id
            where n.Kind == ConsentKind.Contact && v.Status != NoticeStatus.Draft && v.ContentHash != null
            orderby n.Name, n.Id, v.Number descending
            select new { n.SenderId, v.Id, v.PublicId, n.Name, v.Number, v.PublishedAt, v.Cells }).ToListAsync(cancellation);
        var languages = (await db.NoticeTexts.Select(t => new { t.NoticeVersionId, t.Language }).ToListAsync(cancellation)).ToLookup(t => t.NoticeVersionId, t => t.Language);
        return
        [
            .. senders.Select(s => new SenderChoice(
                s.PublicId,
                s.Name,
                [.. points.Where(p => p.SenderId == s.Id).Select(p => new PointChoice(p.PublicId, p.Name, p.DefaultRegion))],
                [.. wordings.Where(w => w.SenderId == s.Id).Select(w => new WordingChoice(w.PublicId, w.Name, w.Number, w.PublishedAt, w.Cells, [.. languages[w.Id].Order(StringComparer.Ordinal)]))])),
        ];
    }
}

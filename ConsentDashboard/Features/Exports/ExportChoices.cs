using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Exports;

public sealed record SenderChoice(PublicId Id, string Name, IReadOnlyList<PurposeChoice> Purposes);

/// <param name="Cells">For which channels and types some published wording names it.</param>
public sealed record PurposeChoice(PublicId Id, string TextEn, string TextRu, ConsentCells Cells);

public sealed record NamedChoice(PublicId Id, string Name);

/// <param name="Limit">Rows a day; what <paramref name="Used"/> leaves of it is left today.</param>
/// <param name="Unapproved">Of those, rows that nobody else agreed to.</param>
public sealed record ExportFormChoices(
    IReadOnlyList<SenderChoice> Senders, IReadOnlyList<NamedChoice> Segments, IReadOnlyList<NamedChoice> Seeds, long Limit, long Used, long Unapproved, long ApprovalAbove, int KeepDays);

/// <summary>What can be asked for, and how much of it today.</summary>
public sealed class ExportChoices(IDbContextFactory<DashboardDbContext> contexts, ExportSubjects subjects, AudienceCount counting, ExportOptions options, TimeProvider clock)
{
    /// <summary>A live count says "more than" beyond this.</summary>
    public const long MostCounted = 10_000;

    private const int MostSegments = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    public async Task<ExportFormChoices> ReadAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.RequestExport);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var senders = await db.Senders.AsNoTracking().OrderBy(s => s.Name).ThenBy(s => s.Id).ToListAsync(cancellation);
        var purposes = await db.Purposes.AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancellation);
        var asked = (await db.NoticeVersionPurposes.Join(db.NoticeVersions.Where(v => v.Status != NoticeStatus.Draft), p => p.NoticeVersionId, v => v.Id, (p, v) => new { p.PurposeId, v.Cells })
            .Distinct().ToListAsync(cancellation)).ToLookup(p => p.PurposeId, p => p.Cells);
        var segments = actor.Can(Permissions.ViewSegments)
            ? await ExportSubjects.Visible(db, actor).OrderBy(s => s.Name).ThenBy(s => s.Id).Take(MostSegments).Select(s => new NamedChoice(s.PublicId, s.Name)).ToListAsync(cancellation)
            : [];
        var seeds = await db.ExportSeeds.Where(s => s.IsActive).OrderBy(s => s.Recipient).ThenBy(s => s.Id).Select(s => new NamedChoice(s.PublicId, s.Recipient)).ToListAsync(cancellation);
        var now = clock.UtcMilliseconds();
        return new(
            [.. senders.Select(s => new SenderChoice(s.PublicId, s.Name, [.. purposes.Where(p => p.SenderId == s.Id)
                .Select(p => new PurposeChoice(p.PublicId, p.TextEn, p.TextRu, asked[p.Id].Aggregate(ConsentCells.None, (sum, cells) => sum | cells)))]))],
            segments,
            seeds,
            options.DailyRowsOf(actor.Roles),
            await DailyRows.UsedAsync(db, actor.Key, now, cancellation),
            await DailyRows.UnapprovedAsync(db, actor.Key, now, cancellation),
            options.ApprovalAbove,
            options.KeepDays);
    }

    /// <summary>How many there would be, at once: capped, and given up after a moment.</summary>
    public async Task<Result<Counted>> CountAsync(RequestExport.Input input, Actor actor, CancellationToken cancellation)
    {
        var found = await subjects.FindAsync(input, actor, cancellation);
        return found.Failed ? found.Error : await counting.CountAsync(found.Value.Audience, MostCounted, Patience, cancellation);
    }
}

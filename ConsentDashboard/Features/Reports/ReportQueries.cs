using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports.Schedules;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports;

public sealed record SenderChoice(PublicId PublicId, string Name);

/// <summary>A workbook that was asked for.</summary>
/// <param name="Sender">The name of the only sender; null: all of them.</param>
/// <param name="IsMine">Whoever asks may delete it.</param>
/// <param name="IsScheduled">By a schedule, of whoever <paramref name="By"/> says.</param>
public sealed record RunRow(
    PublicId PublicId, ReportAsk Ask, string? Sender, JobStatus Status, long Done, long Total, string? FailureKey, string? FailureDetails,
    DateTime CreatedAt, string By, bool IsMine, bool IsScheduled, long FileSize, DateTime? ExpiresAt)
{
    public bool IsUnfinished => Status is JobStatus.Waiting or JobStatus.Running;
}

/// <summary>What the pages of reports list.</summary>
public sealed class ReportQueries(IDbContextFactory<DashboardDbContext> contexts)
{
    public const int MostRuns = 20;

    public async Task<IReadOnlyList<SenderChoice>> SendersAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewReports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Senders.OrderBy(s => s.Name).Select(s => new SenderChoice(s.PublicId, s.Name)).ToListAsync(cancellation);
    }

    /// <summary>The newest workbooks, without those that are gone.</summary>
    /// <param name="kind">Null: of all kinds.</param>
    public async Task<IReadOnlyList<RunRow>> RunsAsync(ReportKind? kind, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewReports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var runs = await Recent(db, kind).ToListAsync(cancellation);
        var senders = await db.Senders.Select(s => new { s.PublicId, s.Name }).ToDictionaryAsync(s => s.PublicId, s => s.Name, cancellation);
        return [.. runs.Where(run => actor.MaySee(run.Kind)).Select(run => Row(run, ReportAsk.Of(run)))];

        RunRow Row(ReportRun run, ReportAsk ask) => new(
            run.PublicId, ask, ask.Sender is { } sender ? senders.GetValueOrDefault(sender, $"{sender}") : null, run.Status, run.Done, run.Total, run.FailureKey, run.FailureDetails,
            run.CreatedAt, run.CreatedByName, run.CreatedBy == actor.Key, run.ScheduleId is not null, run.FileSize, run.ExpiresAt);
    }

    public async Task<IReadOnlyList<ScheduleRow>> SchedulesAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewReports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await (
            from schedule in db.ReportSchedules.AsNoTracking()
            join sender in db.Senders on schedule.SenderId equals (long?)sender.Id into named
            from sender in named.DefaultIfEmpty()
            orderby schedule.Id
            select new ScheduleRow(
                schedule.PublicId, schedule.Kind, schedule.Period, sender == null ? null : sender.PublicId, sender == null ? null : sender.Name,
                schedule.Cron, schedule.TimeZone, schedule.Language, schedule.IsActive, schedule.CreatedByName, schedule.Version))
            .Take(SaveSchedule.Most).ToListAsync(cancellation);
    }

    internal static IQueryable<ReportRun> Recent(DashboardDbContext db, ReportKind? kind) => db.ReportRuns.AsNoTracking()
        .Where(run => run.Status != JobStatus.Expired && run.Status != JobStatus.Cancelled && (kind == null || run.Kind == kind))
        .OrderByDescending(run => run.Id).Take(MostRuns);
}

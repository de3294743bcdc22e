using System.Globalization;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Schedules;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>Stores when a report is made by itself. What was due before it was saved is not made up.</summary>
public sealed class SaveSchedule(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, ReportRequests requests, TimeProvider clock)
{
    public const int Most = 100;

    public sealed record Input
    {
        /// <summary>Null: a new one.</summary>
        public PublicId? Id { get; init; }

        public ReportKind Kind { get; set; } = ReportKind.ConsentStatus;

        public ReportPeriod Period { get; set; } = ReportPeriod.LastMonth;

        /// <summary>Null: all of them.</summary>
        public PublicId? Sender { get; set; }

        public string Cron { get; set; } = "";

        public string TimeZone { get; set; } = "UTC";

        public int Version { get; init; }
    }

    public async Task<Result<PublicId>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageReports);
        actor.DemandReport(input.Kind);
        var now = clock.UtcMilliseconds();
        if (Wrong(input, now) is { } wrong)
        {
            return wrong;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sender = input.Sender is { } named ? await db.Senders.Where(s => s.PublicId == named).Select(s => (long?)s.Id).FirstOrDefaultAsync(cancellation) : null;
        if (input.Sender is not null && sender is null)
        {
            return ReportErrors.UnknownSender;
        }

        var schedule = input.Id is { } id ? await db.ReportSchedules.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == id, cancellation) : New(actor, now);
        if (schedule is null || (input.Id is not null && schedule.Version != input.Version))
        {
            return schedule is null ? ReportErrors.ScheduleGone : ReportErrors.ScheduleStale;
        }

        (schedule.Kind, schedule.Period, schedule.SenderId, schedule.Cron, schedule.TimeZone) = (input.Kind, input.Period, sender, input.Cron.Trim(), input.TimeZone);
        (schedule.Language, schedule.LastDueAt) = (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, now);
        var saved = await ledger.ChangeAsync(ScheduleAudit.Of(actor, schedule), change => input.Id is null ? AddAsync(change, schedule) : ChangeAsync(change, schedule));
        return saved.Failed ? saved.Error : saved.Value ? schedule.PublicId : input.Id is null ? ReportErrors.TooManySchedules : ReportErrors.ScheduleStale;
    }

    private static async Task<bool> AddAsync(DashboardDbContext db, ReportSchedule schedule)
    {
        if (await db.ReportSchedules.CountAsync() >= Most)
        {
            return false;
        }

        // A transaction that lost a race is done again, with the same new row.
        schedule.Id = 0;
        db.Add(schedule);
        await db.SaveChangesAsync();
        return true;
    }

    private static async Task<bool> ChangeAsync(DashboardDbContext db, ReportSchedule to) =>
        await db.ReportSchedules.Where(s => s.Id == to.Id && s.Version == to.Version).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.Kind, to.Kind)
            .SetProperty(s => s.Period, to.Period)
            .SetProperty(s => s.SenderId, to.SenderId)
            .SetProperty(s => s.Cron, to.Cron)
            .SetProperty(s => s.TimeZone, to.TimeZone)
            .SetProperty(s => s.Language, to.Language)
            .SetProperty(s => s.LastDueAt, to.LastDueAt)
            .SetProperty(s => s.Version, s => s.Version + 1)) > 0;

    private Error? Wrong(Input input, DateTime now) =>
        requests.Find(input.Kind) is null ? ReportErrors.UnknownKind
        : !ReportPeriods.Offered(input.Kind).Contains(input.Period) ? ReportErrors.PeriodNotOffered
        : CronTimes.Parse(input.Cron.Trim(), input.TimeZone, now).Error;

    private static ReportSchedule New(Actor actor, DateTime now) =>
        new() { PublicId = PublicId.Create(), CreatedAt = now, CreatedBy = actor.Key, CreatedByName = actor.Name, Version = 1 };
}

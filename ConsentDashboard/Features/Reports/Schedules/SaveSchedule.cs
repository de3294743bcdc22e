using System.Globalization;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Schedules;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>Stores when a report is made by itself. What was due before it was saved is not made up.</summary>
public sealed class SaveSchedule(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, ReportRequests requests, TimeProvider clock)
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

        ReportSchedule? schedule;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            if (input.Id is null && await db.ReportSchedules.CountAsync(CancellationToken.None) >= Most)
            {
                return ReportErrors.TooManySchedules;
            }

            schedule = input.Id is { } id ? await db.ReportSchedules.FirstOrDefaultAsync(s => s.PublicId == id, CancellationToken.None) : New(db, actor, now);
            if (schedule is null || (input.Id is not null && schedule.Version != input.Version))
            {
                return schedule is null ? ReportErrors.ScheduleGone : ReportErrors.ScheduleStale;
            }

            (schedule.Kind, schedule.Period, schedule.SenderId, schedule.Cron, schedule.TimeZone) = (input.Kind, input.Period, sender, input.Cron.Trim(), input.TimeZone);
            (schedule.Language, schedule.LastDueAt) = (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, now);
            schedule.Version++;
            try
            {
                await db.SaveChangesAsync(CancellationToken.None);
            }
            catch (DbUpdateConcurrencyException)
            {
                return ReportErrors.ScheduleStale;
            }
        }

        await audit.RecordAsync(ScheduleAudit.Of(actor, schedule), CancellationToken.None);
        return schedule.PublicId;
    }

    private Error? Wrong(Input input, DateTime now) =>
        requests.Find(input.Kind) is null ? ReportErrors.UnknownKind
        : !ReportPeriods.Offered(input.Kind).Contains(input.Period) ? ReportErrors.PeriodNotOffered
        : CronTimes.Parse(input.Cron.Trim(), input.TimeZone, now).Error;

    private static ReportSchedule New(DashboardDbContext db, Actor actor, DateTime now)
    {
        var schedule = new ReportSchedule { PublicId = PublicId.Create(), CreatedAt = now, CreatedBy = actor.Key, CreatedByName = actor.Name };
        db.Add(schedule);
        return schedule;
    }
}

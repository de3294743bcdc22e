using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Domain.Schedules;
using ConsentDashboard.Features.Reports;
using ConsentDashboard.Features.Reports.Schedules;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Reports;

/// <summary>A report that is made by itself: once each time that it is due, however many processes there are.</summary>
public sealed class SchedulingReportsTests
{
    private const string Daily = "0 30 6 * * ?";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Of_two_processes_one_makes_the_run(DatabaseProvider provider)
    {
        await using var place = await ReportPlace.OpenAsync(provider);
        await using var other = place.Beside();
        await SaveAsync(place, new() { Cron = Daily, Period = ReportPeriod.LastMonth, Sender = place.Here.Shop.PublicId });
        place.Here.Database.Clock.Advance(TimeSpan.FromHours(19));

        var made = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(n => Task.Run(() => (n % 2 == 0 ? place.Here.Get<StartDueReports>() : other.Get<StartDueReports>()).ExecuteAsync(Token), Token)));

        Assert.Equal(1, made.Sum());
        var run = Assert.Single(await place.RunsAsync());
        Assert.Equal((JobStatus.Waiting, ReportPlace.May with { Sender = place.Here.Shop.PublicId }), (run.Status, ReportAsk.Of(run)));
        var entry = Assert.Single(await place.AuditAsync(AuditAction.ReportMade));
        Assert.StartsWith("system:", entry.Actor, StringComparison.Ordinal);
        Assert.True(await place.Worker.WorkAsync(Token));
        Assert.Equal(JobStatus.Done, Assert.Single(await place.RunsAsync()).Status);
    }

    [Fact]
    public async Task Nothing_is_due_before_its_time_and_it_is_due_again_the_next_day()
    {
        await using var place = await ReportPlace.OpenAsync();
        await SaveAsync(place, new() { Cron = Daily });

        Assert.Equal(0, await DueAfterAsync(place, new TimeSpan(18, 29, 59)));
        Assert.Equal(1, await DueAfterAsync(place, TimeSpan.FromSeconds(1)));
        Assert.Equal(0, await DueAfterAsync(place, TimeSpan.FromHours(23)));
        Assert.Equal(1, await DueAfterAsync(place, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Of_missed_times_the_latest_alone_is_made_up()
    {
        await using var place = await ReportPlace.OpenAsync();
        await SaveAsync(place, new() { Cron = Daily, Period = ReportPeriod.Yesterday });

        Assert.Equal(1, await DueAfterAsync(place, TimeSpan.FromDays(10)));
        Assert.Equal(0, await DueAfterAsync(place, TimeSpan.Zero));

        // Noon of 11 June: the latest was due that morning.
        Assert.Equal(new DateOnly(2026, 6, 10), ReportAsk.Of(Assert.Single(await place.RunsAsync())).From);
    }

    [Fact]
    public async Task What_was_due_during_a_pause_is_not_made_up()
    {
        await using var place = await ReportPlace.OpenAsync();
        var id = await SaveAsync(place, new() { Cron = Daily });
        var pause = place.Here.Get<PauseSchedule>();

        Assert.Null((await pause.ExecuteAsync(new(id, Pause: true), Staff.Officer, Token)).Error);
        Assert.Equal(0, await DueAfterAsync(place, TimeSpan.FromDays(3)));
        Assert.Null((await pause.ExecuteAsync(new(id, Pause: false), Staff.Officer, Token)).Error);
        Assert.Equal(0, await DueAfterAsync(place, TimeSpan.FromHours(1)));
        Assert.Equal(1, await DueAfterAsync(place, TimeSpan.FromHours(18)));
    }

    [Fact]
    public async Task A_schedule_that_was_changed_meanwhile_is_not_started_by_what_it_said_before()
    {
        await using var place = await ReportPlace.OpenAsync();
        var id = await SaveAsync(place, new() { Cron = Daily });
        var row = Assert.Single(await place.Here.Get<ReportQueries>().SchedulesAsync(Staff.Auditor, Token));
        place.Here.Database.Clock.Advance(TimeSpan.FromHours(19));

        await SaveAsync(place, new() { Id = id, Cron = "0 0 22 * * ?", Version = row.Version });
        Assert.Equal(0, await DueAfterAsync(place, TimeSpan.Zero));

        var stale = await place.Here.Get<SaveSchedule>().ExecuteAsync(new() { Id = id, Cron = Daily, Version = row.Version }, Staff.Officer, Token);
        Assert.Equal(ReportErrors.ScheduleStale, stale.Error);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Deleted_it_makes_no_more_and_its_workbooks_stay(DatabaseProvider provider)
    {
        await using var place = await ReportPlace.OpenAsync(provider);
        var id = await SaveAsync(place, new() { Cron = Daily });
        await DueAfterAsync(place, TimeSpan.FromDays(1));
        var delete = place.Here.Get<DeleteSchedule>();

        Assert.Null((await delete.ExecuteAsync(new(id), Staff.Officer, Token)).Error);

        Assert.Equal(ReportErrors.ScheduleGone, (await delete.ExecuteAsync(new(id), Staff.Officer, Token)).Error);
        Assert.Equal(0, await DueAfterAsync(place, TimeSpan.FromDays(1)));
        Assert.Single(await place.RunsAsync());
    }

    [Fact]
    public async Task Each_edit_is_in_the_audit_trail()
    {
        await using var place = await ReportPlace.OpenAsync();
        var id = await SaveAsync(place, new() { Cron = Daily });
        await SaveAsync(place, new() { Id = id, Cron = "0 0 7 ? * MON", Version = 1 });
        await place.Here.Get<PauseSchedule>().ExecuteAsync(new(id, Pause: true), Staff.Administrator, Token);
        await place.Here.Get<DeleteSchedule>().ExecuteAsync(new(id), Staff.Officer, Token);

        var entries = await place.AuditAsync(AuditAction.ReportScheduleSaved);

        Assert.All(entries, entry => Assert.Equal($"{id}", entry.Subject));
        Assert.Equal(["0 30 6 * * ?", "0 0 7 ? * MON", "\"active\":false", "\"deleted\":true"], entries.Zip(["0 30 6 * * ?", "0 0 7 ? * MON", "\"active\":false", "\"deleted\":true"], (entry, part) => entry.Details!.Contains(part, StringComparison.Ordinal) ? part : entry.Details));
    }

    public static TheoryData<string, SaveSchedule.Input, Error> Refused => new()
    {
        { "no words of cron", new() { Cron = "every day" }, ScheduleErrors.UnreadableCron },
        { "minute 61", new() { Cron = "0 61 6 * * ?" }, ScheduleErrors.UnreadableCron },
        { "nothing", new() { Cron = "" }, ScheduleErrors.UnreadableCron },
        { "past year", new() { Cron = "0 0 6 1 1 ? 2020" }, ScheduleErrors.NeverDue },
        { "30 February", new() { Cron = "0 0 6 30 2 ?" }, ScheduleErrors.NeverDue },
        { "each minute", new() { Cron = "0 * * * * ?" }, ScheduleErrors.TooOften },
        { "twice in an hour", new() { Cron = "0 0,30 6 * * ?" }, ScheduleErrors.TooOften },
        { "no zone", new() { Cron = Daily, TimeZone = "Europe/Atlantis" }, ScheduleErrors.UnknownZone },
        { "too long for sends", new() { Cron = Daily, Kind = ReportKind.FrequencyPromise, Period = ReportPeriod.LastMonth }, ReportErrors.PeriodNotOffered },
        { "no such report", new() { Cron = Daily, Kind = ReportKind.Cleaning }, ReportErrors.UnknownKind },
        { "no such sender", new() { Cron = Daily, Sender = PublicId.Create() }, ReportErrors.UnknownSender },
        { "no such schedule", new() { Id = PublicId.Create(), Cron = Daily }, ReportErrors.ScheduleGone },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task What_cannot_be_scheduled_is_refused(string what, SaveSchedule.Input input, Error expected)
    {
        await using var place = await ReportPlace.OpenAsync();

        var saved = await place.Here.Get<SaveSchedule>().ExecuteAsync(input, Staff.Officer, Token);

        Assert.True(expected == saved.Error, $"{what}: {saved.Error}");
        Assert.Empty(await place.Here.Get<ReportQueries>().SchedulesAsync(Staff.Officer, Token));
    }

    [Fact]
    public async Task Whoever_only_sees_reports_schedules_none()
    {
        await using var place = await ReportPlace.OpenAsync();

        Assert.All(
            [
                () => place.Here.Get<SaveSchedule>().ExecuteAsync(new() { Cron = Daily }, Staff.Auditor, Token),
                () => place.Here.Get<PauseSchedule>().ExecuteAsync(new(PublicId.Create(), Pause: true), Staff.Marketer, Token),
                () => (Task)place.Here.Get<DeleteSchedule>().ExecuteAsync(new(PublicId.Create()), Staff.Auditor, Token),
            ],
            act => Assert.Equal(Permissions.ManageReports, Assert.ThrowsAsync<ForbiddenException>(act).Result.Permission));
    }

    private static async Task<PublicId> SaveAsync(ReportPlace place, SaveSchedule.Input input)
    {
        var saved = await place.Here.Get<SaveSchedule>().ExecuteAsync(input, Staff.Officer, Token);
        Assert.Null(saved.Error);
        return saved.Value;
    }

    private static Task<int> DueAfterAsync(ReportPlace place, TimeSpan passed)
    {
        place.Here.Database.Clock.Advance(passed);
        return place.Here.Get<StartDueReports>().ExecuteAsync(Token);
    }
}

using Bunit;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Domain.Schedules;
using ConsentDashboard.Features.Reports;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Features.Reports.Schedules;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Reports;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Reports;

public sealed class SeeingReportsTests : IAsyncLifetime
{
    private ReportPlace _place = null!;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _place = await ReportPlace.OpenAsync();

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Theory]
    [InlineData("en", "What reports answer", "State of consents", "No workbooks yet")]
    [InlineData("ru", "На что отвечают отчёты", "Состояние согласий", "Книг пока нет")]
    public async Task The_list_says_what_each_report_answers(string language, string heading, string report, string noRuns)
    {
        await using var screen = Open(language: language);

        var page = screen.Render<ReportsPage>();

        page.WaitForAssertion(() => Assert.Contains(noRuns, page.Markup, StringComparison.Ordinal));
        Assert.Equal(heading, page.Find("#kinds-title").TextContent);
        var link = page.FindAll(".kinds a")[0];
        Assert.Equal((report, "/reports/consent-status"), (link.TextContent, link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("en", "62.5%", "1 May 2026", "2 May 2026, 03:30:00", "125 ms", "1.3", "1,234,567")]
    [InlineData("ru", "62,5 %", "1 мая 2026", "2 мая 2026, 03:30:00", "125 мс", "1,3", "1 234 567")]
    public async Task Table_and_drawing_show_the_figures_of_the_report(string language, string share, string day, string moment, string duration, string mean, string count)
    {
        await using var screen = Open(language: language);

        var page = Page(screen);

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".view").Count));
        var first = page.FindAll(".view")[0];
        Assert.Equal(["=1+1", count, share, day, moment, duration, mean], first.QuerySelectorAll("tbody tr")[0].QuerySelectorAll("td").Select(cell => cell.TextContent.Replace('\u00a0', ' ')));
        Assert.Equal(count, first.QuerySelector("figure .figure")!.TextContent.Replace('\u00a0', ' '));
        Assert.Equal("true", first.QuerySelector("figure")!.GetAttribute("aria-hidden"));
        Assert.Equal(["Opt-ins", "Opt-outs"], page.FindAll(".view")[1].QuerySelectorAll("figcaption .word").Select(word => word.TextContent));
        Assert.Equal(2, page.FindAll(".view")[1].QuerySelectorAll("polyline").Length);
    }

    [Fact]
    public async Task Period_and_sender_stand_in_the_address()
    {
        await using var screen = Open();
        var page = Page(screen, "?period=last-month");
        page.WaitForAssertion(() => Assert.Equal("Last month", page.Find("nav a[aria-current]").TextContent));
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("#report-sender option").Count));

        page.Find("#report-from").Change("2026-05-03");
        page.Find("#report-to").Change("2026-05-04");
        page.Find("#report-sender").Change($"{_place.Here.Shop.PublicId}");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.EndsWith($"/reports/consent-status?from=2026-05-03&to=2026-05-04&sender={_place.Here.Shop.PublicId}", screen.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal((_place.Here.Shop.Id, 2), (_place.Reading.Asked[^1].SenderId, (_place.Reading.Asked[^1].To - _place.Reading.Asked[^1].From).Days + 1)));
    }

    [Fact]
    public async Task Days_that_cannot_be_are_said_at_their_fields()
    {
        await using var screen = Open();

        var page = Page(screen, "?from=2026-05-04&to=2026-05-03");

        page.WaitForAssertion(() => Assert.Equal("true", page.Find("#report-from").GetAttribute("aria-invalid")));
        Assert.Contains("the first must not be later", page.Find("#report-days-error").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Make a workbook", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_is_asked_for_and_appears_once_it_is_made()
    {
        await using var screen = Open();
        var page = Page(screen, "?period=last-month");
        page.WaitForAssertion(() => Assert.Equal("Make a workbook", page.Find(".actions button").TextContent));

        await page.Find(".actions button").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("Waiting", page.FindComponent<RunsPanel>().Markup, StringComparison.Ordinal));
        Assert.Contains("being made", page.Find(".notice[role=status]").TextContent, StringComparison.Ordinal);
        Assert.True(await _place.Worker.WorkAsync(Token));

        page.WaitForAssertion(() => Assert.NotNull(page.FindComponent<RunsPanel>().Find("a[download]")));
        var link = page.Find("a[download]");
        Assert.Equal(("consent-status-2026-05.xlsx", "Download State of consents, 1 May 2026 – 31 May 2026"), (link.GetAttribute("download"), link.GetAttribute("aria-label")));
        Assert.Equal(DownloadEndpoint.PathOf((await _place.RunsAsync())[0].PublicId), link.GetAttribute("href"));

        await page.Find("button[aria-label^=Delete]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("No workbooks yet", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_workbook_says_why()
    {
        _place.Reading.Trouble = new InvalidOperationException("A secret.");
        await _place.MakeAsync();
        await using var screen = Open(Roles.Auditor);

        var page = screen.Render<ReportsPage>();

        page.WaitForAssertion(() => Assert.Contains("Something went wrong", page.Find(".failed").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button[aria-label^=Delete]"));
    }

    [Fact]
    public async Task A_report_that_cannot_be_read_offers_another_try()
    {
        _place.Reading.Trouble = new InvalidOperationException("A secret.");
        await using var screen = Open();

        var page = Page(screen);
        page.WaitForAssertion(() => Assert.NotNull(page.Find("[role=alert] code")));
        _place.Reading.Trouble = null;
        await page.Find("[role=alert] button").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".view").Count));
    }

    [Fact]
    public async Task An_unknown_report_says_so()
    {
        await using var screen = Open();

        var page = screen.Render<ReportPage>(with => with.Add(p => p.Slug, "cleaning"));

        page.WaitForAssertion(() => Assert.Contains("No such report", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_may_not_sees_nothing()
    {
        await using var screen = Open(Roles.SupportAgent);

        var page = screen.Render<ReportsPage>();

        page.WaitForAssertion(() => Assert.Contains("No permission", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_schedule_is_chosen_said_in_words_and_shown_with_its_next_dates()
    {
        await using var screen = Open();
        var page = screen.Render<SchedulesPanel>();
        page.WaitForAssertion(() => Assert.Contains("No schedules", page.Markup, StringComparison.Ordinal));

        await page.Find(".card-head button").ClickAsync();
        page.Find("#schedule-repeat").Change(nameof(Repeat.Weekly));
        page.Find("#schedule-weekday").Change(nameof(DayOfWeek.Friday));
        page.Find("#schedule-time").Change("06:30:00");

        page.WaitForAssertion(() => Assert.Equal("Every Friday at 06:30 (Europe/Berlin)", page.Find(".preview strong").TextContent));
        Assert.Equal(5, page.FindAll(".preview li").Count);
        Assert.Equal("5 Jun 2026, 06:30, about 1 May 2026 – 31 May 2026", page.FindAll(".preview li")[0].TextContent);

        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal("Every Friday at 06:30 (Europe/Berlin)", page.Find("td[data-label=When]").TextContent));
        Assert.Equal("5 Jun 2026, 06:30", page.Find("td[data-label=Next]").TextContent);

        await page.Find("button[aria-label^=Pause]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("paused", page.Find("td[data-label=Next]").TextContent));
    }

    [Theory]
    [InlineData("en", "This is no cron expression.")]
    [InlineData("ru", "Это не выражение cron.")]
    public async Task An_expression_that_is_none_is_said_at_its_field(string language, string message)
    {
        await using var screen = Open(language: language);
        var page = screen.Render<ScheduleForm>(with => with.Add(f => f.Input, new() { Cron = "0 30 6 ? * MON-FRI", TimeZone = "UTC" }).Add(f => f.Senders, []));
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll(".preview li").Count));

        page.Find("#schedule-cron").Input("every day");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.StartsWith(message, page.Find("#schedule-cron-error").TextContent.Trim(), StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".preview li"));
    }

    [Fact]
    public async Task Whoever_only_sees_reports_has_no_buttons_for_schedules()
    {
        await _place.Here.Get<SaveSchedule>().ExecuteAsync(new() { Cron = "0 0 7 L * ?" }, Staff.Officer, Token);
        await using var screen = Open(Roles.Auditor);

        var page = screen.Render<SchedulesPanel>();

        page.WaitForAssertion(() => Assert.Equal("On the last day of each month at 07:00 (UTC)", page.Find("td[data-label=When]").TextContent));
        Assert.Empty(page.FindAll("button"));
    }

    private static IRenderedComponent<ReportPage> Page(Screen screen, string query = "")
    {
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo($"/reports/consent-status{query}");
        return screen.Render<ReportPage>(with => with.Add(p => p.Slug, "consent-status"));
    }

    private Screen Open(string role = Roles.ComplianceOfficer, string language = "en")
    {
        var screen = new Screen(_place.Here, role, language);
        ReportPlace.AddReports(screen.Services, _place.Reading);
        screen.Services.AddSingleton(_place.Here.Get<JobFeed<ReportRun>>());
        screen.Services.AddSingleton(_place.Here.Get<JobFiles>());
        return screen.Ready();
    }
}

using System.Globalization;
using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Reports;

/// <summary>A workbook is asked for, made in the background, handed out, and taken away again.</summary>
public sealed class MakingWorkbooksTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_was_asked_for_is_handed_out(DatabaseProvider provider)
    {
        await using var place = await ReportPlace.OpenAsync(provider);
        var id = await place.MakeAsync(ReportPlace.May with { Sender = place.Here.Shop.PublicId });

        var answer = await place.Here.Get<DownloadReport>().ExecuteAsync(new(id), Staff.Auditor, Token);

        Assert.Equal("consent-status-2026-05.xlsx", answer.Value!.Name);
        var bytes = await BytesAsync(answer.Value.Workbook);
        var (_, rows) = OpenedWorkbook.Sheets(new MemoryStream(bytes))[0];
        Assert.Equal(1_234_567.0, rows[5][1]);
        Assert.Equal(new ReportRequestShape(place.Here.Shop.Id, 31), new(place.Reading.Asked.Single().SenderId, (place.Reading.Asked[0].To - place.Reading.Asked[0].From).Days + 1));
        var run = Assert.Single(await place.RunsAsync());
        Assert.Equal((JobStatus.Done, bytes.LongLength, 1, place.Here.Database.Now + ReportRuns.Keeping), (run.Status, run.FileSize, run.Downloads, run.ExpiresAt));
        Assert.Equal(SHA256.HashData(bytes), run.Checksum);
        var (made, taken) = (Assert.Single(await place.AuditAsync(AuditAction.ReportMade)), Assert.Single(await place.AuditAsync(AuditAction.ReportDownloaded)));
        Assert.Equal(($"{id}", "user:complianceofficer", "user:auditor"), (made.Subject, made.Actor, taken.Actor));
        Assert.Contains("\"from\":\"2026-05-01\"", made.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_sealed()
    {
        await using var place = await ReportPlace.OpenAsync();
        var id = await place.MakeAsync();

        var file = Assert.Single(Directory.GetFiles(place.Here.Database.Folder, $"{id}.*", SearchOption.AllDirectories));

        Assert.NotEqual("PK"u8.ToArray(), (await File.ReadAllBytesAsync(file, Token))[..2]);
    }

    [Fact]
    public async Task It_speaks_the_language_of_whoever_asked()
    {
        await using var place = await ReportPlace.OpenAsync();
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        PublicId id;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ru");
            id = await place.RequestAsync();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }

        await place.Worker.WorkAsync(Token);

        var answer = await place.Here.Get<DownloadReport>().ExecuteAsync(new(id), Staff.Officer, Token);
        var (_, rows) = OpenedWorkbook.Sheets(new MemoryStream(await BytesAsync(answer.Value!.Workbook)))[0];
        Assert.StartsWith("Период: 1 мая 2026", $"{rows[1][0]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_for_twice_it_is_made_once()
    {
        await using var place = await ReportPlace.OpenAsync();

        var (one, same, other) = (await place.RequestAsync(), await place.RequestAsync(), await place.RequestAsync(ReportPlace.May with { To = new(2026, 5, 30) }));

        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
        Assert.Equal(2, (await place.RunsAsync()).Count);
    }

    [Fact]
    public async Task No_more_wait_than_help_anybody()
    {
        await using var place = await ReportPlace.OpenAsync();
        for (var day = 0; day < RequestReport.MostWaiting; day++)
        {
            await place.RequestAsync(ReportPlace.May with { From = new DateOnly(2026, 1, 1).AddDays(day) });
        }

        Assert.Equal(ReportErrors.TooManyWaiting, (await place.Here.Get<RequestReport>().ExecuteAsync(ReportPlace.May, Staff.Officer, Token)).Error);
    }

    public static TheoryData<string, ReportAsk, Error> Refused => new()
    {
        { "end first", ReportPlace.May with { To = new(2026, 4, 30) }, ReportErrors.EndsBeforeItBegins },
        { "tomorrow", ReportPlace.May with { To = new(2026, 6, 2) }, ReportErrors.InTheFuture },
        { "last century", ReportPlace.May with { From = new(1999, 12, 31) }, ReportErrors.TooEarly },
        { "four years", ReportPlace.May with { From = new(2022, 6, 1) }, ReportErrors.TooLong },
        { "31 days of sends", ReportPlace.May with { Kind = ReportKind.FrequencyPromise }, ReportErrors.TooLongForSends },
        { "no such sender", ReportPlace.May with { Sender = PublicId.Create() }, ReportErrors.UnknownSender },
        { "no such report", ReportPlace.May with { Kind = ReportKind.Cleaning }, ReportErrors.UnknownKind },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task What_cannot_be_read_is_refused(string what, ReportAsk ask, Error expected)
    {
        await using var place = await ReportPlace.OpenAsync();

        var (made, read) = (await place.Here.Get<RequestReport>().ExecuteAsync(ask, Staff.Officer, Token), await place.Here.Get<ReadReport>().ExecuteAsync(ask, Staff.Officer, Token));

        Assert.True((expected, expected) == (made.Error, read.Error), what);
        Assert.Empty(await place.RunsAsync());
    }

    [Fact]
    public async Task Who_may_not_see_reports_gets_none()
    {
        await using var place = await ReportPlace.OpenAsync();
        var id = await place.MakeAsync();

        Assert.All(
            [
                () => place.Here.Get<ReadReport>().ExecuteAsync(ReportPlace.May, Staff.SupportAgent, Token),
                () => place.Here.Get<RequestReport>().ExecuteAsync(ReportPlace.May, Staff.SupportAgent, Token),
                () => place.Here.Get<DownloadReport>().ExecuteAsync(new(id), Staff.SupportAgent, Token),
                () => place.Here.Get<DeleteReport>().ExecuteAsync(new(id), Staff.SupportAgent, Token),
                () => place.Here.Get<ReportQueries>().RunsAsync(null, Staff.SupportAgent, Token),
                () => (Task)place.Here.Get<ReportQueries>().SchedulesAsync(Staff.SupportAgent, Token),
            ],
            act => Assert.Equal(Permissions.ViewReports, Assert.ThrowsAsync<ForbiddenException>(act).Result.Permission));
    }

    [Fact]
    public async Task A_reading_that_breaks_leaves_a_reference_and_no_file()
    {
        await using var place = await ReportPlace.OpenAsync();
        place.Reading.Trouble = new InvalidOperationException("A secret.");

        var id = await place.MakeAsync();

        var row = Assert.Single(await place.Here.Get<ReportQueries>().RunsAsync(null, Staff.Officer, Token));
        Assert.Equal((JobStatus.Failed, "Jobs.Broken"), (row.Status, row.FailureKey));
        Assert.Matches("^[0-9a-f]{8}$", row.FailureDetails);
        Assert.Equal(ReportErrors.RunGone, (await place.Here.Get<DownloadReport>().ExecuteAsync(new(id), Staff.Officer, Token)).Error);
    }

    [Fact]
    public async Task A_reading_that_takes_long_keeps_its_lease_and_can_be_ended()
    {
        await using var place = await ReportPlace.OpenAsync();
        var id = await place.RequestAsync();
        place.Reading.Hold = new();
        var working = place.Worker.WorkAsync(Token);
        await place.Reading.Hold.Begun.Task.WaitAsync(Token);

        Assert.Null((await place.Here.Get<DeleteReport>().ExecuteAsync(new(id), Staff.Officer, Token)).Error);
        while (!working.IsCompleted)
        {
            place.Here.Database.Clock.Advance(TimeSpan.FromSeconds(6));
            await Task.Yield();
        }

        Assert.Equal(JobStatus.Cancelled, Assert.Single(await place.RunsAsync()).Status);
        Assert.True(place.Reading.Hold.WasCancelled);
        Assert.Empty(await place.Here.Get<ReportQueries>().RunsAsync(null, Staff.Officer, Token));
    }

    [Fact]
    public async Task Whoever_asked_may_delete_it_and_so_may_who_manages_reports()
    {
        await using var place = await ReportPlace.OpenAsync();
        var (id, delete) = (await place.MakeAsync(), place.Here.Get<DeleteReport>());

        Assert.Equal(ReportErrors.NotYours, (await delete.ExecuteAsync(new(id), Staff.Marketer, Token)).Error);
        Assert.Null((await delete.ExecuteAsync(new(id), Staff.Administrator, Token)).Error);

        Assert.False(place.Here.Get<JobFiles>().Exists(id, ReportRuns.File));
        Assert.Equal(ReportErrors.RunGone, (await place.Here.Get<DownloadReport>().ExecuteAsync(new(id), Staff.Officer, Token)).Error);
        Assert.Empty(await place.Here.Get<ReportQueries>().RunsAsync(null, Staff.Officer, Token));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Its_time_ends(DatabaseProvider provider)
    {
        await using var place = await ReportPlace.OpenAsync(provider);
        var (id, expire) = (await place.MakeAsync(), place.Here.Get<ExpireReports>());
        place.Here.Database.Clock.Advance(ReportRuns.Keeping - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await expire.ExecuteAsync(Token));

        place.Here.Database.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ReportErrors.RunGone, (await place.Here.Get<DownloadReport>().ExecuteAsync(new(id), Staff.Officer, Token)).Error);
        Assert.Equal(1, await expire.ExecuteAsync(Token));

        Assert.False(place.Here.Get<JobFiles>().Exists(id, ReportRuns.File));
        Assert.Equal(JobStatus.Expired, Assert.Single(await place.RunsAsync()).Status);
        place.Here.Database.Clock.Advance(ExpireReports.KeepingRows);
        Assert.Equal(1, await expire.ExecuteAsync(Token));
        Assert.Empty(await place.RunsAsync());
    }

    [Theory]
    [InlineData("2026-11-01", "2026-11-30", "consent-status-2026-11.xlsx")]
    [InlineData("2024-02-01", "2024-02-29", "consent-status-2024-02.xlsx")]
    [InlineData("2025-01-01", "2025-12-31", "consent-status-2025.xlsx")]
    [InlineData("2026-11-05", "2026-11-05", "consent-status-2026-11-05.xlsx")]
    [InlineData("2026-11-01", "2026-11-29", "consent-status-2026-11-01-2026-11-29.xlsx")]
    [InlineData("2026-07-01", "2026-09-30", "consent-status-2026-07-01-2026-09-30.xlsx")]
    public void A_file_is_named_by_its_period(string from, string to, string name) =>
        Assert.Equal(name, ReportRuns.FileName(new(ReportKind.ConsentStatus, DateOnly.Parse(from, CultureInfo.InvariantCulture), DateOnly.Parse(to, CultureInfo.InvariantCulture), null)));

    private static async Task<byte[]> BytesAsync(Stream workbook)
    {
        await using var open = workbook;
        using var all = new MemoryStream();
        await open.CopyToAsync(all, Token);
        return all.ToArray();
    }

    private sealed record ReportRequestShape(long? Sender, int Days);
}

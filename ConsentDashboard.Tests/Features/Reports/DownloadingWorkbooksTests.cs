using System.Net;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Features.Reports;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Reports;

/// <summary>A workbook leaves by an address that asks who is there.</summary>
public sealed class DownloadingWorkbooksTests(HostedApp app) : IClassFixture<HostedApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_a_file_with_a_name_and_stays_in_no_cache()
    {
        var run = await MakeAsync();
        using var auditor = await SignedInAsync("auditor@demo.example");

        var answer = await auditor.GetAsync(DownloadEndpoint.PathOf(run), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("attachment", "suppressions-2026-10.xlsx"), (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileName));
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.NotEmpty(OpenedWorkbook.Sheets(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Token))));
        Assert.Contains(await app.AuditAsync(), entry => entry.Action == AuditAction.ReportDownloaded && entry.Subject == $"{run}");
    }

    [Fact]
    public async Task Neither_a_stranger_nor_somebody_who_may_not_gets_it()
    {
        var run = await MakeAsync();
        using var support = await SignedInAsync("support@demo.example");

        Assert.NotEqual(HttpStatusCode.OK, (await app.Browser().GetAsync(DownloadEndpoint.PathOf(run), Token)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await support.GetAsync(DownloadEndpoint.PathOf(run), Token)).StatusCode);
        Assert.DoesNotContain(await app.AuditAsync(), entry => entry.Action == AuditAction.ReportDownloaded && entry.Subject == $"{run}");
    }

    [Theory]
    [InlineData("00000000000")]
    [InlineData("nonsense")]
    public async Task What_is_gone_is_not_found(string run)
    {
        using var auditor = await SignedInAsync("auditor@demo.example");

        Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync($"/reports/runs/{run}/workbook", Token)).StatusCode);
    }

    private async Task<PublicId> MakeAsync()
    {
        var run = await app.Services.GetRequiredService<RequestReport>().ExecuteAsync(new(ReportKind.Suppressions, new(2026, 10, 1), new(2026, 10, 31), null), Staff.Officer, Token);
        var made = new TaskCompletionSource();
        using var following = app.Services.GetRequiredService<JobFeed<ReportRun>>().Subscribe(news => _ = CheckAsync());
        await CheckAsync();
        await made.Task.WaitAsync(Token);
        return run.Value;

        async Task CheckAsync()
        {
            if ((await app.Services.GetRequiredService<ReportQueries>().RunsAsync(null, Staff.Officer, Token)).Single(row => row.PublicId == run.Value) is { IsUnfinished: false })
            {
                made.TrySetResult();
            }
        }
    }

    private async Task<HttpClient> SignedInAsync(string email)
    {
        var browser = app.Browser();
        await browser.SignInAsync(email, DemoAccounts.Password);
        return browser;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Reports;

/// <summary>The real executable makes a workbook, and is killed in the middle.</summary>
public sealed class KilledReportTests
{
    private const string Unfinished = ".part";

    private static readonly string[] Arguments = ["--urls=http://127.0.0.1:0"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_half_written_is_offered_and_the_next_process_makes_the_workbook_once()
    {
        await using var here = await Installation.CreateAsync(configure: services =>
        {
            ReportPlace.AddReports(services, new());
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton(at => KeyStore.From(new(), at.GetRequiredService<DashboardContexts>().Folder));
        });
        await here.Get<DatabaseStartup>().PrepareAsync(Token);
        var yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        var id = (await here.Get<RequestReport>().ExecuteAsync(new(ReportKind.ConsentStatus, yesterday.AddDays(-27), yesterday, null), Staff.Officer, Token)).Value;

        var kills = 0;
        foreach (var isTime in (Func<ReportRun, bool>[])[run => run.Status == JobStatus.Running, run => run.Done == 1, _ => PartsOf(here, id).Length > 0])
        {
            await using var app = AppProcess.Start(here.Database.Folder, Arguments);
            while (!app.HasExited && await FindAsync(here) is { Status: JobStatus.Waiting or JobStatus.Running } run && !isTime(run))
            {
            }

            await app.KillAsync();
            if ((await FindAsync(here)).Status == JobStatus.Running)
            {
                kills++;
                Assert.Equal(ReportErrors.RunGone, (await here.Get<DownloadReport>().ExecuteAsync(new(id), Staff.Officer, Token)).Error);
            }

            await AgainAsync(here);
        }

        Assert.True(kills > 0);
        await LeaveAPartAsync(here, id);
        await using (var app = AppProcess.Start(here.Database.Folder, Arguments))
        {
            while (!app.HasExited && (await FindAsync(here)).Status is JobStatus.Waiting or JobStatus.Running)
            {
            }

            Assert.False(app.HasExited, $"{app.Out}{app.Error}");
        }

        var done = await FindAsync(here);
        Assert.Equal(JobStatus.Done, done.Status);
        Assert.Equal([$"{id}.{ReportRuns.File}"], Directory.GetFiles(FilesOf(here), $"{id}.*").Select(Path.GetFileName));
        var answer = await here.Get<DownloadReport>().ExecuteAsync(new(id), Staff.Officer, Token);
        await using var workbook = answer.Value!.Workbook;
        using var whole = new MemoryStream();
        await workbook.CopyToAsync(whole, Token);
        Assert.Equal(done.FileSize, whole.Length);
        Assert.NotEmpty(OpenedWorkbook.Sheets(whole));
    }

    private static string FilesOf(Installation here) => Path.Combine(here.Database.Folder, "files");

    private static string[] PartsOf(Installation here, PublicId id) => Directory.Exists(FilesOf(here)) ? Directory.GetFiles(FilesOf(here), $"{id}.*{Unfinished}") : [];

    // Whichever moment a kill hits: one that hits while the file is written leaves this.
    private static async Task LeaveAPartAsync(Installation here, PublicId id)
    {
        Directory.CreateDirectory(FilesOf(here));
        await File.WriteAllTextAsync(Path.Combine(FilesOf(here), $"{id}.{ReportRuns.File}.00000000{Unfinished}"), "half", Token);
    }

    private static async Task<ReportRun> FindAsync(Installation here)
    {
        await using var db = here.Open();
        return await db.ReportRuns.AsNoTracking().SingleAsync(Token);
    }

    // A dead process renews nothing: this is what its lease comes to after half a minute. A workbook that no kill hit is made again.
    private static async Task AgainAsync(Installation here)
    {
        await using var db = here.Open();
        await db.ReportRuns.Where(run => run.Status == JobStatus.Running).ExecuteUpdateAsync(set => set.SetProperty(run => run.ClaimedUntil, Times.NotYet), Token);
        await db.ReportRuns.Where(run => run.Status == JobStatus.Done).ExecuteUpdateAsync(set => set.SetProperty(run => run.Status, JobStatus.Waiting), Token);
    }
}

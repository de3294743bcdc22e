using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Reports;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConsentDashboard.Tests.Features.Reports;

/// <summary>An installation with two written reports. The clock stands at noon of 1 June 2026.</summary>
internal sealed class ReportPlace : IAsyncDisposable
{
    private ReportPlace(Installation here) => Here = here;

    public static readonly ReportAsk May = new(ReportKind.ConsentStatus, new(2026, 5, 1), new(2026, 5, 31), null);

    public Installation Here { get; }

    public WrittenReading Reading { get; private init; } = new();

    public JobWorker<ReportRun> Worker => Here.Get<JobWorker<ReportRun>>();

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public static async Task<ReportPlace> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var reading = new WrittenReading();
        var here = await Installation.CreateAsync(provider, services => AddReports(services, reading));
        here.Database.Clock.Advance(TimeSpan.FromHours(12));
        return new(here) { Reading = reading };
    }

    /// <summary>The feature with written reports in place of those that count.</summary>
    public static void AddReports(IServiceCollection services, WrittenReading reading)
    {
        services.AddReports();
        services.RemoveAll<IReportReading>();
        services.AddSingleton<IReportReading>(reading);
        services.AddSingleton<IReportReading>(new WrittenReading(ReportKind.FrequencyPromise));
    }

    /// <summary>Another process on the same database.</summary>
    public SecondProcess Beside() => Here.Beside(services => AddReports(services, Reading));

    public async Task<PublicId> RequestAsync(ReportAsk? ask = null)
    {
        var made = await Here.Get<RequestReport>().ExecuteAsync(ask ?? May, Staff.Officer, Token);
        Assert.Null(made.Error);
        return made.Value;
    }

    public async Task<PublicId> MakeAsync(ReportAsk? ask = null)
    {
        var run = await RequestAsync(ask);
        Assert.True(await Worker.WorkAsync(Token));
        return run;
    }

    public async Task<List<ReportRun>> RunsAsync()
    {
        await using var db = Here.Open();
        return await db.ReportRuns.AsNoTracking().OrderBy(run => run.Id).ToListAsync(Token);
    }

    public async Task<List<AuditEntry>> AuditAsync(AuditAction action)
    {
        await using var db = Here.Open();
        return await db.AuditEntries.AsNoTracking().Where(entry => entry.Action == action).OrderBy(entry => entry.Id).ToListAsync(Token);
    }

    public ValueTask DisposeAsync() => Here.DisposeAsync();
}

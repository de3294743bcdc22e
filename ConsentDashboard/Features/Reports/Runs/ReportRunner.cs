using System.Globalization;
using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Reports;
using ConsentDashboard.Operations.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Runs;

/// <summary>Makes the workbook of a run: reads the report, writes it, seals the file.</summary>
public sealed class ReportRunner(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, ReportRequests requests, JobFiles files, TimeProvider clock) : IJobRunner<ReportRun>
{
    private const int Steps = 2;

    private static readonly TimeSpan Sign = TimeSpan.FromSeconds(5);

    public async Task<JobOutcome> RunAsync(ReportRun job, JobRun<ReportRun> run, CancellationToken stopping)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(job.Language);
        var ask = ReportAsk.Of(job);
        var request = await requests.ResolveAsync(ask, stopping);
        if (request.Failed)
        {
            return JobOutcome.Failed(request.Error);
        }

        // What a process that was killed has left of it.
        files.Delete(job.PublicId, ReportRuns.File);
        await run.ReportAsync(0, Steps, always: true);
        if (run.CancelRequested || await ReadAsync(request.Value, run, stopping) is not { } report)
        {
            return JobOutcome.Cancelled;
        }

        await run.ReportAsync(1, Steps, always: true);
        if (run.CancelRequested)
        {
            return JobOutcome.Cancelled;
        }

        await using var workbook = ReportWorkbook.Make(report);
        await StoreAsync(job, workbook);
        await NoteAsync(job, run, workbook);
        await run.ReportAsync(Steps, Steps, always: true);
        return JobOutcome.Done;
    }

    // A long read says nothing of itself, so that the lease has to be kept beside it.
    private async Task<ReportDocument?> ReadAsync(ReportRequest request, JobRun<ReportRun> run, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var reading = requests.Find(request.Kind)!.ReadAsync(request, ending.Token);
        try
        {
            while (await Task.WhenAny(reading, Task.Delay(Sign, clock, ending.Token)) != reading)
            {
                stopping.ThrowIfCancellationRequested();
                await run.ReportAsync(0, Steps, always: true);
                if (run.CancelRequested)
                {
                    return null;
                }
            }

            return await reading;
        }
        finally
        {
            await ending.CancelAsync();
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StoreAsync(ReportRun job, Stream workbook)
    {
        await using var file = files.Create(job.PublicId, ReportRuns.File);
        await workbook.CopyToAsync(file, CancellationToken.None);
        await file.CompleteAsync();
    }

    private async Task NoteAsync(ReportRun job, JobRun<ReportRun> run, MemoryStream workbook)
    {
        var (size, checksum, expires) = (workbook.Length, SHA256.HashData(workbook.ToArray()), clock.UtcMilliseconds() + ReportRuns.Keeping);
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        using (await gate.EnterAsync(WritePriority.Act, CancellationToken.None))
        {
            await db.ReportRuns.Where(row => row.Id == job.Id && row.ClaimedBy == run.Owner).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.FileSize, size).SetProperty(row => row.Checksum, checksum).SetProperty(row => row.ExpiresAt, expires));
        }
    }
}

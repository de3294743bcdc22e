using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Spreadsheets;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Exports;

/// <summary>
/// Writes the file of an export. It is offered once it is whole, with its rows in the database; what an attempt that was
/// killed has left goes before the next begins, because a file cannot be gone on with after its people have changed.
/// </summary>
public sealed class RunExport(
    IDbContextFactory<DashboardDbContext> contexts,
    WriteGate gate,
    JobFiles files,
    NumberVault vault,
    LinkTokens tokens,
    PublicAddress address,
    LedgerWriter ledger,
    ExportOptions options,
    TimeProvider clock,
    ILogger<RunExport> log) : IJobRunner<ExportJob>
{
    /// <summary>The job's file among its files.</summary>
    public const string FileName = "export";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ExportItems _items = new(contexts, gate);

    /// <summary>Rows of one sheet, the heading included; Excel's limit.</summary>
    internal int RowsPerSheet { get; set; } = XlsxFile.MaxRows;

    /// <summary>How many ids are read at first.</summary>
    internal int FirstRange { get; set; } = ExportReading.UsualRange;

    /// <summary>What stands between the file and its writer: nothing, but where a disk has to be full.</summary>
    internal Func<Stream, Stream> Target { get; set; } = stream => stream;

    public async Task<JobOutcome> RunAsync(ExportJob job, JobRun<ExportJob> run, CancellationToken stopping)
    {
        await RemoveAsync(job, run.Owner, stopping);
        try
        {
            while (true)
            {
                try
                {
                    var outcome = run.CancelRequested ? JobOutcome.Cancelled : await AttemptAsync(job, run, stopping);
                    if (outcome.Status != JobStatus.Done)
                    {
                        await RemoveAsync(job, run.Owner, stopping);
                    }

                    return outcome;
                }
                catch (IndexesMovedException)
                {
                    await RemoveAsync(job, run.Owner, stopping);
                    await UntilOpenAsync(run, stopping);
                }
            }
        }
        catch (Exception e) when (e is not LeaseLostException && !stopping.IsCancellationRequested)
        {
            await TryRemoveAsync(job, run.Owner);
            throw;
        }
    }

    private async Task<JobOutcome> AttemptAsync(ExportJob job, JobRun<ExportJob> run, CancellationToken stopping)
    {
        await using var db = await contexts.CreateDbContextAsync(stopping);
        var read = await ExportPlan.ReadAsync(db, job, options, vault, stopping);
        if (read.Failed)
        {
            return JobOutcome.Failed(read.Error);
        }

        var plan = read.Value;
        var file = new ExportFile(job.Columns, job.SenderId, plan.Names, vault, tokens, address);
        var pipeline = new ExportPipeline(new(contexts, clock) { FirstRange = FirstRange }, _items);
        var from = await HeadAsync(db, stopping);
        await using var sealedFile = files.Create(job.PublicId, FileName);
        await using var hashed = new HashingStream(Target(sealedFile));
        await pipeline.RunAsync(
            job, plan, rows => ExportFile.Write(hashed, job.Format, new(file.Columns, rows.Select(file.ValuesOf).GetEnumerator()), RowsPerSheet), run.Owner, GoesOnAsync, stopping);
        if (run.CancelRequested)
        {
            return JobOutcome.Cancelled;
        }

        if (pipeline.Rows > plan.MostRows)
        {
            return JobOutcome.Failed(ExportErrors.Grew);
        }

        // The last look at the lease before the file gets its name.
        await run.ReportAsync(pipeline.Rows, pipeline.Rows, always: true);
        if (run.CancelRequested)
        {
            return JobOutcome.Cancelled;
        }

        await sealedFile.CompleteAsync();
        (job.RowCount, job.FileSize, job.Checksum) = (pipeline.Rows, hashed.Length, hashed.Hash());
        (job.DecidedFromSeq, job.DecidedUntilSeq) = (from, await HeadAsync(db, CancellationToken.None));
        return await FinishAsync(job, run.Owner);

        async ValueTask<bool> GoesOnAsync(long rows)
        {
            await run.ReportAsync(rows, Math.Max(rows, job.ExpectedRows));
            return !run.CancelRequested && rows <= plan.MostRows;
        }
    }

    // Done, with its rows and the entry about it, in one transaction: somebody who asked for an end is either heard here or
    // told that it is too late.
    private async Task<JobOutcome> FinishAsync(ExportJob job, string owner)
    {
        var now = clock.UtcMilliseconds();
        var expires = now.AddDays(options.KeepDays);
        var details = JsonSerializer.Serialize(new { rows = job.RowCount, bytes = job.FileSize, sha256 = Convert.ToHexStringLower(job.Checksum!), ledgerFrom = job.DecidedFromSeq, ledgerUntil = job.DecidedUntilSeq });
        var finished = await ledger.ChangeAsync(
            new(Actor.System("exports"), AuditAction.ExportFinished, Subject: $"{job.PublicId}", Details: details),
            async db => await Mine(db, job, owner).Where(j => !j.CancelRequested).ExecuteUpdateAsync(set => set
                .SetProperty(j => j.Status, JobStatus.Done)
                .SetProperty(j => j.RowCount, job.RowCount)
                .SetProperty(j => j.FileSize, job.FileSize)
                .SetProperty(j => j.Checksum, job.Checksum)
                .SetProperty(j => j.DecidedFromSeq, job.DecidedFromSeq)
                .SetProperty(j => j.DecidedUntilSeq, job.DecidedUntilSeq)
                .SetProperty(j => j.ExpiresAt, j => j.FailureKey == null ? expires : now)
                .SetProperty(j => j.FinishedAt, now)
                .SetProperty(j => j.ClaimedBy, (string?)null)
                .SetProperty(j => j.ClaimedUntil, Times.NotYet)
                .SetProperty(j => j.Version, j => j.Version + 1)) == 1);
        if (finished.Failed)
        {
            throw new IndexesMovedException();
        }

        return finished.Value ? JobOutcome.Done with { IsSettled = true } : await IsMineAsync(job, owner) ? JobOutcome.Cancelled : throw new LeaseLostException();
    }

    // Whoever lost the job leaves what is there: it may be its successor's.
    private async Task RemoveAsync(ExportJob job, string owner, CancellationToken cancellation)
    {
        if (await IsMineAsync(job, owner))
        {
            files.DeleteAll(job.PublicId);
            await _items.DeleteAsync(job.Id, cancellation);
            await ForgetErasureAsync(job, owner);
        }
    }

    // Somebody was erased from a file that is not there any more: the next one is without her.
    private async Task ForgetErasureAsync(ExportJob job, string owner)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        await Mine(db, job, owner).Where(j => j.FailureKey != null).ExecuteUpdateAsync(set => set.SetProperty(j => j.FailureKey, (string?)null));
    }

    // Where this fails too, the upkeep does it later.
    private async Task TryRemoveAsync(ExportJob job, string owner)
    {
        try
        {
            await RemoveAsync(job, owner, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning(e, "What the export {Job} left could not be removed; it is tried again", job.PublicId);
        }
    }

    private async Task<bool> IsMineAsync(ExportJob job, string owner)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await Mine(db, job, owner).AnyAsync();
    }

    private static IQueryable<ExportJob> Mine(DashboardDbContext db, ExportJob job, string owner) => db.ExportJobs.Where(j => j.Id == job.Id && j.Status == JobStatus.Running && j.ClaimedBy == owner);

    private async Task UntilOpenAsync(JobRun<ExportJob> run, CancellationToken stopping)
    {
        await using var db = await contexts.CreateDbContextAsync(stopping);
        while (await db.LedgerHead.AnyAsync(h => h.Mode != LedgerMode.Open, stopping))
        {
            await run.ReportAsync(0, 0);
            await Task.Delay(Pause, clock, stopping);
        }
    }

    private static Task<long> HeadAsync(DashboardDbContext db, CancellationToken cancellation) => db.LedgerHead.Select(h => h.Seq).SingleAsync(cancellation);
}

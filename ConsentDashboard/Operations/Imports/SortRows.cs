using System.Buffers;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports;

/// <summary>What reading a file came to.</summary>
/// <param name="Sorted">Rows that went into the sorted file.</param>
/// <param name="Rows">All of them.</param>
internal sealed record SortedFile(long Sorted, long Rows);

/// <summary>
/// Reads an upload once: rows that have a number go to the sorted file, the others get their verdict at once. Sorted by
/// number, it shows which of them count; then they are sorted by time, the order in which they are written.
/// </summary>
internal sealed class SortRows(ImportRows rows, JobFiles files, NumberVault vault, IDbContextFactory<DashboardDbContext> contexts)
{
    /// <returns>Null where somebody asked for an end.</returns>
    public async Task<SortedFile?> RunAsync(ImportBatch batch, JobRun<ImportBatch> run, VerdictWriting verdicts, CancellationToken stopping)
    {
        var generation = await GenerationAsync(stopping);
        var sort = new ExternalSort(files, batch.PublicId, "rows", ImportRecord.KeySize);
        var record = new ArrayBufferWriter<byte>(1024);
        long read = 0, sorted = 0;
        await foreach (var row in rows(batch, stopping))
        {
            if (await TakeAsync(row, batch, generation, verdicts, record))
            {
                await sort.AddAsync(record.WrittenMemory);
                sorted++;
            }

            read++;
            await run.ReportAsync(read, 0);
            if (run.CancelRequested)
            {
                return null;
            }
        }

        await WriteAsync(batch.PublicId, sort, generation, run, read, stopping);
        return new(sorted, read);
    }

    // True: the row has a number, and stands in the record.
    private async ValueTask<bool> TakeAsync(ImportRow row, ImportBatch batch, int generation, VerdictWriting verdicts, ArrayBufferWriter<byte> record)
    {
        if (row.Problem is { } problem)
        {
            await verdicts.AddAsync(row.Number, ImportVerdict.Problem, new(problem.Key, problem.Column), () => NumbersInText.MaskDigits(row.Phone));
            return false;
        }

        var number = NumberFormats.Parse(row.Phone, batch.DefaultRegion);
        if (number.Failed)
        {
            await verdicts.AddAsync(row.Number, ImportVerdict.InvalidNumber, new(number.Error.Key), () => NumbersInText.MaskDigits(row.Phone));
            return false;
        }

        record.ResetWrittenCount();
        ImportRecord.From(row, vault.BlindIndex(number.Value.Value, generation), number.Value).Write(record);
        return true;
    }

    private async Task WriteAsync(PublicId job, ExternalSort sort, int generation, JobRun<ImportBatch> run, long read, CancellationToken stopping)
    {
        var timed = await ByTimeAsync(job, sort, run, read, stopping);
        await using var file = files.Create(job, ImportFiles.Sorted);
        file.Write(SortedRows.Header(generation));
        await timed.MergeAsync(
            async sorted =>
            {
                RecordFile.Append(file, sorted.Span);
                await run.ReportAsync(read, 0);
            },
            stopping);
        await file.CompleteAsync();
    }

    private async Task<ExternalSort> ByTimeAsync(PublicId job, ExternalSort sort, JobRun<ImportBatch> run, long read, CancellationToken stopping)
    {
        var timed = new ExternalSort(files, job, "by-time", ImportRecord.TimedKeySize);
        var record = new ArrayBufferWriter<byte>(1024);
        var before = Array.Empty<byte>();
        await sort.MergeAsync(
            async sorted =>
            {
                var index = sorted[..ImportRecord.IndexSize].ToArray();
                record.ResetWrittenCount();
                ImportRecord.WriteTimed(record, sorted.Span, isDuplicate: index.AsSpan().SequenceEqual(before));
                before = index;
                await timed.AddAsync(record.WrittenMemory);
                await run.ReportAsync(read, 0);
            },
            stopping);
        return timed;
    }

    private async Task<int> GenerationAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.LedgerHead.Select(head => head.IndexGeneration).SingleAsync(cancellation);
    }
}

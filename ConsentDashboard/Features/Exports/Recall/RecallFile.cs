using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Exports.Files;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Spreadsheets;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Exports.Recall;

/// <summary>
/// A CSV of the rows whose people may no longer be contacted, to be taken off whatever list the file became. It is written
/// whole before any of it leaves, so that half a recall is never taken for all of it.
/// </summary>
public sealed class RecallFile(ExportChanges changes, RecallQueries queries, JobFiles files, AuditTrail audit)
{
    private static readonly SheetColumn[] Columns = [new("row_key"), new("number"), new("reasons")];

    public async Task<Result<DownloadedFile>> ExecuteAsync(PublicId export, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.DownloadExport);
        if (await changes.FindAsync(export, cancellation) is not { } job)
        {
            return ExportRefusals.NotFound;
        }

        if (!ExportRules.MayDownload(job, actor))
        {
            return ExportRefusals.NotYours;
        }

        if (job.Status is not (JobStatus.Done or JobStatus.Expired))
        {
            return ExportRefusals.NotReady;
        }

        if (!await queries.AreKeptAsync(job, cancellation))
        {
            return ExportRefusals.RecallOver;
        }

        // A name of its own: two people may recall the same export at once.
        var name = $"{ExportExpiry.RecallFiles}{PublicId.Create()}";
        var rows = await WriteAsync(job, name, cancellation);
        try
        {
            await audit.RecordAsync(new(actor, AuditAction.ExportRecalled, Subject: $"{job.PublicId}", Details: JsonSerializer.Serialize(new { rows })), CancellationToken.None);
            return new DownloadedFile(new ReadOnce(files.Open(job.PublicId, name), () => files.Delete(job.PublicId, name)), $"recall-{job.PublicId}.csv", CsvFile.ContentType);
        }
        catch
        {
            files.Delete(job.PublicId, name);
            throw;
        }
    }

    private async Task<long> WriteAsync(ExportJob job, string name, CancellationToken cancellation)
    {
        await using var target = files.Create(job.PublicId, name);
        var count = 0L;
        await Task.Run(() => CsvFile.Write(target, new(Columns, Rows().GetEnumerator())), cancellation);
        await target.CompleteAsync();
        return count;

        IEnumerable<object?[]> Rows()
        {
            for (long? after = 0; after is { } place;)
            {
                // The writer of CSV is synchronous: this thread is its.
                var page = queries.ReadAsync(job, place, cancellation).GetAwaiter().GetResult();
                foreach (var row in page.Rows)
                {
                    count++;
                    yield return [ExportFile.KeyOf(row.RowKey), row.Number, string.Join(' ', row.Words)];
                }

                after = page.Next;
            }
        }
    }
}

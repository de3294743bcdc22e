using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Exports.Files;

/// <param name="Content">Opened as it is read; dispose it.</param>
public sealed record DownloadedFile(Stream Content, string Name, string ContentType);

/// <summary>Hands out the file of an export: counted, and written into the audit trail before the first byte leaves.</summary>
public sealed class DownloadExport(ExportChanges changes, JobFiles files, TimeProvider clock)
{
    public async Task<Result<DownloadedFile>> ExecuteAsync(PublicId export, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.DownloadExport);
        var job = await changes.FindAsync(export, cancellation);
        if (Refusal(job, actor, clock.UtcMilliseconds()) is { } refusal)
        {
            return refusal;
        }

        SealedFileReader content;
        try
        {
            content = files.Open(job!.PublicId, RunExport.FileName);
        }
        catch (FileNotFoundException)
        {
            return ExportRefusals.Gone;
        }

        try
        {
            var audit = new AuditDraft(actor, AuditAction.ExportDownloaded, Subject: $"{job.PublicId}", Details: JsonSerializer.Serialize(new { rows = job.RowCount }));
            var counted = await changes.CountDownloadAsync(job.Id, clock.UtcMilliseconds(), audit);
            if (counted.Failed || !counted.Value)
            {
                await content.DisposeAsync();
                return counted.Failed ? counted.Error : ExportRefusals.Gone;
            }

            return new DownloadedFile(content, ExportFile.NameOf(job.PublicId, job.Format), ExportFile.ContentTypeOf(job.Format));
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    private static Error? Refusal(ExportJob? job, Actor actor, DateTime now) => job switch
    {
        null => ExportRefusals.NotFound,
        _ when !ExportRules.MayDownload(job, actor) => ExportRefusals.NotYours,
        { Status: JobStatus.Expired } => ExportRefusals.Gone,
        { Status: JobStatus.Done } when job.ExpiresAt <= now => ExportRefusals.Gone,
        { Status: not JobStatus.Done } => ExportRefusals.NotReady,
        _ => null,
    };
}

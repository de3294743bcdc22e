using ConsentDashboard.Data;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Exports;

public sealed class ExportQueries(IDbContextFactory<DashboardDbContext> contexts)
{
    public async Task<NewestPage<ExportListRow>> SearchAsync(NewestPlace place, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewExports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ExportJobs.PageAsync(place, jobs => Rows(db, jobs), cancellation);
    }

    /// <returns>Null where there is none.</returns>
    public async Task<ExportDetails?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewExports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.ExportJobs.AsNoTracking().FirstOrDefaultAsync(j => j.PublicId == id, cancellation) is not { } job)
        {
            return null;
        }

        var sender = await db.Senders.Where(s => s.Id == job.SenderId).Select(s => s.Name).SingleAsync(cancellation);
        var purpose = await db.Purposes.AsNoTracking().SingleAsync(p => p.Id == job.PurposeId, cancellation);
        var segment = job.SegmentId is { } segmentId ? await db.Segments.Where(s => s.Id == segmentId).Select(s => new { s.PublicId, s.Name }).FirstOrDefaultAsync(cancellation) : null;
        var recipient = job.SeedId is { } seedId ? await db.ExportSeeds.Where(s => s.Id == seedId).Select(s => s.Recipient).FirstOrDefaultAsync(cancellation) : null;
        return new()
        {
            Id = job.PublicId,
            Status = job.Status,
            Sender = sender,
            Channel = job.Channel,
            MessageType = job.MessageType,
            PurposeEn = purpose.TextEn,
            PurposeRu = purpose.TextRu,
            Segment = segment is null ? null : new(segment.PublicId, segment.Name, job.SegmentVersion ?? 0),
            FilterWords = job.FilterWords,
            Why = job.Why,
            Format = job.Format,
            Columns = job.Columns,
            ColumnsReason = job.ColumnsReason,
            Recipient = recipient,
            ExpectedRows = job.ExpectedRows,
            NeedsApproval = job.NeedsApproval,
            RequestedBy = job.CreatedByName,
            RequestedAt = job.CreatedAt,
            DecidedBy = job.DecidedByName,
            DecidedAt = job.DecidedAt,
            DecisionNote = job.DecisionNote,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt,
            Done = job.Done,
            Total = job.Total,
            CancelRequested = job.CancelRequested,
            FailureKey = job.FailureKey,
            FailureDetails = job.FailureDetails,
            Rows = job.RowCount,
            FileSize = job.FileSize,
            Checksum = job.Checksum is { } checksum ? Convert.ToHexStringLower(checksum) : null,
            DecidedFromSeq = job.DecidedFromSeq,
            DecidedUntilSeq = job.DecidedUntilSeq,
            Downloads = job.Downloads,
            ExpiresAt = job.ExpiresAt,
            May = new(ExportRules.MayDownload(job, actor), ExportRules.MayCancel(job, actor), actor.Can(Permissions.ApproveExport), ExportRules.DecisionRefusal(job, actor)),
        };
    }

    internal static IQueryable<ExportListRow> Rows(DashboardDbContext db, IQueryable<ExportJob> jobs) => jobs.Select(j => new ExportListRow(
        j.Id,
        j.PublicId,
        j.Status,
        db.Senders.Where(s => s.Id == j.SenderId).Select(s => s.Name).First(),
        j.Channel,
        j.MessageType,
        db.Purposes.Where(p => p.Id == j.PurposeId).Select(p => p.TextEn).First(),
        db.Purposes.Where(p => p.Id == j.PurposeId).Select(p => p.TextRu).First(),
        db.Segments.Where(s => s.Id == j.SegmentId).Select(s => s.Name).FirstOrDefault(),
        j.Format,
        j.Checksum != null ? j.RowCount : j.ExpectedRows,
        j.Done,
        j.Total,
        j.CreatedByName,
        j.CreatedAt,
        j.ExpiresAt,
        j.Downloads));
}

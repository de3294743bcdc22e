using ConsentDashboard.Data;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Imports;

public sealed class ImportQueries(IDbContextFactory<DashboardDbContext> contexts, JobFiles files, ImportVerdicts verdicts)
{
    public async Task<NewestPage<ImportListRow>> SearchAsync(NewestPlace place, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewImports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ImportBatches.Where(b => b.FileSize > 0).PageAsync(place, batches => Rows(db, batches), cancellation);
    }

    /// <returns>Null where there is none.</returns>
    public async Task<ImportDetails?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewImports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.ImportBatches.AsNoTracking().FirstOrDefaultAsync(b => b.PublicId == id && b.FileSize > 0, cancellation) is not { } batch)
        {
            return null;
        }

        return new()
        {
            Id = batch.PublicId,
            Stage = batch.Stage,
            Status = batch.Status,
            FileName = batch.FileName,
            FileSize = batch.FileSize,
            Source = batch.SourceName,
            IsMapped = batch.Mapping != "{}",
            Declared = await DeclaredAsync(db, batch, cancellation),
            Done = batch.Done,
            Total = batch.Total,
            CancelRequested = batch.CancelRequested,
            FailureKey = batch.FailureKey,
            FailureDetails = batch.FailureDetails,
            Tried = ImportCounts.Parse(batch.TriedCounts),
            Run = ImportCounts.Parse(batch.RunCounts),
            TriedDigest = batch.TriedDigest,
            TriedAt = batch.TriedAt,
            UploadedBy = batch.CreatedByName,
            UploadedAt = batch.CreatedAt,
            FinishedAt = batch.FinishedAt,
            UndoneAt = batch.UndoneAt,
            HasFile = files.Exists(batch.PublicId, ImportFiles.Upload),
            HasVerdicts = verdicts.Exist(batch.PublicId),
        };
    }

    // Uploads that are still coming in, or died on the way, have no size.
    internal static IQueryable<ImportListRow> Rows(DashboardDbContext db, IQueryable<ImportBatch> batches) => batches.Select(b => new ImportListRow(
        b.Id,
        b.PublicId,
        b.FileName,
        b.SourceName,
        db.Senders.Where(s => s.Id == b.SenderId).Select(s => s.Name).FirstOrDefault(),
        b.Stage,
        b.Status,
        b.Done,
        b.Total,
        b.TriedCounts,
        b.RunCounts,
        b.CreatedByName,
        b.CreatedAt));

    private static async Task<DeclaredThings> DeclaredAsync(DashboardDbContext db, ImportBatch batch, CancellationToken cancellation)
    {
        var sender = await db.Senders.Where(s => s.Id == batch.SenderId).Select(s => new { s.PublicId, s.Name }).FirstOrDefaultAsync(cancellation);
        var point = batch.CollectionPointId is { } pointId ? await db.CollectionPoints.Where(p => p.Id == pointId).Select(p => new { p.PublicId, p.Name }).FirstOrDefaultAsync(cancellation) : null;
        var wording = batch.NoticeVersionId is { } versionId
            ? await db.NoticeVersions.Where(v => v.Id == versionId).Join(db.Notices, v => v.NoticeId, n => n.Id, (v, n) => new { v.PublicId, v.Number, n.Name }).FirstOrDefaultAsync(cancellation)
            : null;
        return new()
        {
            Sender = sender?.Name,
            SenderId = sender?.PublicId,
            Point = point?.Name,
            PointId = point?.PublicId,
            Wording = wording?.Name,
            WordingNumber = wording?.Number ?? 0,
            WordingId = wording?.PublicId,
            Language = batch.WordingLanguage,
            Cells = batch.Cells,
            Method = batch.Method,
            Proof = batch.ProofReference,
            Region = batch.DefaultRegion,
        };
    }
}

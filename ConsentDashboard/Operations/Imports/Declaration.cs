using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports;

/// <summary>Whether what staff declared of a list makes sense, before a row of it is looked at.</summary>
internal static class Declaration
{
    public static async Task<Error?> RefusalAsync(DashboardDbContext db, ImportBatch batch, CancellationToken cancellation) => batch switch
    {
        { Cells: ConsentCells.None } => ImportErrors.NoCells,
        _ when !NumberFormats.IsKnownRegion(batch.DefaultRegion) => ImportErrors.UnknownRegion,
        _ when !await db.Senders.AnyAsync(s => s.Id == batch.SenderId, cancellation) => ImportErrors.NoSender,
        { NoticeVersionId: { } version } when !await IsOfSenderAsync(db, batch, version, cancellation) => ImportErrors.WrongWording,
        { CollectionPointId: { } point } when !await db.CollectionPoints.AnyAsync(p => p.Id == point && p.SenderId == batch.SenderId, cancellation) => ImportErrors.WrongPoint,
        _ => null,
    };

    /// <summary>All of it that a run depends on, with how the file is read: for the digest of what was shown.</summary>
    public static byte[] Bytes(ImportBatch batch) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        batch.SenderId,
        batch.CollectionPointId,
        batch.NoticeVersionId,
        batch.WordingLanguage,
        batch.Cells,
        batch.Method,
        batch.ProofReference,
        batch.DefaultRegion,
        batch.Mapping,
    });

    private static Task<bool> IsOfSenderAsync(DashboardDbContext db, ImportBatch batch, long version, CancellationToken cancellation) =>
        (from v in db.NoticeVersions
         join n in db.Notices on v.NoticeId equals n.Id
         where v.Id == version && n.SenderId == batch.SenderId && n.Kind == ConsentKind.Contact && v.Status != NoticeStatus.Draft && v.ContentHash != null && (batch.Cells & ~v.Cells) == ConsentCells.None
         select v.Id).AnyAsync(cancellation);
}

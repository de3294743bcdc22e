using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Exports.Files;

/// <summary>What an export was, for whoever keeps the file: it says what the file holds and lets its checksum be compared, and names nobody in it.</summary>
public sealed class ExportManifest(ExportQueries queries)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>UTF-8; null where there is no such export, or it has no file yet.</returns>
    public async Task<byte[]?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        var export = await queries.FindAsync(id, actor, cancellation);
        return export is { WasWritten: true } ? JsonSerializer.SerializeToUtf8Bytes(Of(export), Json) : null;
    }

    private static object Of(ExportDetails export) => new
    {
        export = $"{export.Id}",
        file = ExportFile.NameOf(export.Id, export.Format),
        rows = export.Rows,
        watermarkRows = export.Recipient is null ? 0 : 1,
        watermarkOf = export.Recipient,
        bytes = export.FileSize,
        sha256 = export.Checksum,
        sender = export.Sender,
        channel = $"{export.Channel}",
        messageType = $"{export.MessageType}",
        purpose = export.PurposeEn,
        segment = export.Segment?.Name,
        segmentVersion = export.Segment?.Version,
        filter = export.FilterWords.Length > 0 ? export.FilterWords : export.Segment is null ? "everybody who may be contacted" : null,
        columns = ExportFile.NamesOf(export.Columns),
        columnsReason = export.ColumnsReason.Length > 0 ? export.ColumnsReason : null,
        why = export.Why,
        requestedBy = export.RequestedBy,
        requestedAt = export.RequestedAt,
        approvedBy = export.NeedsApproval ? export.DecidedBy : null,
        approvedAt = export.NeedsApproval ? export.DecidedAt : null,
        approvalNote = export.NeedsApproval ? export.DecisionNote : null,
        decidedFrom = export.StartedAt,
        decidedUntil = export.FinishedAt,
        ledgerFrom = export.DecidedFromSeq,
        ledgerUntil = export.DecidedUntilSeq,
        expiresAt = export.ExpiresAt,
        downloads = export.Downloads,
    };
}

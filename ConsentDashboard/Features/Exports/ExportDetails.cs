using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Operations.Exports;

namespace ConsentDashboard.Features.Exports;

/// <summary>An export in a list.</summary>
/// <param name="Place">For the keyset; never shown.</param>
/// <param name="Rows">People in the file; before it is written, about how many there will be.</param>
public sealed record ExportListRow(
    long Place, PublicId Id, JobStatus Status, string Sender, Channel Channel, MessageType MessageType, string PurposeEn, string PurposeRu, string? Segment, ExportFormat Format,
    long Rows, long Done, long Total, string RequestedBy, DateTime RequestedAt, DateTime? ExpiresAt, int Downloads) : IPlaced;

/// <summary>An export on its own page: what the manifest says, and what whoever looks may do.</summary>
public sealed record ExportDetails
{
    public required PublicId Id { get; init; }

    public required JobStatus Status { get; init; }

    public required string Sender { get; init; }

    public required Channel Channel { get; init; }

    public required MessageType MessageType { get; init; }

    public required string PurposeEn { get; init; }

    public required string PurposeRu { get; init; }

    /// <summary>Null: everybody.</summary>
    public SegmentNamed? Segment { get; init; }

    /// <summary>Empty for everybody, and once the file is gone.</summary>
    public required string FilterWords { get; init; }

    public required string Why { get; init; }

    public required ExportFormat Format { get; init; }

    public required ExportColumns Columns { get; init; }

    public required string ColumnsReason { get; init; }

    /// <summary>Whose watermark is in the file; null: none.</summary>
    public string? Recipient { get; init; }

    public required long ExpectedRows { get; init; }

    public required bool NeedsApproval { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTime RequestedAt { get; init; }

    public string? DecidedBy { get; init; }

    public DateTime? DecidedAt { get; init; }

    public string? DecisionNote { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public required long Done { get; init; }

    public required long Total { get; init; }

    public required bool CancelRequested { get; init; }

    public string? FailureKey { get; init; }

    public string? FailureDetails { get; init; }

    public required long Rows { get; init; }

    public required long FileSize { get; init; }

    /// <summary>SHA-256 in hexadecimal digits; null before the file is whole.</summary>
    public string? Checksum { get; init; }

    public required long DecidedFromSeq { get; init; }

    public required long DecidedUntilSeq { get; init; }

    public required int Downloads { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public required ExportMay May { get; init; }

    /// <summary>The file can be had.</summary>
    public bool IsOffered => Status == JobStatus.Done && !PersonErased;

    /// <summary>The file went with somebody in it who was erased.</summary>
    public bool PersonErased => WasWritten && FailureKey == ExportErrors.PersonErased.Key;

    /// <summary>There is, or was, a file, so its rows can be recalled.</summary>
    public bool WasWritten => Status is JobStatus.Done or JobStatus.Expired;
}

public sealed record SegmentNamed(PublicId Id, string Name, int Version);

/// <param name="Decide">Why whoever looks cannot agree or refuse; null: may. Meaningless where nothing waits.</param>
public sealed record ExportMay(bool Download, bool Cancel, bool SeesApproval, Error? Decide);

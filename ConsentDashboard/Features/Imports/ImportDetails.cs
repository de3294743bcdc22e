using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Operations.Imports;

namespace ConsentDashboard.Features.Imports;

/// <summary>An import in a list.</summary>
/// <param name="Place">For the keyset; never shown.</param>
/// <param name="FileName">Empty once its files are gone.</param>
/// <param name="Sender">Null before it is declared.</param>
public sealed record ImportListRow(
    long Place, PublicId Id, string FileName, string Source, string? Sender, ImportStage Stage, JobStatus Status, long Done, long Total, string TriedCounts, string RunCounts, string By, DateTime At) : IPlaced
{
    public ImportState State => ImportStates.Of(Stage, Status);

    /// <summary>Of the run, or of the dry run before it.</summary>
    public ImportCounts Counts => ImportCounts.Parse(Stage is ImportStage.Run or ImportStage.Undo ? RunCounts : TriedCounts);
}

/// <summary>An import on its own page.</summary>
public sealed record ImportDetails
{
    public required PublicId Id { get; init; }

    public required ImportStage Stage { get; init; }

    public required JobStatus Status { get; init; }

    public required string FileName { get; init; }

    public required long FileSize { get; init; }

    public required string Source { get; init; }

    public required bool IsMapped { get; init; }

    public required DeclaredThings Declared { get; init; }

    public required long Done { get; init; }

    public required long Total { get; init; }

    public required bool CancelRequested { get; init; }

    public string? FailureKey { get; init; }

    public string? FailureDetails { get; init; }

    public required ImportCounts Tried { get; init; }

    public required ImportCounts Run { get; init; }

    public byte[]? TriedDigest { get; init; }

    public DateTime? TriedAt { get; init; }

    public required string UploadedBy { get; init; }

    public required DateTime UploadedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public DateTime? UndoneAt { get; init; }

    /// <summary>The upload is there still, so it can be read another way.</summary>
    public required bool HasFile { get; init; }

    public required bool HasVerdicts { get; init; }

    public ImportState State => ImportStates.Of(Stage, Status);

    public bool IsUnderWay => Status is JobStatus.Waiting or JobStatus.Running;

    /// <summary>Its columns and its declaration may be changed.</summary>
    public bool MayChange => HasFile && !IsUnderWay && Stage is ImportStage.Mapping or ImportStage.DryRun;
}

/// <summary>What staff said of a list; nothing of it before they did.</summary>
public sealed record DeclaredThings
{
    public string? Sender { get; init; }

    public PublicId? SenderId { get; init; }

    /// <summary>Null: a legacy list.</summary>
    public string? Point { get; init; }

    public PublicId? PointId { get; init; }

    public string? Wording { get; init; }

    public int WordingNumber { get; init; }

    public PublicId? WordingId { get; init; }

    public required string Language { get; init; }

    public required ConsentCells Cells { get; init; }

    public required Method Method { get; init; }

    public required string Proof { get; init; }

    public required string Region { get; init; }
}

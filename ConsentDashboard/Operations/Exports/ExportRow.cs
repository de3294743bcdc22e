using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Exports;

/// <summary>Somebody who goes into the file, as read, her number still sealed.</summary>
public sealed class ExportRow
{
    /// <summary>Given out while reading, in the order of the file.</summary>
    public long RowKey { get; set; }

    /// <summary>Null for the watermark.</summary>
    public long? SubscriberId { get; init; }

    public PublicId PublicId { get; init; }

    public byte[] Cipher { get; init; } = [];

    public byte[]? BlindIndex { get; init; }

    public string Language { get; init; } = "";

    public string Region { get; init; } = "";

    public string? Reference { get; init; }

    public DateTime? OptedInAt { get; init; }

    public long? CollectionPointId { get; init; }

    public long? NoticeVersionId { get; init; }

    public DateTime? LastActivityAt { get; init; }
}

namespace ConsentDashboard.Domain.Sends;

/// <summary>A list of sends that was counted: known by its bytes, so that the same list does not count twice.</summary>
public sealed class SendFile
{
    public long Id { get; set; }

    public long SenderId { get; set; }

    /// <summary>SHA-256 of the file as it was uploaded.</summary>
    public byte[] Checksum { get; set; } = [];

    public long Rows { get; set; }

    public DateTime RecordedAt { get; set; }

    public string RecordedBy { get; set; } = "";
}

namespace ConsentDashboard.Features.Imports;

public sealed class ImportOptions
{
    public const string Section = "Imports";

    /// <summary>The largest upload, in bytes.</summary>
    public long MaxBytes { get; set; } = 2L << 30;
}

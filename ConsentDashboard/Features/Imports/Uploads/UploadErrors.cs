using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Imports.Uploads;

public static class UploadErrors
{
    public static readonly Error NoFile = new("Import.Upload.NoFile", ErrorKind.Invalid, "file");
    public static readonly Error TooLarge = new("Import.Upload.TooLarge", ErrorKind.Invalid, "file");

    /// <summary>The connection ended before the file did.</summary>
    public static readonly Error Broken = new("Import.Upload.Broken", ErrorKind.Invalid, "file");
    public static readonly Error NoSpace = new("Import.Upload.NoSpace", ErrorKind.Unavailable, "file");

    private static readonly Error[] All = [NoFile, TooLarge, Broken, NoSpace];

    /// <returns>Null for anything else that stands in an address.</returns>
    public static Error? Find(string? key) => Array.Find(All, error => error.Key == key);
}

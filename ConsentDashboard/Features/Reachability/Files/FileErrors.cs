using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Reachability.Files;

/// <summary>Why a file of answers is not taken.</summary>
public static class FileErrors
{
    public static readonly Error NoSource = new("Reachability.File.NoSource", ErrorKind.Invalid, "source");
    public static readonly Error UnknownRegion = new("Reachability.File.UnknownRegion", ErrorKind.Invalid, "region");
    public static readonly Error NoFile = new("Reachability.File.NoFile", ErrorKind.Invalid, "file");
    public static readonly Error TooLarge = new("Reachability.File.TooLarge", ErrorKind.Invalid, "file");

    /// <summary>The connection ended before the file did.</summary>
    public static readonly Error CutOff = new("Reachability.File.CutOff", ErrorKind.Unavailable, "file");

    /// <summary>It is not the file that was looked at.</summary>
    public static readonly Error AnotherFile = new("Reachability.File.AnotherFile", ErrorKind.Conflict, "file");

    public static readonly Error NoAnswers = new("Reachability.File.NoAnswers", ErrorKind.Refused, "file");

    /// <summary>Something failed amidst the recording.</summary>
    public static readonly Error Broken = new("Reachability.File.Broken", ErrorKind.Unavailable, "file");
}

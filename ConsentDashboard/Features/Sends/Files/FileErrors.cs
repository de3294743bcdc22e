using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Imports.Reading;

namespace ConsentDashboard.Features.Sends.Files;

public static class FileErrors
{
    public static readonly Error NoSender = new("SendsFile.NoSender", ErrorKind.Invalid, "sender");
    public static readonly Error NoDay = new("SendsFile.NoDay", ErrorKind.Invalid, "day");
    public static readonly Error NoFile = new("SendsFile.NoFile", ErrorKind.Invalid, "file");
    public static readonly Error TooLarge = new("SendsFile.TooLarge", ErrorKind.Invalid, "file");
    public static readonly Error Empty = new("SendsFile.Empty", ErrorKind.Invalid, "file");

    /// <summary>A quote was opened and its end is missing.</summary>
    public static readonly Error OpenQuote = new("SendsFile.OpenQuote", ErrorKind.Refused, "file");
    public static readonly Error LineTooLong = new("SendsFile.LineTooLong", ErrorKind.Refused, "file");
    public static readonly Error TooManyColumns = new("SendsFile.TooManyColumns", ErrorKind.Refused, "file");
    public static readonly Error NoNumbers = new("SendsFile.NoNumbers", ErrorKind.Invalid, "file");

    /// <summary>The same bytes were counted for the same sender.</summary>
    public static readonly Error CountedBefore = new("SendsFile.CountedBefore", ErrorKind.Conflict, "file");

    /// <summary>Somebody else has sent the same list, and it is being read.</summary>
    public static readonly Error BeingCounted = new("SendsFile.BeingCounted", ErrorKind.Conflict, "file");

    public static readonly Error CutOff = new("SendsFile.CutOff", ErrorKind.Unavailable, "file");
    public static readonly Error Broken = new("SendsFile.Broken", ErrorKind.Unavailable, "file");

    /// <summary>What the reader of lists says, in the words of this page.</summary>
    internal static Error Of(UnreadableFileException unreadable) => unreadable.Error switch
    {
        var error when error == ReadingErrors.EmptyFile => Empty,
        var error when error == ReadingErrors.CutOff || error == ReadingErrors.BadQuotes => OpenQuote,
        var error when error == ReadingErrors.LineTooLong => LineTooLong,
        var error when error == ReadingErrors.TooManyColumns => TooManyColumns,
        _ => NoNumbers,
    };
}

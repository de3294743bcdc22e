using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Exports.Requests;

/// <summary>Why an export is not asked for, agreed to or handed out.</summary>
internal static class ExportRefusals
{
    public static readonly Error UnknownSender = new("Exports.UnknownSender", ErrorKind.Invalid, "sender");
    public static readonly Error UnknownPurpose = new("Exports.UnknownPurpose", ErrorKind.Invalid, "purpose");

    /// <summary>No wording of the sender that asks for this channel and type names the purpose, so nobody can have agreed to it.</summary>
    public static readonly Error PurposeNeverAsked = new("Exports.PurposeNeverAsked", ErrorKind.Invalid, "purpose");

    public static readonly Error UnknownSegment = new("Exports.UnknownSegment", ErrorKind.Invalid, "segment");
    public static readonly Error UnknownSeed = new("Exports.UnknownSeed", ErrorKind.Invalid, "seed");
    public static readonly Error NoColumns = new("Exports.NoColumns", ErrorKind.Invalid, "columns");
    public static readonly Error ColumnsReasonMissing = new("Exports.ColumnsReasonMissing", ErrorKind.Invalid, "columnsReason");
    public static readonly Error ColumnsReasonHasNumber = new("Exports.TextHasNumber", ErrorKind.Invalid, "columnsReason");
    public static readonly Error WhyMissing = new("Exports.WhyMissing", ErrorKind.Invalid, "why");
    public static readonly Error WhyHasNumber = new("Exports.TextHasNumber", ErrorKind.Invalid, "why");
    public static readonly Error Nobody = new("Exports.Nobody", ErrorKind.Refused);
    public static readonly Error OverLimit = new("Exports.OverLimit", ErrorKind.Refused);

    public static readonly Error NotFound = new("Exports.NotFound", ErrorKind.NotFound);
    public static readonly Error AlreadyDecided = new("Exports.AlreadyDecided", ErrorKind.Conflict);
    public static readonly Error SamePerson = new("Exports.SamePerson", ErrorKind.Refused);
    public static readonly Error NoteMissing = new("Exports.NoteMissing", ErrorKind.Invalid, "note");
    public static readonly Error NoteHasNumber = new("Exports.TextHasNumber", ErrorKind.Invalid, "note");
    public static readonly Error TooLate = new("Exports.TooLate", ErrorKind.Conflict);
    public static readonly Error NotYours = new("Exports.NotYours", ErrorKind.Forbidden);
    public static readonly Error NotReady = new("Exports.NotReady", ErrorKind.NotFound);
    public static readonly Error Gone = new("Exports.Gone", ErrorKind.Unavailable);
    public static readonly Error RecallOver = new("Exports.RecallOver", ErrorKind.Unavailable);
}

using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.OptOuts;

internal static class InboxErrors
{
    public static readonly Error NotFound = new("Inbox.NotFound", ErrorKind.NotFound);
    public static readonly Error AlreadyHandled = new("Inbox.AlreadyHandled", ErrorKind.Conflict);
    public static readonly Error BeingHandled = new("Inbox.BeingHandled", ErrorKind.Conflict);
    public static readonly Error NumberNeeded = new("Inbox.NumberNeeded", ErrorKind.Invalid, "phone");
    public static readonly Error NoteNeeded = new("Inbox.NoteNeeded", ErrorKind.Invalid, "note");
    public static readonly Error NoteLength = new("Inbox.NoteLength", ErrorKind.Invalid, "note");
    public static readonly Error NoteHasNumber = new("Inbox.NoteHasNumber", ErrorKind.Invalid, "note");
}

namespace ConsentDashboard.Domain.Notices;

public static class NoticeErrors
{
    public static readonly Error NotFound = new("Notice.NotFound", ErrorKind.NotFound);
    public static readonly Error NotADraft = new("Notice.NotADraft", ErrorKind.Conflict);
    public static readonly Error NotPublished = new("Notice.NotPublished", ErrorKind.Conflict);
    public static readonly Error Stale = new("Notice.Stale", ErrorKind.Conflict);
    public static readonly Error Incomplete = new("Notice.Incomplete", ErrorKind.Refused);
    public static readonly Error DraftExists = new("Notice.DraftExists", ErrorKind.Conflict);
    public static readonly Error NothingToCopy = new("Notice.NothingToCopy", ErrorKind.Conflict);
    public static readonly Error UnknownSender = new("Notice.UnknownSender", ErrorKind.Invalid, "SenderId");
    public static readonly Error UnknownPurpose = new("Notice.UnknownPurpose", ErrorKind.Invalid, NoticeFields.Purposes);
    public static readonly Error UnknownKind = new("Notice.UnknownKind", ErrorKind.Invalid, "Kind");

    public static Error NoName { get; } = new("Notice.NoName", ErrorKind.Invalid, NoticeFields.Name);

    public static Error TooLong(string field) => new("Notice.TooLong", ErrorKind.Invalid, field);

    public static Error OutOfRange(string field) => new("Notice.OutOfRange", ErrorKind.Invalid, field);
}

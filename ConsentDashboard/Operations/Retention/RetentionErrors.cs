using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Retention;

/// <summary>Why a run does not begin, or does not go on.</summary>
public static class RetentionErrors
{
    public static readonly Error NoRun = new("Retention.NoRun", ErrorKind.NotFound);
    public static readonly Error NoPolicy = new("Retention.NoPolicy", ErrorKind.NotFound);

    /// <summary>The set is a file, and it is gone or is another one than was approved.</summary>
    public static readonly Error SetGone = new("Retention.SetGone", ErrorKind.Conflict);

    /// <summary>What was approved is not what the policy says now.</summary>
    public static readonly Error PolicyChanged = new("Retention.PolicyChanged", ErrorKind.Conflict);

    public static readonly Error PreviewTooOld = new("Retention.PreviewTooOld", ErrorKind.Conflict);

    /// <summary>It was made while the clock was ahead: nobody is due by a moment that has not come.</summary>
    public static readonly Error PreviewAhead = new("Retention.PreviewAhead", ErrorKind.Conflict);
    public static readonly Error NothingDue = new("Retention.NothingDue", ErrorKind.Conflict);
    public static readonly Error WhyNeeded = new("Retention.WhyNeeded", ErrorKind.Invalid, "why");
    public static readonly Error CountNotConfirmed = new("Retention.CountNotConfirmed", ErrorKind.Invalid, "count");
    public static readonly Error PasswordWrong = new("Retention.PasswordWrong", ErrorKind.Refused, "password");
    public static readonly Error OwnRequest = new("Retention.OwnRequest", ErrorKind.Refused);

    /// <summary>Whoever set the schedule asked for the run by it.</summary>
    public static readonly Error OwnSchedule = new("Retention.OwnSchedule", ErrorKind.Refused);
    public static readonly Error NoteNeeded = new("Retention.NoteNeeded", ErrorKind.Invalid, "note");

    /// <summary>Somebody else decided, ended or began it meanwhile.</summary>
    public static readonly Error NotWaiting = new("Retention.NotWaiting", ErrorKind.Conflict);
}

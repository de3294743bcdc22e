using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Reports;

public static class ReportErrors
{
    public static readonly Error EndsBeforeItBegins = new("Report.EndsBeforeItBegins", ErrorKind.Invalid, "period");
    public static readonly Error InTheFuture = new("Report.InTheFuture", ErrorKind.Invalid, "period");
    public static readonly Error TooEarly = new("Report.TooEarly", ErrorKind.Invalid, "period");
    public static readonly Error TooLong = new("Report.TooLong", ErrorKind.Invalid, "period");
    public static readonly Error TooLongForSends = new("Report.TooLongForSends", ErrorKind.Invalid, "period");
    public static readonly Error UnknownSender = new("Report.UnknownSender", ErrorKind.Invalid, "sender");
    public static readonly Error UnknownKind = new("Report.UnknownKind", ErrorKind.NotFound);

    /// <summary>So many workbooks wait that another one helps nobody.</summary>
    public static readonly Error TooManyWaiting = new("Report.TooManyWaiting", ErrorKind.Conflict);

    /// <summary>Deleted, expired, or never there.</summary>
    public static readonly Error RunGone = new("Report.RunGone", ErrorKind.NotFound);
    public static readonly Error NotYours = new("Report.NotYours", ErrorKind.Refused);

    public static readonly Error ScheduleGone = new("Report.ScheduleGone", ErrorKind.NotFound);

    /// <summary>Somebody else changed it meanwhile.</summary>
    public static readonly Error ScheduleStale = new("Report.ScheduleStale", ErrorKind.Conflict);
    public static readonly Error TooManySchedules = new("Report.TooManySchedules", ErrorKind.Conflict);
    public static readonly Error PeriodNotOffered = new("Report.PeriodNotOffered", ErrorKind.Invalid, "period");
}

using ConsentDashboard.Domain.OptOut.Deadlines;

namespace ConsentDashboard.Domain.Requests;

/// <summary>
/// By when a law wants a request answered. The day on which it came is not counted, and the last one counts until it ends
/// in UTC (Regulation 1182/71 art. 3). What the weekend would add is not taken: the clock is never later than the law's.
/// </summary>
public static class RequestDeadlines
{
    public const int GdprMonths = 1;
    public const int GdprExtensionMonths = 2;
    public const int CcpaDays = 45;
    public const int CcpaConfirmBusinessDays = 10;
    public const int OptOutBusinessDays = 15;

    /// <summary>How long the log keeps what became of a request (11 CCR 7101).</summary>
    public const int LogMonths = 24;

    private static readonly (RequestLaw Law, RequestKind[] Kinds)[] Rights =
    [
        (RequestLaw.Gdpr, [RequestKind.Access, RequestKind.Erasure, RequestKind.Rectification, RequestKind.Objection]),
        (RequestLaw.Ccpa, [RequestKind.Know, RequestKind.Delete, RequestKind.OptOut]),
    ];

    public static IReadOnlyList<RequestKind> KindsOf(RequestLaw law) => Array.Find(Rights, right => right.Law == law).Kinds ?? [];

    /// <summary>GDPR art. 12(3); 11 CCR 7021(b); for an opt-out 11 CCR 7026(f).</summary>
    public static DateTime DueAt(RequestLaw law, RequestKind kind, DateTime receivedAt) => (law, kind) switch
    {
        (_, RequestKind.OptOut) => EndOf(AddBusinessDays(DayOf(receivedAt), OptOutBusinessDays)),
        (RequestLaw.Ccpa, _) => EndOf(DayOf(receivedAt).AddDays(CcpaDays)),
        _ => EndOf(DayOf(receivedAt).AddMonths(GdprMonths)),
    };

    /// <summary>The end of the one extension; null where the law has none.</summary>
    public static DateTime? ExtendedDueAt(RequestLaw law, RequestKind kind, DateTime receivedAt) => (law, kind) switch
    {
        (_, RequestKind.OptOut) => null,
        (RequestLaw.Ccpa, _) => EndOf(DayOf(receivedAt).AddDays(CcpaDays + CcpaDays)),
        _ => EndOf(DayOf(receivedAt).AddMonths(GdprMonths + GdprExtensionMonths)),
    };

    /// <summary>By when it has to be confirmed that it came (11 CCR 7021(a)); null where no law asks for that.</summary>
    public static DateTime? ConfirmBy(RequestLaw law, RequestKind kind, DateTime receivedAt) =>
        law == RequestLaw.Ccpa && kind != RequestKind.OptOut ? EndOf(AddBusinessDays(DayOf(receivedAt), CcpaConfirmBusinessDays)) : null;

    /// <summary>Whole days left after today; negative: by how many it is overdue, begun ones count.</summary>
    public static int DaysLeft(DateTime dueAt, DateTime now) => now < dueAt
        ? DayOf(dueAt.AddTicks(-1)).DayNumber - DayOf(now).DayNumber
        : DayOf(dueAt.AddTicks(-1)).DayNumber - DayOf(now).DayNumber is < 0 and var days ? days : -1;

    /// <summary>Whether the person may ask it without showing who she is: stopping must be as easy as beginning (GDPR art. 7(3); 11 CCR 7026(d)).</summary>
    public static bool NeedsIdentity(RequestKind kind) => !IsStop(kind);

    public static bool IsStop(RequestKind kind) => kind is RequestKind.Objection or RequestKind.OptOut;

    public static bool IsAccess(RequestKind kind) => kind is RequestKind.Access or RequestKind.Know;

    public static bool IsErasure(RequestKind kind) => kind is RequestKind.Erasure or RequestKind.Delete;

    private static DateOnly DayOf(DateTime at) => DateOnly.FromDateTime(at);

    private static DateTime EndOf(DateOnly day) => day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static DateOnly AddBusinessDays(DateOnly from, int count)
    {
        while (count > 0)
        {
            from = from.AddDays(1);
            count -= from.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || FederalHolidays.IsObserved(from) ? 0 : 1;
        }

        return from;
    }
}

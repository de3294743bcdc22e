using ConsentDashboard.Domain.OptOut.Deadlines;

namespace ConsentDashboard.Domain.Requests;

/// <summary>
/// By when a law wants a request answered. Days are counted from the one that it still is in the west of where the law
/// holds, and the last one ends when it ends in the east; what the weekend would add is not taken. So the clock may run out
/// a few hours sooner than the law's, and never later.
/// </summary>
public static class RequestDeadlines
{
    public const int GdprMonths = 1;
    public const int GdprExtensionMonths = 2;

    /// <summary>They begin on the day of receipt, which is the first of them (11 CCR 7021(b)).</summary>
    public const int CcpaDays = 45;

    public const int CcpaConfirmBusinessDays = 10;
    public const int OptOutBusinessDays = 15;

    /// <summary>How long the log keeps what became of a request (11 CCR 7101).</summary>
    public const int LogMonths = 24;

    // Martinique and Réunion: the European Union's outermost regions.
    private const int GdprWestHours = -4;
    private const int GdprEastHours = 4;

    // California's winter; its days end later than those of UTC, which is soon enough.
    private const int CcpaWestHours = -8;

    private static readonly (RequestLaw Law, RequestKind[] Kinds)[] Rights =
    [
        (RequestLaw.Gdpr, [RequestKind.Access, RequestKind.Erasure, RequestKind.Rectification, RequestKind.Objection]),
        (RequestLaw.Ccpa, [RequestKind.Know, RequestKind.Delete, RequestKind.OptOut]),
    ];

    public static IReadOnlyList<RequestKind> KindsOf(RequestLaw law) => Array.Find(Rights, right => right.Law == law).Kinds ?? [];

    /// <summary>GDPR art. 12(3) with Regulation 1182/71 art. 3; 11 CCR 7021(b); for an opt-out 11 CCR 7026(f).</summary>
    public static DateTime DueAt(RequestLaw law, RequestKind kind, DateTime receivedAt) => (law, kind) switch
    {
        (_, RequestKind.OptOut) => EndOf(law, AddBusinessDays(DayOf(law, receivedAt), OptOutBusinessDays)),
        (RequestLaw.Ccpa, _) => EndOf(law, DayOf(law, receivedAt).AddDays(CcpaDays - 1)),
        _ => EndOf(law, DayOf(law, receivedAt).AddMonths(GdprMonths)),
    };

    /// <summary>The end of the one extension; null where the law has none.</summary>
    public static DateTime? ExtendedDueAt(RequestLaw law, RequestKind kind, DateTime receivedAt) => (law, kind) switch
    {
        (_, RequestKind.OptOut) => null,
        (RequestLaw.Ccpa, _) => EndOf(law, DayOf(law, receivedAt).AddDays(CcpaDays + CcpaDays - 1)),
        _ => EndOf(law, DayOf(law, receivedAt).AddMonths(GdprMonths + GdprExtensionMonths)),
    };

    /// <summary>By when it has to be confirmed that it came (11 CCR 7021(a)); null where no law asks for that.</summary>
    public static DateTime? ConfirmBy(RequestLaw law, RequestKind kind, DateTime receivedAt) =>
        law == RequestLaw.Ccpa && kind != RequestKind.OptOut ? EndOf(law, AddBusinessDays(DayOf(law, receivedAt), CcpaConfirmBusinessDays)) : null;

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

    private static DateOnly DayOf(RequestLaw law, DateTime at) => DayOf(at.AddHours(law == RequestLaw.Ccpa ? CcpaWestHours : GdprWestHours));

    private static DateTime EndOf(RequestLaw law, DateOnly day) => day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddHours(law == RequestLaw.Ccpa ? 0 : -GdprEastHours);

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

namespace ConsentDashboard.Domain.OptOut.Deadlines;

/// <summary>
/// The legal holidays of the United States, 5 U.S.C. 6103(a), which are no business days before the FCC (47 CFR 1.4(e)).
/// Inauguration Day is one for federal offices in Washington only, and is not counted: the deadline comes sooner.
/// </summary>
public static class FederalHolidays
{
    private const int Last = 5;

    private static readonly (int Month, int Day, int Since)[] Fixed =
    [
        (1, 1, 0),
        (6, 19, 2021), // Juneteenth, Pub. L. 117-17
        (7, 4, 0),
        (11, 11, 0),
        (12, 25, 0),
    ];

    private static readonly (int Month, DayOfWeek Day, int Nth)[] Moving =
    [
        (1, DayOfWeek.Monday, 3), // Martin Luther King, Jr.
        (2, DayOfWeek.Monday, 3), // Washington
        (5, DayOfWeek.Monday, Last), // Memorial Day
        (9, DayOfWeek.Monday, 1), // Labor Day
        (10, DayOfWeek.Monday, 2), // Columbus Day
        (11, DayOfWeek.Thursday, 4), // Thanksgiving
    ];

    /// <summary>Whether offices rest: on the holiday, or on the weekday that stands for one at a weekend.</summary>
    public static bool IsObserved(DateOnly day) => IsMoving(day) || day.DayOfWeek switch
    {
        DayOfWeek.Saturday or DayOfWeek.Sunday => IsFixed(day),

        // The Friday before a Saturday, also where that is the last day of the year before.
        DayOfWeek.Friday => IsFixed(day) || IsFixed(day.AddDays(1)),

        // Executive Order 11582: the Monday after a Sunday.
        DayOfWeek.Monday => IsFixed(day) || IsFixed(day.AddDays(-1)),
        _ => IsFixed(day),
    };

    private static bool IsFixed(DateOnly day) => Array.Exists(Fixed, holiday => (holiday.Month, holiday.Day) == (day.Month, day.Day) && day.Year >= holiday.Since);

    private static bool IsMoving(DateOnly day) => Array.Exists(Moving, holiday => holiday.Month == day.Month && holiday.Day == day.DayOfWeek
        && (holiday.Nth == Last ? day.Day + 7 > DateTime.DaysInMonth(day.Year, day.Month) : (day.Day + 6) / 7 == holiday.Nth));
}

using System.Runtime.InteropServices;

namespace ConsentDashboard.Domain.OptOut.Deadlines;

public enum DeadlineClockKind
{
    BusinessDaysLeft,
    DaysLeft,
    DueToday,
    Overdue,
}

/// <summary>How a deadline stands.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="Days">How many are left after today.</param>
/// <param name="Span">How long there is left, or by how much it is overdue.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeadlineClock(DeadlineClockKind Kind, int Days, TimeSpan Span);

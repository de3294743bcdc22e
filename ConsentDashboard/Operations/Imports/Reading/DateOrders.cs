namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Which order of day and month the dates of a column can have: each row takes away what it contradicts.</summary>
internal sealed class DateOrders
{
    private bool _dayFirst = true;
    private bool _monthFirst = true;
    private bool _matters;

    /// <summary>The only order that fits; null where both do, or none.</summary>
    public DateOrder? Only => !_matters ? DateOrder.YearFirst : _dayFirst == _monthFirst ? null : _dayFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;

    public void Add(ReadOnlySpan<char> cell)
    {
        if (DateReading.Parts(cell) is not var (first, second, mark))
        {
            return;
        }

        _matters = true;

        // Nobody who writes the month first separates with dots.
        _monthFirst &= first <= 12 && mark != '.';
        _dayFirst &= second <= 12;
    }
}

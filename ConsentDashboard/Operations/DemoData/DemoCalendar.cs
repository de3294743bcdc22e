namespace ConsentDashboard.Operations.DemoData;

/// <summary>When people do things: the hours of what they do.</summary>
internal enum DemoHours
{
    /// <summary>On the phone or the computer: most in the evening, hardly anybody at night.</summary>
    Online,

    /// <summary>While shops and call centres are open.</summary>
    Opening,
}

/// <summary>Two years that end at today's midnight (UTC): growth, weekends, a peak before Christmas, a quiet summer.</summary>
internal sealed class DemoCalendar
{
    public const int Days = 730;

    /// <summary>The days on which the company brought lists from its older systems.</summary>
    public static readonly int[] ImportDays = [60, 380];

    private static readonly Weighted<int> OnlineHours = Hours(2, 1, 0.6, 0.4, 0.4, 0.8, 2, 4, 6, 7, 8, 8, 9, 8, 7, 7, 8, 9, 11, 13, 14, 13, 9, 5);
    private static readonly Weighted<int> OpeningHours = Hours(0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 9, 11, 10, 9, 9, 10, 11, 12, 9, 5, 0, 0, 0, 0);

    private readonly Weighted<DateTime> _days;

    public DemoCalendar(DateTime end, long seed)
    {
        End = end;
        Start = end.AddDays(-Days);
        var random = new DemoRandom(seed, long.MaxValue);
        _days = new([.. Enumerable.Range(0, Days).Select(day => (Start.AddDays(day), WeightOf(Start.AddDays(day), day, random)))]);
    }

    public DateTime Start { get; }

    /// <summary>Nothing happens at or after it.</summary>
    public DateTime End { get; }

    /// <summary>The day on which the given part of all subscribers had come.</summary>
    public DateTime DayAt(double part) => _days.At(part);

    /// <summary>A moment on the day as the clocks of the region show it, and never after <see cref="End"/>.</summary>
    public DateTime MomentOn(DateTime day, DemoRegion region, DemoHours hours, DemoRandom random)
    {
        var hour = (hours == DemoHours.Online ? OnlineHours : OpeningHours).Pick(random);
        var moment = day.Date.AddHours(hour - region.HoursFromUtc).AddMilliseconds(random.Below(3_600_000));
        while (moment >= End)
        {
            moment = moment.AddDays(-1);
        }

        return moment;
    }

    private static double WeightOf(DateTime day, int number, DemoRandom random)
    {
        var growth = 0.6 + (0.9 * number / Days);
        var week = day.DayOfWeek switch
        {
            DayOfWeek.Saturday => 1.3,
            DayOfWeek.Sunday => 1.2,
            DayOfWeek.Monday => 0.85,
            _ => 1.0,
        };
        var season = (day.Month, day.Day) switch
        {
            (11, >= 22) => 1.7,
            (12, <= 23) => 1.9,
            (12, _) or (1, <= 8) => 0.7,
            (7 or 8, _) => 0.75,
            _ => 1.0,
        };
        return growth * week * season * (0.85 + (0.3 * random.Unit()));
    }

    private static Weighted<int> Hours(params double[] weights) => new([.. weights.Select((weight, hour) => (hour, weight))]);
}

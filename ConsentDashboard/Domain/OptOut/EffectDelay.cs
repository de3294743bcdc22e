namespace ConsentDashboard.Domain.OptOut;

/// <summary>
/// How long withdrawals took from arriving to being effective, counted in classes that grow by a quarter each: a figure
/// read from them is at most a quarter too high, and never too low.
/// </summary>
public static class EffectDelay
{
    /// <summary>The class of the longest delays, about 50 days and more.</summary>
    public const int Last = 100;

    private const int Sources = 1 << 8;
    private static readonly double Growth = Math.Log(1.25);

    /// <returns>0 for up to a millisecond, then a class for each quarter more.</returns>
    public static int ClassOf(TimeSpan delay) => delay.TotalMilliseconds <= 1 ? 0 : Math.Min(Last, (int)Math.Ceiling(Math.Log(delay.TotalMilliseconds) / Growth));

    /// <returns>The longest delay of the class.</returns>
    public static TimeSpan Longest(int delayClass) => TimeSpan.FromMilliseconds(Math.Pow(1.25, delayClass));

    /// <summary>A counter's dimension: the door and the class in one.</summary>
    public static long DimensionOf(Consents.Source source, TimeSpan delay) => ((long)ClassOf(delay) * Sources) + (long)source;

    public static (Consents.Source Source, int Class) Read(long dimension) => ((Consents.Source)(dimension % Sources), (int)(dimension / Sources));

    /// <param name="counts">How many there are of each class.</param>
    /// <param name="share">0.5 for the median, 1 for the worst.</param>
    /// <returns>The delay that this share of them did not exceed; null where there are none.</returns>
    public static TimeSpan? Quantile(IReadOnlyDictionary<int, long> counts, double share)
    {
        var wanted = Math.Ceiling(counts.Values.Sum() * share);
        foreach (var (delayClass, count) in counts.Where(c => c.Value > 0).OrderBy(c => c.Key))
        {
            wanted -= count;
            if (wanted <= 0)
            {
                return Longest(delayClass);
            }
        }

        return null;
    }
}

using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.Jobs;

/// <summary>How many acts fit into a slice, so that nobody who says STOP waits longer than one takes.</summary>
internal sealed class SliceSize
{
    private const int Fewest = 50;
    private const int Most = 1000;

    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Whole = TimeSpan.FromMilliseconds(50);

    private volatile int _acts = 200;

    public int Acts => Always ?? _acts;

    /// <summary>Where it is measured what another size would cost.</summary>
    internal int? Always { get; set; }

    // Half of the way to what the last slice suggests, so that one slow commit does not make dwarfs of the next.
    /// <param name="acts">How many the slice was about, counted as <see cref="Acts"/> is.</param>
    public void Fit(int acts, PreparedSlice written)
    {
        if (acts == 0 || written.Held == TimeSpan.Zero)
        {
            return;
        }

        var fitting = acts * Math.Min(Part(Work, written.Worked), Part(Whole, written.Held));
        _acts = (int)Math.Clamp((acts + fitting) / 2, Fewest, Most);
    }

    private static double Part(TimeSpan wanted, TimeSpan taken) => wanted.TotalMilliseconds / Math.Max(taken.TotalMilliseconds, 0.5);
}

namespace ConsentDashboard.Operations.Imports;

/// <summary>How many acts fit into a slice, so that nobody who says STOP waits longer than one takes.</summary>
internal sealed class SliceSize
{
    private const int Fewest = 50;
    private const int Most = 1000;

    private static readonly TimeSpan Wanted = TimeSpan.FromMilliseconds(25);

    private volatile int _acts = 200;

    public int Acts => _acts;

    // Half of the way to what the last slice suggests, so that one slow commit does not make dwarfs of the next.
    public void Fit(int acts, TimeSpan held)
    {
        var fitting = acts * Wanted.TotalMilliseconds / Math.Max(held.TotalMilliseconds, 0.5);
        _acts = (int)Math.Clamp((acts + fitting) / 2, Fewest, Most);
    }
}

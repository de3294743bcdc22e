using System.Diagnostics;

namespace ConsentDashboard.Operations.Jobs;

/// <summary>
/// Work that may wait works half of the time, for the sake of whoever may not: behind each step it rests for as long as the step
/// took. Without that, staff would wait for their pages, and people for the answer to their STOP, whenever a core is taken.
/// </summary>
internal static class Resting
{
    // A step that itself had to wait, for keys that are rotated, took nobody's time.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    /// <param name="step">The work.</param>
    /// <param name="stopping">Ends the rest, not the step.</param>
    public static async Task<T> BehindAsync<T>(Func<Task<T>> step, CancellationToken stopping)
    {
        // The machine's time and not the installation's clock, which somebody may set.
        var began = Stopwatch.GetTimestamp();
        var done = await step();
        var took = Stopwatch.GetElapsedTime(began);
        await Task.Delay(took < Longest ? took : Longest, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return done;
    }
}

namespace ConsentDashboard.Operations.Upkeeps;

/// <summary>What the process does again and again beside its work.</summary>
/// <param name="Every">From the end of one turn to the beginning of the next.</param>
/// <param name="Failure">What is said in the log where a turn failed, such as <c>Old texts could not be removed</c>.</param>
/// <param name="Turn">One turn. False: something was in its way, and <see cref="Again"/> is soon enough.</param>
public sealed record UpkeepPlan<T>(TimeSpan Every, string Failure, Func<T, CancellationToken, Task<bool>> Turn)
{
    /// <summary>The first turn comes when the process starts.</summary>
    public bool BeginsAtOnce { get; init; }

    /// <summary>An erasure brings the next turn forward.</summary>
    public bool ComesBehindErasures { get; init; }

    /// <summary>From a turn that came to nothing to the next.</summary>
    public TimeSpan Again { get; init; } = Every;
}

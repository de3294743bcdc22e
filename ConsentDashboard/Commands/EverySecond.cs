namespace ConsentDashboard.Commands;

/// <summary>Says how far a command is, at most once a second.</summary>
internal sealed class EverySecond<T>(TextWriter to, TimeProvider clock, Func<T, string> say) : IProgress<T>
{
    private long _said = clock.GetTimestamp();

    public void Report(T value)
    {
        if (clock.GetElapsedTime(_said) >= TimeSpan.FromSeconds(1))
        {
            _said = clock.GetTimestamp();
            to.WriteLine(say(value));
        }
    }
}

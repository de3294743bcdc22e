namespace ConsentDashboard.Operations;

/// <summary>
/// A listener is called in the context in which it began to listen. Without that, a page would be drawn in the language of
/// whoever's act it hears of: the culture travels with the execution context of the one who writes.
/// </summary>
internal static class Listeners
{
    public static Action InOwnContext(Action listener)
    {
        var run = InOwnContext<object?>(_ => listener());
        return () => run(null);
    }

    public static Action<T> InOwnContext<T>(Action<T> listener) => ExecutionContext.Capture() is { } context
        ? news => ExecutionContext.Run(context, _ => listener(news), null)
        : listener;
}

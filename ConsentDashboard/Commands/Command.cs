namespace ConsentDashboard.Commands;

/// <summary>Something that the executable does instead of serving.</summary>
internal sealed record Command(string Name, string Summary, Func<CommandContext, Task<int>> RunAsync)
{
    /// <summary>The one argument without a name, such as <c>FILE</c>; null where there is none. It is required.</summary>
    public string? Argument { get; init; }

    public IReadOnlyList<CommandOption> Options { get; init; } = [];

    /// <summary>Whether the database and its keys are prepared before it runs.</summary>
    public bool NeedsDatabase { get; init; } = true;

    /// <summary>Whether it may run while the index is half wrapped; anything that looks for numbers or records acts may not.</summary>
    public bool WorksInMaintenance { get; init; }

    /// <summary>Whether it may run on a database that was put back, before the journal is replayed; anything that records acts or takes data out may not.</summary>
    public bool WorksBeforeReplay { get; init; }
}

/// <param name="Value">The word that stands for its value in the help; null for a switch.</param>
internal sealed record CommandOption(string Name, string Summary, string? Value = null, bool IsRequired = false);

/// <param name="Services">The app's own services, in a scope of the command; hosted services do not run.</param>
/// <param name="Out">For what the command was asked for; everything else, logs included, goes to standard error.</param>
internal sealed record CommandContext(IServiceProvider Services, CommandInput Input, TextWriter Out, TextWriter Error, CancellationToken Cancellation);

internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>It could not be done, or what was to be verified does not hold; the message says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line was not understood; nothing was begun.</summary>
    public const int Usage = 2;

    public const int Interrupted = 130;
}

/// <summary>A refusal that the command explains itself: one line on standard error, exit code 1.</summary>
internal sealed class CommandException(string message) : Exception(message);

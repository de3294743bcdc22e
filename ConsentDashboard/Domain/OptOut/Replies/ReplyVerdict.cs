namespace ConsentDashboard.Domain.OptOut.Replies;

public enum ReplyKind : byte
{
    /// <summary>Changes nothing.</summary>
    Ordinary = 0,

    /// <summary>The whole message asks to stop: withdraws at once.</summary>
    OptOut = 1,

    /// <summary>A reasonable person could read an opt-out: pauses contact until somebody has read it.</summary>
    MayBeOptOut = 2,

    OptIn = 3,
    Help = 4,
}

/// <summary>What a reply was read as, and why.</summary>
/// <param name="Words">The pieces of the text that led to it, as they stand in the text; empty for an ordinary message.</param>
/// <param name="Language">Of the list that the words were found in; null where no list was needed.</param>
public sealed record ReplyVerdict(ReplyKind Kind, IReadOnlyList<string> Words, string? Language = null)
{
    public static readonly ReplyVerdict Ordinary = new(ReplyKind.Ordinary, []);

    /// <summary>The message types of the sender that an opt-out was limited to, in her spelling; empty for everything.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];
}

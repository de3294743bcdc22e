namespace ConsentDashboard.Operations.Messaging;

public enum FailureKind
{
    /// <summary>No answer in time; the gateway may have sent the text all the same.</summary>
    Timeout,
    Unreachable,

    /// <summary>Too many messages at once (429).</summary>
    Busy,
    GatewayFailed,
    WrongCredentials,
    Refused,

    /// <summary>The sender has no address at this gateway.</summary>
    NoSenderAddress,

    /// <summary>What the text was about is over: the request was answered, withdrawn, or lapsed.</summary>
    RequestEnded,

    /// <summary>The row was changed, and its content does not open.</summary>
    Unreadable,

    /// <summary>The process ended between sending and noting it, again and again.</summary>
    Interrupted,

    /// <summary>It waited for longer than messages are kept.</summary>
    TooOld,

    /// <summary>The receiver says that it is no more (410).</summary>
    Gone,

    /// <summary>The receiver has no public address, and private ones are not allowed.</summary>
    ForbiddenTarget,
}

/// <summary>Why a message did not leave, as it stands in the outbox: the kind, and what the gateway said without its digits.</summary>
public sealed record SendFailure(FailureKind Kind, string Detail = "")
{
    private const int MaxSaid = 200;
    private const string Between = ": ";

    /// <param name="kind">Ours.</param>
    /// <param name="code">A status or error code: too short to be a number.</param>
    /// <param name="said">The gateway's words, which may repeat the number or the code in the text.</param>
    public static SendFailure Of(FailureKind kind, int code, string? said)
    {
        var words = WithoutDigits(said);
        return new(kind, words.Length == 0 ? $"{code}" : $"{code} {words}");
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is something else.</summary>
    public static SendFailure? Parse(string? stored)
    {
        var parts = stored?.Split(Between, 2);
        return parts is not null && Enum.TryParse<FailureKind>(parts[0], out var kind) ? new(kind, parts.Length > 1 ? parts[1] : "") : null;
    }

    public override string ToString() => Detail.Length == 0 ? $"{Kind}" : $"{Kind}{Between}{Detail}";

    private static string WithoutDigits(string? said)
    {
        var text = string.Concat((said ?? "").Select(c => char.IsNumber(c) ? '•' : char.IsControl(c) ? ' ' : c)).Trim();
        return text.Length <= MaxSaid ? text : text[..MaxSaid];
    }
}

using System.Globalization;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>What the address of the page says besides whose it is: the cell that is explained, the date, and where the history begins.</summary>
public sealed record ProfileAddress
{
    /// <summary>What <c>act</c> says where the withdrawal dialog is to open; nothing is withdrawn by an address.</summary>
    public const string Withdraw = "withdraw";

    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public PublicId? Sender { get; init; }

    public Channel? Channel { get; init; }

    public MessageType? MessageType { get; init; }

    /// <summary>UTC; null: now.</summary>
    public DateTime? At { get; init; }

    public TimelineCursor? Below { get; init; }

    /// <summary>What cannot be read is left out: an old or mistyped link still shows the person.</summary>
    public static ProfileAddress Parse(string? sender, string? channel, string? type, string? at, string? below) => new()
    {
        Sender = PublicId.TryParse(sender, out var id) ? id : null,
        Channel = Word<Channel>(channel),
        MessageType = Word<MessageType>(type),
        At = DateTime.TryParseExact(at, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null,
        Below = TimelineCursor.Parse(below),
    };

    public string For(PublicId subscriber)
    {
        (string Name, string? Value)[] parts =
        [
            ("sender", Sender?.ToString()),
            ("channel", Channel?.ToString().ToLowerInvariant()),
            ("type", MessageType?.ToString().ToLowerInvariant()),
            ("at", At?.ToString(TimeForm, CultureInfo.InvariantCulture)),
            ("below", Below?.ToString()),
        ];
        var query = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={part.Value}"));
        return query.Length == 0 ? $"/subscribers/{subscriber}" : $"/subscribers/{subscriber}?{query}";
    }

    /// <summary>The page with its withdrawal dialog open.</summary>
    public static string ToWithdraw(PublicId subscriber) => $"/subscribers/{subscriber}?act={Withdraw}";

    /// <summary>The cell that the address names; else one that is allowed, one that has a history, or the first.</summary>
    public (SenderMatrix Sender, CellDetails Cell)? Choose(ProfileDetails profile)
    {
        var all = profile.Senders.SelectMany(sender => sender.Cells.Select(cell => (Sender: sender, Cell: cell))).ToList();
        return all.Count == 0 ? null : all.MaxBy(pair =>
            (pair.Sender.PublicId == Sender ? 8 : 0)
            + (pair.Cell.Channel == Channel ? 4 : 0) + (pair.Cell.MessageType == MessageType ? 4 : 0)
            + (pair.Cell.IsAllowed ? 2 : 0) + (pair.Cell.State != ConsentState.None ? 1 : 0));
    }

    private static T? Word<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text![0]) ? value : null;
}

using System.Globalization;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Subscribers;

/// <summary>The list's query string: filters, order and place, so that Back and bookmarks work. What cannot be read is left out.</summary>
internal static class ListAddress
{
    public const string State = "state";
    public const string Sender = "sender";
    public const string Channel = "channel";
    public const string Type = "type";
    public const string Region = "region";
    public const string Point = "point";
    public const string OptedInFrom = "opted-in-from";
    public const string OptedInTo = "opted-in-to";
    public const string ActiveFrom = "active-from";
    public const string ActiveTo = "active-to";
    public const string Hold = "hold";
    public const string Sort = "sort";
    public const string Place = "place";
    public const string Move = "move";

    public static readonly IReadOnlyList<string> Filters = [State, Sender, Channel, Type, Region, Point, OptedInFrom, OptedInTo, ActiveFrom, ActiveTo, Hold];

    public static SubscriberFilter ReadFilter(Func<string, string?> query, SubscriberChoices choices) => new()
    {
        State = Word<Standing>(query(State)),
        SenderId = Find(choices.Senders, query(Sender))?.Id,
        Channel = Word<Channel>(query(Channel)),
        MessageType = Word<MessageType>(query(Type)),
        Region = query(Region) is { Length: 2 } region && region.All(char.IsAsciiLetter) ? region.ToUpperInvariant() : null,
        CollectionPointId = Find(choices.Points, query(Point))?.Id,
        OptedInFrom = Day(query(OptedInFrom)),
        OptedInTo = Day(query(OptedInTo)),
        ActiveFrom = Day(query(ActiveFrom)),
        ActiveTo = Day(query(ActiveTo)),
        OnHold = query(Hold) == "yes",
    };

    /// <summary>The order asked for, where the filter offers it; else the first that it offers.</summary>
    public static SubscriberSort ReadSort(string? text, SubscriberFilter filter)
    {
        var offered = SubscriberSort.Offered(filter);
        var (word, descending) = text?.EndsWith("-up", StringComparison.Ordinal) == true ? (text[..^3], false) : (text, true);
        return Word<SortBy>(word) is { } by && offered.Contains(by) ? new(by, descending) : new(offered[0]);
    }

    public static string Write(SubscriberSort sort) => $"{sort.By}{(sort.Descending ? "" : "-up")}";

    public static string? Write(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);

    private static Choice? Find(IReadOnlyList<Choice> choices, string? text) =>
        PublicId.TryParse(text, out var id) ? choices.FirstOrDefault(choice => choice.PublicId == id) : null;

    private static T? Word<T>(string? text)
        where T : struct, Enum => text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : null;

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? day : null;
}

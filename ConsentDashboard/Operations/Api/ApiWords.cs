using System.Globalization;
using System.Text.RegularExpressions;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.Api;

/// <summary>The words that several calls share, and what they mean here.</summary>
public static partial class ApiWords
{
    /// <summary>As long as the database holds one.</summary>
    public const int MaxReference = 64;

    private static readonly IReadOnlyList<string> Channels = [.. Enum.GetValues<Channel>().Select(channel => channel.ToString().ToLowerInvariant())];
    private static readonly IReadOnlyList<string> Types = [.. Enum.GetValues<MessageType>().Select(type => type.ToString().ToLowerInvariant())];

    /// <returns>UTC, to the millisecond; null where it is no time, or one without its offset, which would be another moment here than there.</returns>
    public static DateTime? TimeOf(string? text) => text is { Length: < 60 } && Offset().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? Times.Truncate(time.UtcDateTime) : null;

    /// <returns><c>sms</c> or <c>call</c>; null where it is neither.</returns>
    public static Channel? ChannelOf(string? word) => Place(Channels, word) is >= 0 and var place ? (Channel)(place + 1) : null;

    /// <returns><c>informational</c>, <c>advertising</c> or <c>promotional</c>; null where it is none of them.</returns>
    public static MessageType? TypeOf(string? word) => Place(Types, word) is >= 0 and var place ? (MessageType)(place + 1) : null;

    /// <param name="cells">Pairs such as <c>sms-promotional</c>; where they are there, the rest is not read.</param>
    /// <returns>None where a word is unknown, or none is there.</returns>
    public static ConsentCells CellsOf(IEnumerable<string?>? cells, IEnumerable<string?>? channels, IEnumerable<string?>? types)
    {
        var keys = cells ?? (channels ?? []).SelectMany(channel => (types ?? []).Select(type => $"{channel}-{type}"));
        var all = keys.Select(Cells.FromKey).ToList();
        return all.Contains(ConsentCells.None) ? ConsentCells.None : all.Aggregate(ConsentCells.None, (sum, one) => sum | one);
    }

    private static int Place(IReadOnlyList<string> words, string? word)
    {
        for (var place = 0; place < words.Count; place++)
        {
            if (words[place] == word)
            {
                return place;
            }
        }

        return -1;
    }

    [GeneratedRegex(@"T.*(?:Z|[+-]\d\d:\d\d)$", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Offset();
}

using System.Globalization;
using System.Text.RegularExpressions;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.Consents;

/// <summary>The words of the request, and what they mean here.</summary>
internal static partial class ConsentWords
{
    public const int MaxReference = 100;

    private static readonly Dictionary<string, Method> Methods = new(StringComparer.Ordinal)
    {
        ["tickedBox"] = Method.TickedBox,
        ["link"] = Method.Link,
        ["smsKeyword"] = Method.SmsKeyword,
        ["spoken"] = Method.Spoken,
        ["paper"] = Method.Paper,
    };

    /// <returns>UTC, to the millisecond; null where it is no time, or one without its offset, which would be another moment here than there.</returns>
    public static DateTime? TimeOf(string? text) => text is { Length: < 60 } && Offset().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? Times.Truncate(time.UtcDateTime) : null;

    public static Method MethodOf(string? word) => Methods.GetValueOrDefault(word ?? "");

    /// <returns>None where a word is unknown, or none is there.</returns>
    public static ConsentCells CellsOf(ConsentRequest request)
    {
        IEnumerable<string> keys = request.Cells ?? (request.Channels ?? []).SelectMany(channel => (request.MessageTypes ?? []).Select(type => $"{channel}-{type}"));
        var cells = keys.Select(Domain.Consents.Cells.FromKey).ToList();
        return cells.Contains(ConsentCells.None) ? ConsentCells.None : cells.Aggregate(ConsentCells.None, (all, one) => all | one);
    }

    [GeneratedRegex(@"T.*(?:Z|[+-]\d\d:\d\d)$", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Offset();
}

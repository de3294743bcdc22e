using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.Consents;

/// <summary>The words of the request, and what they mean here.</summary>
internal static class ConsentWords
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

    public static Method MethodOf(string? word) => Methods.GetValueOrDefault(word ?? "");

    /// <returns>None where a word is unknown, or none is there.</returns>
    public static ConsentCells CellsOf(ConsentRequest request)
    {
        IEnumerable<string> keys = request.Cells ?? (request.Channels ?? []).SelectMany(channel => (request.MessageTypes ?? []).Select(type => $"{channel}-{type}"));
        var cells = keys.Select(Domain.Consents.Cells.FromKey).ToList();
        return cells.Contains(ConsentCells.None) ? ConsentCells.None : cells.Aggregate(ConsentCells.None, (all, one) => all | one);
    }
}

using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.Consents;

/// <summary>The words of the request, and what they mean here.</summary>
internal static class ConsentWords
{
    private static readonly Dictionary<string, Method> Methods = new(StringComparer.Ordinal)
    {
        ["tickedBox"] = Method.TickedBox,
        ["link"] = Method.Link,
        ["smsKeyword"] = Method.SmsKeyword,
        ["spoken"] = Method.Spoken,
        ["paper"] = Method.Paper,
    };

    public static Method MethodOf(string? word) => Methods.GetValueOrDefault(word ?? "");
}

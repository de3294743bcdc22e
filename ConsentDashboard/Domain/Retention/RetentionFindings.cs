using System.Text.Json;
using System.Text.Json.Serialization;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Domain.Retention;

/// <summary>What a preview found, counted in the ways that people ask for.</summary>
public sealed record RetentionFindings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Due but for a legal hold; they are not in the set.</summary>
    public long Held { get; init; }

    public IReadOnlyDictionary<Standing, long> ByStanding { get; init; } = new Dictionary<Standing, long>();

    /// <summary>ISO 3166, two letters.</summary>
    public IReadOnlyDictionary<string, long> ByRegion { get; init; } = new Dictionary<string, long>();

    /// <summary>By the point where she last agreed; 0 where there is none.</summary>
    public IReadOnlyDictionary<long, long> ByPoint { get; init; } = new Dictionary<long, long>();

    /// <summary>By how long ago she last acted.</summary>
    public IReadOnlyDictionary<RetentionAge, long> ByAge { get; init; } = new Dictionary<RetentionAge, long>();

    /// <summary>A few of them, drawn by chance.</summary>
    public IReadOnlyList<string> Samples { get; init; } = [];

    /// <exception cref="JsonException">The text was not written by <see cref="ToJson"/>.</exception>
    public static RetentionFindings Parse(string json) => JsonSerializer.Deserialize<RetentionFindings>(json, Json) ?? new();

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>How long ago a subscriber last acted, or was first seen where she never did.</summary>
public enum RetentionAge : byte
{
    UnderThreeMonths = 1,
    UnderOneYear = 2,
    UnderTwoYears = 3,
    UnderFiveYears = 4,
    FiveYearsAndMore = 5,
}

public static class RetentionAges
{
    public static RetentionAge Of(DateTime lastSeen, DateTime at) =>
        lastSeen > at.AddMonths(-3) ? RetentionAge.UnderThreeMonths
        : lastSeen > at.AddYears(-1) ? RetentionAge.UnderOneYear
        : lastSeen > at.AddYears(-2) ? RetentionAge.UnderTwoYears
        : lastSeen > at.AddYears(-5) ? RetentionAge.UnderFiveYears
        : RetentionAge.FiveYearsAndMore;
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsentDashboard.Domain.Segments;

/// <summary>Whom a segment holds: conditions in groups, of which all or any have to be met. The grid, the count and the export go by the same one.</summary>
public sealed record SegmentDefinition
{
    public static readonly SegmentDefinition Everybody = new();

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>The form of the text.</summary>
    public int Form { get; init; } = 1;

    public SegmentGroup Root { get; init; } = new();

    public bool IsEverybody => Root is { Conditions.Count: 0, Groups.Count: 0 };

    /// <returns>The definition, or what is wrong with it.</returns>
    public static Result<SegmentDefinition> Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<SegmentDefinition>(json, Json) is { Form: 1 } read && IsWhole(read.Root)
                ? SegmentRules.Refusal(read) is { } wrong ? wrong : read
                : SegmentErrors.Unreadable;
        }
        catch (JsonException)
        {
            return SegmentErrors.Unreadable;
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>SHA-256 of the text: tells definitions apart in cursors and manifests.</summary>
    public byte[] Digest() => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Json));

    // The serializer lets null stand among the elements of a list.
    private static bool IsWhole(SegmentGroup group) =>
        group.Conditions.All(condition => condition is not null && condition.Values.All(value => value is not null)) && group.Groups.All(inner => inner is not null && IsWhole(inner));
}

/// <summary>Conditions and groups that have to be met together, or of which one is enough. An empty one holds for everybody.</summary>
public sealed record SegmentGroup
{
    /// <summary>One is enough.</summary>
    public bool Any { get; init; }

    public IReadOnlyList<SegmentCondition> Conditions { get; init; } = [];

    public IReadOnlyList<SegmentGroup> Groups { get; init; } = [];
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsentDashboard.Features.Decisions;

/// <summary>May this sender contact these numbers on this channel for this message type?</summary>
public sealed record DecisionsRequest
{
    /// <summary>The sender's public id.</summary>
    public string? Sender { get; init; }

    /// <summary><c>sms</c> or <c>call</c>.</summary>
    public string? Channel { get; init; }

    /// <summary><c>informational</c>, <c>advertising</c> or <c>promotional</c>.</summary>
    public string? MessageType { get; init; }

    /// <summary>The moment that is asked about, with its offset from UTC; now where it is absent. A past one is answered as it was known then.</summary>
    public string? At { get; init; }

    /// <summary>Up to 10,000, in E.164 or in any usual form of <see cref="Region"/>.</summary>
    public IReadOnlyList<string?>? Phones { get; init; }

    /// <summary>ISO 3166 region for numbers without a calling code; the sender's where it is absent.</summary>
    public string? Region { get; init; }
}

/// <param name="At">UTC: the moment that the decisions are about.</param>
/// <param name="Decisions">In the order of the numbers.</param>
public sealed record DecisionsResponse(DateTime At, IReadOnlyList<DecisionAnswer> Decisions);

/// <param name="Index">Which number, from 0: no answer holds the number itself.</param>
/// <param name="Allowed">Absent where the number is none.</param>
/// <param name="Reasons">Why not; none: allowed.</param>
/// <param name="Error"><c>phone_invalid</c>.</param>
public readonly record struct DecisionAnswer(int Index, bool? Allowed, IReadOnlyList<string>? Reasons, string? Error);

/// <summary>Generated, because this is asked thousands of times a second.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DecisionsRequest))]
[JsonSerializable(typeof(DecisionsResponse))]
internal sealed partial class DecisionsJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsentDashboard.Features.Sends;

/// <summary>Another system tells what it has sent, so that the promised frequency can be kept.</summary>
public sealed record SendsRequest
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The sender's public id.</summary>
    public string? Sender { get; init; }

    /// <summary><c>sms</c> or <c>call</c>.</summary>
    public string? Channel { get; init; }

    /// <summary><c>informational</c>, <c>advertising</c> or <c>promotional</c>.</summary>
    public string? MessageType { get; init; }

    /// <summary>When it was sent, with its offset from UTC; counted on that day in UTC. Either this or <see cref="SentOn"/>.</summary>
    public string? SentAt { get; init; }

    /// <summary>The day in UTC, such as 2026-11-23, where no more is known.</summary>
    public string? SentOn { get; init; }

    /// <summary>Up to 10,000.</summary>
    public IReadOnlyList<SentMessage?>? Messages { get; init; }

    /// <summary>ISO 3166 region for numbers without a calling code; the sender's where it is absent.</summary>
    public string? Region { get; init; }
}

/// <param name="Phone">In E.164 or in any usual form of the region.</param>
/// <param name="Count">How many messages, at most 1,000; one where it is absent.</param>
public sealed record SentMessage(string? Phone, int? Count = null);

/// <param name="Day">The day in UTC on which it is counted.</param>
/// <param name="Messages">How many are counted.</param>
/// <param name="ToUnknown">How many of them went to numbers that are not known here; of these nothing else is kept.</param>
/// <param name="WithoutPermission">How many of them went to people who may not be contacted.</param>
/// <param name="OverPromise">How many of them are more than the wording promised that the person agreed to.</param>
/// <param name="Errors">What is not counted.</param>
public sealed record SendsResponse(DateOnly Day, long Messages, long ToUnknown, long WithoutPermission, long OverPromise, IReadOnlyList<SendError> Errors);

/// <param name="Index">Which message, from 0: no answer holds the number itself.</param>
/// <param name="Error"><c>phone_invalid</c> or <c>count_invalid</c>.</param>
public sealed record SendError(int Index, string Error);

using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsentDashboard.Features.Withdrawals;

/// <summary>Another system passes on that a person wants to be left alone. A property that is not declared here is refused and named (minimisation).</summary>
public sealed record WithdrawalRequest
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>In E.164, or in any usual form of <see cref="Region"/>.</summary>
    public string? Phone { get; init; }

    /// <summary>ISO 3166 region for a number without a calling code; the sender's where it is absent.</summary>
    public string? Region { get; init; }

    /// <summary>The sender's public id; without it, every sender that the key may speak for.</summary>
    public string? Sender { get; init; }

    /// <summary><c>sms</c>, <c>call</c>; without it, both.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary><c>informational</c>, <c>advertising</c>, <c>promotional</c>; without it, all of them.</summary>
    public IReadOnlyList<string>? MessageTypes { get; init; }

    /// <summary>Instead of channels and message types: pairs such as <c>sms-promotional</c>.</summary>
    public IReadOnlyList<string>? Cells { get; init; }

    /// <summary>When the person said so, with its offset from UTC; now where it is absent, unreadable or in the future.</summary>
    public string? OccurredAt { get; init; }

    /// <summary>Where she said so, in the caller's words; up to 60 characters are kept as evidence.</summary>
    public string? Source { get; init; }

    /// <summary>Up to 500 characters are kept as evidence.</summary>
    public string? Note { get; init; }

    /// <summary>The customer number in the other system, if any; kept where the number is new here.</summary>
    public string? ExternalRef { get; init; }
}

/// <summary>The event that records it.</summary>
/// <param name="Id">The event.</param>
/// <param name="Subscriber">The person's public id; a number that was not known has one now.</param>
/// <param name="Sender">Null: every sender.</param>
/// <param name="Cells">What is withdrawn.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="RecordedAt">UTC; from then on nobody may contact her for it.</param>
/// <param name="Adjusted">Properties that were not taken as they were sent: a time that is none or lies in the future, a text that is too long.</param>
public sealed record WithdrawalResponse(Guid Id, string Subscriber, string? Sender, IReadOnlyList<string> Cells, DateTime OccurredAt, DateTime RecordedAt, IReadOnlyList<string> Adjusted);

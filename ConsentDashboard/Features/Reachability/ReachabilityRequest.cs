using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsentDashboard.Features.Reachability;

/// <summary>Another system tells which numbers still reach their people.</summary>
public sealed record ReachabilityRequest
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>Who says so: a carrier or a registry; 1 to 64 characters.</summary>
    public string? Source { get; init; }

    /// <summary>When it was so, with its offset from UTC.</summary>
    public string? ObservedAt { get; init; }

    /// <summary>Up to 10,000.</summary>
    public IReadOnlyList<ReachabilityAnswer?>? Numbers { get; init; }

    /// <summary>ISO 3166 region for numbers without a calling code; where it is absent they are not understood.</summary>
    public string? Region { get; init; }
}

/// <param name="Phone">In E.164 or in any usual form of the region.</param>
/// <param name="Status"><c>live</c>, <c>dead</c> or <c>reassigned</c>.</param>
public sealed record ReachabilityAnswer(string? Phone, string? Status);

/// <param name="Changed">How many numbers known here are in another state now.</param>
/// <param name="Unchanged">How many were in that state already.</param>
/// <param name="Unknown">How many are not known here; of these nothing is kept.</param>
/// <param name="Errors">What was not understood.</param>
public sealed record ReachabilityResponse(long Changed, long Unchanged, long Unknown, IReadOnlyList<ReachabilityError> Errors);

/// <param name="Index">Which number, from 0: no answer holds the number itself.</param>
/// <param name="Error"><c>phone_invalid</c> or <c>status_unknown</c>.</param>
public sealed record ReachabilityError(int Index, string Error);

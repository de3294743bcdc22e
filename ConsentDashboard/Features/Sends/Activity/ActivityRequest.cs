namespace ConsentDashboard.Features.Sends.Activity;

/// <summary>Another system tells what people did with their phones: it keeps their numbers from being cleaned as inactive.</summary>
public sealed record ActivityRequest
{
    /// <summary>Up to 10,000.</summary>
    public IReadOnlyList<PersonActivity?>? Activities { get; init; }

    /// <summary>ISO 3166 region for numbers without a calling code; where it is absent they are not understood.</summary>
    public string? Region { get; init; }
}

/// <param name="Phone">In E.164 or in any usual form of the region.</param>
/// <param name="Kind"><c>click</c>, <c>call</c> or <c>reply</c>: an act of the person herself, never of a program that opens links.</param>
/// <param name="OccurredAt">When, with its offset from UTC.</param>
public sealed record PersonActivity(string? Phone, string? Kind, string? OccurredAt);

/// <param name="Known">How many numbers, each counted once, are known here.</param>
/// <param name="Unknown">How many are not; of these nothing is kept.</param>
/// <param name="Errors">What was not understood.</param>
public sealed record ActivityResponse(int Known, int Unknown, IReadOnlyList<ActivityError> Errors);

/// <param name="Index">Which activity, from 0: no answer holds the number itself.</param>
/// <param name="Error"><c>phone_invalid</c>, <c>kind_unknown</c>, <c>time_invalid</c> or <c>time_in_future</c>.</param>
public sealed record ActivityError(int Index, string Error);

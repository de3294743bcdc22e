using System.Collections.Frozen;

namespace ConsentDashboard.Domain.OptOut.Deadlines;

public enum DeadlineKind
{
    /// <summary>At once: the clock runs from the moment in which the message came in.</summary>
    Immediate,

    /// <summary>Counted from the day after; due when the last of them ends.</summary>
    BusinessDays,

    /// <summary>Whole days of 24 hours.</summary>
    Days,
}

/// <summary>By when a law wants an opt-out to be effective.</summary>
/// <param name="Code">Names it in the settings and in the words on screen.</param>
/// <param name="Regions">ISO 3166; empty: anywhere.</param>
/// <param name="From">The first day on which it applies to what comes in.</param>
/// <param name="Kind">What is counted.</param>
/// <param name="Count">How many; 0 for at once.</param>
/// <param name="Law">Where it stands.</param>
public sealed record DeadlineRule(string Code, FrozenSet<string> Regions, DateOnly From, DeadlineKind Kind, int Count, string Law)
{
    public bool AppliesTo(string region, DateTime receivedAt) =>
        (Regions.Count == 0 || Regions.Contains(region)) && From <= DateOnly.FromDateTime(receivedAt);
}

using ConsentDashboard.Domain;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.Holds;

/// <summary>What a legal hold has to say of itself, on one person or on a whole segment.</summary>
public static class HoldTerms
{
    public const int MinReason = 3;
    public const int MaxReason = 500;

    /// <summary>Longer than this is a date typed wrongly; what has no end is said so.</summary>
    public const int MostYears = 50;

    /// <param name="reason">Why.</param>
    /// <param name="until">When it ends by itself; null: when somebody ends it.</param>
    /// <param name="now">The present moment.</param>
    /// <returns>The reason as it is kept.</returns>
    public static Result<string> Check(string? reason, DateTime? until, DateTime now) => until switch
    {
        { } end when end <= now => HoldErrors.EndIsOver,
        { } end when end > now.AddYears(MostYears) => HoldErrors.EndIsTooFar,
        _ => CheckReason(reason),
    };

    // The audit trail keeps it, and outlives an erasure.
    public static Result<string> CheckReason(string? reason) => (reason?.Trim() ?? "") switch
    {
        { Length: < MinReason or > MaxReason } => HoldErrors.ReasonLength,
        var kept when NumbersInText.Mask(kept) != kept => HoldErrors.ReasonHasNumber,
        var kept => kept,
    };
}

public static class HoldErrors
{
    public static readonly Error ReasonLength = new("Holds.ReasonLength", ErrorKind.Invalid, "reason");
    public static readonly Error ReasonHasNumber = new("Holds.ReasonHasNumber", ErrorKind.Invalid, "reason");
    /// <summary>A hold on a whole segment says when it ends.</summary>
    public static readonly Error EndMissing = new("Holds.EndMissing", ErrorKind.Invalid, "until");

    public static readonly Error EndIsOver = new("Holds.EndIsOver", ErrorKind.Invalid, "until");
    public static readonly Error EndIsTooFar = new("Holds.EndIsTooFar", ErrorKind.Invalid, "until");

    /// <summary>It has ended, or somebody else was quicker.</summary>
    public static readonly Error NotInForce = new("Holds.NotInForce", ErrorKind.Conflict);
}

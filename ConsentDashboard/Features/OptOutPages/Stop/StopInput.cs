namespace ConsentDashboard.Features.OptOutPages.Stop;

/// <summary>The contact form as it came in.</summary>
public sealed record StopInput(string? Number, string? Region, string? Form, bool IsTrapped)
{
    public const string NumberField = "number";
    public const string RegionField = "region";

    /// <summary>People do not see it.</summary>
    public const string TrapField = "website";

    public static readonly StopInput Empty = new(null, null, null, false);

    public static StopInput Of(IFormCollection form) => new(form[NumberField], form[RegionField], form[FormKey.Field], form[TrapField] is [{ Length: > 0 }, ..]);
}

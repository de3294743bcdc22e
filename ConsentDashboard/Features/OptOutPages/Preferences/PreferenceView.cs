using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.OptOutPages.Preferences;

/// <summary>All that the page needs to be drawn.</summary>
/// <param name="Person">By her link.</param>
/// <param name="Language">Of the page.</param>
/// <param name="Address">Of the page, without a query.</param>
/// <param name="Form">What its forms are made with.</param>
/// <param name="IsUndoOffered">By the same link, for five minutes.</param>
/// <param name="Done">The resource key of what has just been done.</param>
/// <param name="Error">Why it has not.</param>
public sealed record PreferenceView(LinkedPerson Person, string Language, string Address, string Form, bool IsUndoOffered, string? Done, Error? Error);

/// <summary>Names of what the forms of the page send.</summary>
internal static class LinkFields
{
    public const string Act = "act";
    public const string Stop = "stop";
    public const string StopAll = "stop-all";
    public const string Save = "save";
    public const string Undo = "undo";

    /// <summary>Each box that was shown, and each that is still ticked.</summary>
    public const string Shown = "shown";
    public const string Box = "box";

    /// <summary>RFC 8058: what mail and message apps post by themselves.</summary>
    public const string OneClick = "List-Unsubscribe";
    public const string OneClickValue = "One-Click";
}

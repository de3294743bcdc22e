namespace ConsentDashboard.Components.States;

/// <summary>How a page's reading stands. What was shown stays on the screen while it is read again.</summary>
/// <param name="HasContent">Something was read before, and can be shown.</param>
/// <param name="IsRunning">A read is under way.</param>
/// <param name="Reference">Set where the read failed.</param>
public sealed record ReadState(bool HasContent, bool IsRunning, bool IsForbidden = false, string? Reference = null)
{
    public static readonly ReadState First = new(HasContent: false, IsRunning: true);

    public static readonly ReadState Shown = new(HasContent: true, IsRunning: false);

    public static readonly ReadState Forbidden = new(HasContent: false, IsRunning: false, IsForbidden: true);

    public static ReadState Failed(string reference) => new(HasContent: false, IsRunning: false, Reference: reference);

    public ReadState Again() => new(HasContent, IsRunning: true);
}

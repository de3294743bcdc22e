namespace ConsentDashboard.Operations.Messaging;

/// <summary>What came of one try to send.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <param name="ProviderId">The gateway's own id of the message; null where it gave none.</param>
    public sealed record Accepted(string? ProviderId = null) : SendOutcome;

    /// <param name="Failure">Why not now.</param>
    /// <param name="After">How long the gateway asks to wait, if it does.</param>
    public sealed record Retry(SendFailure Failure, TimeSpan? After = null) : SendOutcome;

    /// <summary>Trying again would change nothing.</summary>
    public sealed record Refused(SendFailure Failure) : SendOutcome;
}

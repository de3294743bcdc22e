namespace ConsentDashboard.Operations.Webhooks;

/// <summary>How other systems are told of consent changes. Bound from <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>Receivers may stand on this machine or in a private network, and be reached without TLS.</summary>
    public bool AllowPrivateTargets { get; set; }

    /// <summary>How long a receiver has to answer, in seconds.</summary>
    public int Timeout { get; set; } = 10;

    /// <summary>Messages under way at once to one receiver.</summary>
    public int Parallel { get; set; } = 8;

    /// <returns>Each rule with the key to set where it does not hold.</returns>
    public IEnumerable<(bool Holds, string Key, string Message)> Rules() =>
    [
        (Timeout is >= 1 and <= 25, "Webhooks:Timeout", "must be between 1 and 25 seconds."),
        (Parallel is >= 1 and <= 64, "Webhooks:Parallel", "must be between 1 and 64."),
    ];
}

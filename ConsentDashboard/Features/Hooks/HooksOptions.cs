using ConsentDashboard.Domain.OptOut;

namespace ConsentDashboard.Features.Hooks;

/// <summary>How gateways reach us. Bound from <c>Hooks</c>.</summary>
public sealed class HooksOptions
{
    public const string Section = "Hooks";

    /// <summary>How long a gateway waits for us, in seconds; then it is told to send the message again.</summary>
    public int Timeout { get; set; } = 12;

    /// <summary>How many requests without a good signature one address may send within a minute before it is not listened to.</summary>
    public int RefusedPerAddressPerMinute { get; set; } = 60;

    /// <summary>Gateways by name, besides those that are entered on screen.</summary>
    public Dictionary<string, HookSourceOptions> Sources { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>One gateway, as InboundSource describes it.</summary>
public sealed class HookSourceOptions
{
    public InboundFormat Format { get; set; } = InboundFormat.Form;

    public string From { get; set; } = "from";

    public string To { get; set; } = "to";

    public string Text { get; set; } = "text";

    public string Id { get; set; } = "id";

    public InboundScheme Scheme { get; set; } = InboundScheme.HmacSha256Hex;

    public string Header { get; set; } = "X-Signature";

    public string Secret { get; set; } = "";
}

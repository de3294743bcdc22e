using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;

namespace ConsentDashboard.Features.Hooks;

/// <summary>A gateway in the list.</summary>
/// <param name="Id">Null where it stands in the settings.</param>
/// <param name="Refused">Requests without a good signature since the start of this process.</param>
/// <param name="IsListening">It has a secret and is switched on.</param>
public sealed record GatewayRow(PublicId? Id, string Name, InboundScheme? Scheme, bool IsListening, long Refused)
{
    public string Path => $"/hooks/sms/{Name}";
}

/// <summary>A gateway as the editor holds it.</summary>
public sealed class GatewayForm
{
    /// <summary>Null: a new one.</summary>
    public PublicId? PublicId { get; init; }

    public int Version { get; init; }

    public string Name { get; set; } = "";

    public InboundFormat Format { get; set; } = InboundFormat.Form;

    public string From { get; set; } = "from";

    public string To { get; set; } = "to";

    public string Text { get; set; } = "text";

    public string Id { get; set; } = "id";

    public InboundScheme Scheme { get; set; } = InboundScheme.HmacSha256Hex;

    public string Header { get; set; } = "X-Signature";

    /// <summary>Empty: the one that is stored stays.</summary>
    public string Secret { get; set; } = "";

    public bool IsActive { get; set; } = true;
}

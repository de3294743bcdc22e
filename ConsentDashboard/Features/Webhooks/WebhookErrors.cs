using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Webhooks;

public static class WebhookErrors
{
    public static readonly Error NameMissing = new("Webhook.NameMissing", ErrorKind.Invalid, "name");
    public static readonly Error WrongAddress = new("Webhook.WrongAddress", ErrorKind.Invalid, "address");
    public static readonly Error NotSecure = new("Webhook.NotSecure", ErrorKind.Invalid, "address");
    public static readonly Error PrivateAddress = new("Webhook.PrivateAddress", ErrorKind.Invalid, "address");
    public static readonly Error UnknownSender = new("Webhook.UnknownSender", ErrorKind.Invalid, "sender");
    public static readonly Error NotFound = new("Webhook.NotFound", ErrorKind.NotFound);

    /// <summary>Somebody else changed it meanwhile.</summary>
    public static readonly Error Stale = new("Webhook.Stale", ErrorKind.Conflict);
    public static readonly Error SwitchedOff = new("Webhook.SwitchedOff", ErrorKind.Conflict);
    public static readonly Error NoEvent = new("Webhook.NoEvent", ErrorKind.NotFound);

    /// <summary>Older than messages are kept, or not in the past.</summary>
    public static readonly Error WrongSince = new("Webhook.WrongSince", ErrorKind.Invalid, "since");
    public static readonly Error TooMany = new("Webhook.TooMany", ErrorKind.Invalid, "since");
}

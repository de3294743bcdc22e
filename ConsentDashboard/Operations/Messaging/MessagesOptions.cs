namespace ConsentDashboard.Operations.Messaging;

public enum MessageGateway
{
    /// <summary>Messages wait until a gateway is set up.</summary>
    None,

    /// <summary>Nothing leaves; texts are shown on screen.</summary>
    Demo,
    Twilio,
    Http,
}

/// <summary>How texts leave. Bound from <c>Messages</c>.</summary>
public sealed class MessagesOptions
{
    public const string Section = "Messages";

    /// <summary>Null: Demo in demo mode, else None.</summary>
    public MessageGateway? Gateway { get; set; }

    public TwilioOptions Twilio { get; set; } = new();

    public HttpGatewayOptions Http { get; set; } = new();

    /// <summary>How often a message is tried before it is given up.</summary>
    public int MaxTries { get; set; } = 8;

    /// <summary>How long a gateway has to answer, in seconds.</summary>
    public int Timeout { get; set; } = 10;

    /// <summary>Messages under way at once.</summary>
    public int Parallel { get; set; } = 8;

    /// <summary>Only the demo gateway keeps texts and shows them; it is refused outside demo mode.</summary>
    public bool ShowsTexts => Gateway == MessageGateway.Demo;
}

public sealed class TwilioOptions
{
    public string AccountSid { get; set; } = "";

    public string AuthToken { get; set; } = "";

    /// <summary>Chooses the address to send from; empty: the sender's own address.</summary>
    public string MessagingServiceSid { get; set; } = "";

    public string BaseAddress { get; set; } = "https://api.twilio.com";
}

/// <summary>Any gateway with an HTTP address. Placeholders: {from} {to} {text} {id}.</summary>
public sealed class HttpGatewayOptions
{
    /// <summary>The Source of the senders' addresses at this gateway.</summary>
    public string Name { get; set; } = "http";

    /// <summary>May hold placeholders, which are URL-encoded.</summary>
    public string Address { get; set; } = "";

    public string Method { get; set; } = "POST";

    /// <summary>application/json or application/x-www-form-urlencoded; decides how values are escaped in the body.</summary>
    public string ContentType { get; set; } = "application/json";

    public string Body { get; set; } = "";

    /// <summary>May hold {id}.</summary>
    public Dictionary<string, string> Headers { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Empty: any of 200 to 299.</summary>
    public List<int> SuccessCodes { get; set; } = [];
}

namespace ConsentDashboard.Domain.OptOut;

/// <summary>A gateway that passes replies on: how its requests are read, and how it proves that they are its own.</summary>
public sealed class InboundSource
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    /// <summary>The last part of its address, <c>/hooks/sms/{name}</c>, and the Source of the senders' addresses there.</summary>
    public string Name { get; set; } = "";

    public InboundFormat Format { get; set; } = InboundFormat.Form;

    /// <summary>Which field holds the number of whoever wrote; in JSON a path with dots.</summary>
    public string FromField { get; set; } = "";

    public string ToField { get; set; } = "";

    public string TextField { get; set; } = "";

    /// <summary>Which field holds the gateway's id of the message.</summary>
    public string IdField { get; set; } = "";

    public InboundScheme Scheme { get; set; } = InboundScheme.HmacSha256Hex;

    /// <summary>The header that carries the signature or the secret.</summary>
    public string Header { get; set; } = "";

    public byte[] SecretCipher { get; set; } = [];

    public bool IsActive { get; set; } = true;

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    public int Version { get; set; }
}

public enum InboundFormat : byte
{
    /// <summary><c>application/x-www-form-urlencoded</c>.</summary>
    Form = 1,
    Json = 2,
}

/// <summary>How a gateway proves that a request is its own.</summary>
public enum InboundScheme : byte
{
    /// <summary>The header holds the secret itself.</summary>
    SharedSecret = 1,

    /// <summary>The header holds HMAC-SHA-256 of the body in hexadecimal, with or without a <c>sha256=</c> before it.</summary>
    HmacSha256Hex = 2,

    /// <summary>The header holds HMAC-SHA-256 of the body in base64.</summary>
    HmacSha256Base64 = 3,

    /// <summary><c>Authorization: Basic</c> with the secret as <c>user:password</c>.</summary>
    Basic = 4,
}

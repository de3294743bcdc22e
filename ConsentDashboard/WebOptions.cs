namespace ConsentDashboard;

/// <summary>How the app is reached. Bound from <c>Web</c>.</summary>
internal sealed class WebOptions
{
    public const string Section = "Web";

    /// <summary>The address under which people reach it; links in messages are made from it. Null: what the request says.</summary>
    public string? PublicBaseUrl { get; set; }

    /// <summary>Addresses or networks (CIDR) of reverse proxies; forwarded headers from anyone else are ignored.</summary>
    public List<string> Proxies { get; set; } = [];

    public long MaxRequestBytes { get; set; } = 1 << 20;
}

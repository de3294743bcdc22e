using System.Net;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Webhooks;

namespace ConsentDashboard.Features.Webhooks;

/// <summary>What a receiver's address has to be like. Names are looked at again, with what they lead to, each time one is called.</summary>
internal static class WebhookRules
{
    public const int MaxName = 100;
    public const int MaxAddress = 500;

    public static Error? Wrong(string name, string address, bool allowsPrivate)
    {
        var isAddress = Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        return url switch
        {
            _ when name.Length is 0 or > MaxName => WebhookErrors.NameMissing,
            _ when address.Length > MaxAddress || !isAddress || url!.UserInfo.Length > 0 || url.Fragment.Length > 0 => WebhookErrors.WrongAddress,
            _ when allowsPrivate => null,
            { Scheme: "http" } => WebhookErrors.NotSecure,
            _ when url!.IsLoopback || (IPAddress.TryParse(url.DnsSafeHost, out var ip) && !PublicTargets.IsPublic(ip)) => WebhookErrors.PrivateAddress,
            _ => null,
        };
    }
}

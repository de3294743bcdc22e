using System.Security.Cryptography;
using System.Text;

namespace ConsentDashboard.Operations.Webhooks;

/// <summary>The symmetric signature of Standard Webhooks (standardwebhooks.com): HMAC-SHA-256 over id, time stamp and body.</summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimeHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <param name="secrets">One signature each, separated by spaces: a receiver accepts any that fits.</param>
    /// <param name="unixSeconds">When it is sent, so that an old message is not accepted again.</param>
    public static string Of(IEnumerable<byte[]> secrets, string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{unixSeconds}."), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}"));
    }
}

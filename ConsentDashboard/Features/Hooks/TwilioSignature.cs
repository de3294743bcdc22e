using System.Security.Cryptography;
using System.Text;

namespace ConsentDashboard.Features.Hooks;

/// <summary>
/// Twilio's request signature: HMAC-SHA-1 in base64 over the full address followed by each form field's name and value,
/// sorted by name (twilio.com/docs/usage/security#validating-requests).
/// </summary>
public static class TwilioSignature
{
    public static string Of(string token, string address, IEnumerable<KeyValuePair<string, string>> form)
    {
        var text = new StringBuilder(address);

        // Twilio sorts by bytes, and names a field with several equal values once.
        foreach (var (name, value) in form.Distinct().OrderBy(field => field.Key, StringComparer.Ordinal).ThenBy(field => field.Value, StringComparer.Ordinal))
        {
            text.Append(name).Append(value);
        }

        // SHA-1 is what the gateway signs with; as a MAC it still holds.
#pragma warning disable CA5350
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(text.ToString())));
#pragma warning restore CA5350
    }

    /// <param name="addresses">The address in each spelling that the gateway may have signed.</param>
    public static bool IsGood(string token, string? signature, IEnumerable<string> addresses, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        if (string.IsNullOrEmpty(signature) || token.Length == 0)
        {
            return false;
        }

        var given = Encoding.UTF8.GetBytes(signature);
        return addresses.Any(address => CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Of(token, address, form))));
    }

    /// <summary>Twilio signs some addresses with their standard port and some without, and hosts as they were entered.</summary>
    public static IEnumerable<string> Spellings(string address)
    {
        yield return address;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            yield break;
        }

        var rest = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var slash = rest.IndexOfAny(['/', '?']);
        var (host, tail) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..]);
        var port = uri.Scheme == Uri.UriSchemeHttps ? ":443" : ":80";
        var bare = host.EndsWith(port, StringComparison.Ordinal) ? host[..^port.Length] : host;
        if (uri.IsDefaultPort)
        {
            yield return $"{uri.Scheme}://{(bare == host ? host + port : bare)}{tail}";
        }

        // A proxy that ends TLS makes http of what was signed as https.
        if (uri.Scheme == Uri.UriSchemeHttp)
        {
            yield return $"https://{bare}{tail}";
            if (uri.IsDefaultPort)
            {
                yield return $"https://{bare}:443{tail}";
            }
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain.OptOut;

namespace ConsentDashboard.Features.Hooks;

/// <summary>Whether a request proves that it comes from a gateway, by the scheme that was agreed with it.</summary>
public static class SourceSignature
{
    private const string HexPrefix = "sha256=";
    private const string BasicPrefix = "Basic ";

    /// <param name="header">What stands in the gateway's header; for <see cref="InboundScheme.Basic"/> in <c>Authorization</c>.</param>
    public static bool IsGood(InboundScheme scheme, ReadOnlySpan<byte> secret, string? header, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(header) || secret.IsEmpty)
        {
            return false;
        }

        return scheme switch
        {
            InboundScheme.SharedSecret => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), secret),
            InboundScheme.HmacSha256Hex => Matches(Convert.ToHexString(HMACSHA256.HashData(secret, body)), (header.StartsWith(HexPrefix, StringComparison.OrdinalIgnoreCase) ? header[HexPrefix.Length..] : header).ToUpperInvariant()),
            InboundScheme.HmacSha256Base64 => Matches(Convert.ToBase64String(HMACSHA256.HashData(secret, body)), header),
            InboundScheme.Basic => Matches(BasicPrefix + Convert.ToBase64String(secret), header),
            _ => false,
        };
    }

    private static bool Matches(string wanted, string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(wanted), Encoding.UTF8.GetBytes(given.Trim()));
}

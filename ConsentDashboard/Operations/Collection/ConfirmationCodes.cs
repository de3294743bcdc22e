using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.Collection;

/// <summary>The six digits that a person gets by SMS, and what is kept of them.</summary>
public sealed class ConfirmationCodes(KeyStore keys)
{
    public const int Length = 6;

    public static string New() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Bound to what was sent in, so that a code answers nothing else.</summary>
    public byte[] Hash(Guid submission, string code) =>
        HMACSHA256.HashData(keys.Current.Seal.Material, Encoding.ASCII.GetBytes($"code:{submission:N}:{code}"));

    /// <summary>The same for a code that shows who asks about her data.</summary>
    public byte[] HashOfRequest(Domain.PublicId request, string code) =>
        HMACSHA256.HashData(keys.Current.Seal.Material, Encoding.UTF8.GetBytes($"request code:{request}:{code}"));

    /// <summary>What people type: spaces and hyphens between the digits do not matter.</summary>
    public static string Plain(string? typed) => string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c) && c != '-'));
}

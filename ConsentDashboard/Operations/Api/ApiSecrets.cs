using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ConsentDashboard.Operations.Api;

/// <summary>The secret of an API key: <c>cd_</c> and 256 random bits. Only its hash is kept.</summary>
public static class ApiSecrets
{
    public const string Mark = "cd_";

    private const int RandomBytes = 32;
    private const int PrefixLength = 10;
    private static readonly int Length = Mark.Length + Base64Url.GetEncodedLength(RandomBytes);

    public static string Create() => Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What people recognise the secret by; of the 256 bits it tells 42.</summary>
    public static string PrefixOf(string secret) => secret[..PrefixLength];

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    /// <summary>Whether it can be a secret of ours at all; anything else is not looked up.</summary>
    public static bool IsWellFormed(string? text) => text?.Length == Length && text.StartsWith(Mark, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(Mark.Length));
}

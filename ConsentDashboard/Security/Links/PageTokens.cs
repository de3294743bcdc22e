using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Security.Links;

/// <summary>Which page of the sender's showed which wording in which language.</summary>
/// <param name="Processing">The document on processing that stood beside it; zero where there was none.</param>
public sealed record ShownPage(PublicId Point, PublicId NoticeVersion, PublicId Processing, string Language, string Address);

/// <summary>
/// Signed tokens that a form carries, so that the evidence names the page on which it stood. They have no end: the page
/// stays, and the same token is good for all of its visitors. Form: base64url(payload).base64url(tag).
/// </summary>
public sealed class PageTokens(KeyStore keys)
{
    private const byte Form = 1;
    private const int TagLength = 16;
    private const int LanguageAt = 1 + 4 + 8 + 8 + 8;
    private const int HeadLength = LanguageAt + 1;

    /// <summary>Longer is not one of ours; it is refused before anything is decoded.</summary>
    public const int MaxLength = 4096;

    // The key signs other links too; what is signed for one use must not be good for another.
    private static readonly byte[] Use = Encoding.ASCII.GetBytes("ConsentDashboard page token");

    public string Write(ShownPage page)
    {
        var key = keys.Current.Link;
        var language = Encoding.UTF8.GetBytes(page.Language);
        var payload = new byte[HeadLength + language.Length + Encoding.UTF8.GetByteCount(page.Address)];
        payload[0] = Form;
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(1), key.Id);
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(5), page.Point.Value);
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(13), page.NoticeVersion.Value);
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(21), page.Processing.Value);
        payload[LanguageAt] = checked((byte)language.Length);
        language.CopyTo(payload.AsSpan(HeadLength));
        Encoding.UTF8.GetBytes(page.Address, payload.AsSpan(HeadLength + language.Length));
        return $"{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(Tag(key, payload))}";
    }

    /// <returns>What was signed; null where the token was not signed by a key of ours, or not as it stands.</returns>
    public ShownPage? Read(string? token)
    {
        if (token is not { Length: <= MaxLength } || token.Split('.') is not [var first, var second] || !TryDecode(first, out var payload) || !TryDecode(second, out var tag))
        {
            return null;
        }

        if (payload.Length < HeadLength || payload[0] != Form || HeadLength + payload[LanguageAt] > payload.Length)
        {
            return null;
        }

        var key = keys.Current.Find(KeyPurpose.Link, BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(1)));
        if (key is null || !CryptographicOperations.FixedTimeEquals(Tag(key, payload), tag))
        {
            return null;
        }

        var text = HeadLength + payload[LanguageAt];
        return new(
            new(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(5))),
            new(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(13))),
            new(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(21))),
            Encoding.UTF8.GetString(payload.AsSpan(HeadLength, payload[LanguageAt])),
            Encoding.UTF8.GetString(payload.AsSpan(text)));
    }

    private static byte[] Tag(ProtectionKey key, byte[] payload) => HMACSHA256.HashData(key.Material, (byte[])[.. Use, .. payload])[..TagLength];

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(text))
        {
            return false;
        }

        bytes = Base64Url.DecodeFromChars(text);

        // White space and stray bits decode too; one page has one token.
        return Base64Url.EncodeToString(bytes) == text;
    }
}

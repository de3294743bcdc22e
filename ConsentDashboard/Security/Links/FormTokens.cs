using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Security.Links;

/// <summary>What a form was made with when it was shown. It travels with the form and comes back signed.</summary>
/// <param name="Point">The collection point.</param>
/// <param name="Contact">The wording that was shown.</param>
/// <param name="Processing">The document on processing that was shown; zero where there was none.</param>
/// <param name="IssuedAt">When it was shown, UTC, to the second.</param>
/// <param name="Submission">Names what will be sent in, so that the same form sent twice is one.</param>
public sealed record FormTicket(PublicId Point, PublicId Contact, PublicId Processing, DateTime IssuedAt, Guid Submission);

/// <summary>Signs what a form carries, and the page that asks for the code of what was sent in.</summary>
public sealed class FormTokens(KeyStore keys)
{
    private const int TicketLength = 8 + 8 + 8 + 8 + 16;
    private const int MacLength = 16;

    /// <summary>How long a form may stay open before it is sent.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    public string Sign(FormTicket ticket)
    {
        Span<byte> bytes = stackalloc byte[TicketLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, ticket.Point.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], ticket.Contact.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], ticket.Processing.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes[24..], ticket.IssuedAt.ToUnixMilliseconds() / 1000);
        ticket.Submission.TryWriteBytes(bytes[32..], bigEndian: true, out _);
        return Seal("form"u8, bytes);
    }

    /// <returns>Null where the token was not made here, or was changed.</returns>
    public FormTicket? Read(string? token) => Open("form"u8, token) is { Length: TicketLength } bytes
        ? new(
            new(BinaryPrimitives.ReadInt64BigEndian(bytes)),
            new(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8))),
            new(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(16))),
            Times.FromUnixMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(24)) * 1000),
            new(bytes.AsSpan(32), bigEndian: true))
        : null;

    /// <summary>
    /// A form on a site's own page is the same for everybody, so what is sent from it is named by what it says: the same
    /// number with the same boxes within ten minutes is one submission. Keyed, because it names a number.
    /// </summary>
    public Guid SubmissionFrom(string page, string number, int boxes, DateTime at) => new(
        HMACSHA256.HashData(keys.Current.Link.Material, Encoding.UTF8.GetBytes($"snippet:{page}:{number}:{boxes}:{at.Ticks / TimeSpan.FromMinutes(10).Ticks}")).AsSpan(0, 16),
        bigEndian: true);

    public string SignRequest(Guid submission) => Seal("request"u8, submission.ToByteArray(bigEndian: true));

    public Guid? ReadRequest(string? token) => Open("request"u8, token) is { Length: 16 } bytes ? new(bytes, bigEndian: true) : null;

    private string Seal(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString((byte[])[.. bytes, .. Mac(kind, bytes)]);

    private byte[]? Open(ReadOnlySpan<byte> kind, string? token)
    {
        if (token is not { Length: > 0 and < 200 } || !Base64Url.IsValid(token))
        {
            return null;
        }

        var all = Base64Url.DecodeFromChars(token);
        if (all.Length <= MacLength)
        {
            return null;
        }

        var bytes = all.AsSpan(0, all.Length - MacLength);
        return CryptographicOperations.FixedTimeEquals(all.AsSpan(bytes.Length), Mac(kind, bytes)) ? bytes.ToArray() : null;
    }

    private byte[] Mac(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> bytes) =>
        HMACSHA256.HashData(keys.Current.Link.Material, (byte[])[.. kind, 0, .. bytes])[..MacLength];
}

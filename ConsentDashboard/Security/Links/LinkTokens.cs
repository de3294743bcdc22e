using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Security.Links;

/// <summary>
/// The last part of the address in a message: which subscriber may be stopped for which sender. It is not stored and has
/// no end, because stopping has none. Form: sender, public id (64 bits) and tag (80 bits) as one number in base62, short
/// enough for an SMS.
/// </summary>
public sealed class LinkTokens(KeyStore keys)
{
    /// <summary>Enough for sender ids below 1,700 (62^26 / 2^144); larger ones take more.</summary>
    public const int Length = 26;

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int TagLength = 10;
    private const int IdLength = 8;

    // 62 to the fifth.
    private const ulong FiveDigits = 916_132_832;

    // 63 bits for the sender and 144 below it.
    private const int MaxLength = 35;

    // The key signs other links too; what is signed for one use must not be good for another.
    private static readonly byte[] Use = Encoding.ASCII.GetBytes("ConsentDashboard preference link");

    public string Write(long senderId, PublicId subscriber)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(senderId);
        Span<byte> bytes = stackalloc byte[IdLength + IdLength + TagLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, senderId);
        BinaryPrimitives.WriteInt64BigEndian(bytes[IdLength..], subscriber.Value);
        Tag(keys.Current.Link, bytes[..(IdLength + IdLength)]).CopyTo(bytes[(IdLength + IdLength)..]);
        return Spell(bytes);
    }

    /// <returns>Null where the token was not made with a key of ours, or not spelt so.</returns>
    public (long SenderId, PublicId Subscriber)? Read(string? token)
    {
        Span<byte> bytes = stackalloc byte[IdLength + IdLength + TagLength];
        if (token is not { Length: >= Length and <= MaxLength } || !TryRead(token, bytes))
        {
            return null;
        }

        var ids = bytes[..(IdLength + IdLength)];
        var isOurs = false;

        // A link is good for ever, so every key that ever signed one is tried.
        foreach (var key in keys.Current.All.Where(key => key.Purpose == KeyPurpose.Link))
        {
            isOurs |= CryptographicOperations.FixedTimeEquals(Tag(key, ids), bytes[(IdLength + IdLength)..]);
        }

        var sender = BinaryPrimitives.ReadInt64BigEndian(ids);
        return isOurs && sender > 0 ? (sender, new(BinaryPrimitives.ReadInt64BigEndian(ids[IdLength..]))) : null;
    }

    private static ReadOnlySpan<byte> Tag(ProtectionKey key, ReadOnlySpan<byte> ids)
    {
        Span<byte> text = stackalloc byte[Use.Length + ids.Length];
        Use.CopyTo(text);
        ids.CopyTo(text[Use.Length..]);
        return KeyedHash.Of(key, text).AsSpan(0, TagLength);
    }

    // By hand, five digits a division: an export spells a million of them, and a BigInteger allocates for each digit.
    private static string Spell(ReadOnlySpan<byte> bytes)
    {
        Span<uint> value = stackalloc uint[(bytes.Length + 3) / 4];
        Span<byte> padded = stackalloc byte[value.Length * 4];
        bytes.CopyTo(padded[(padded.Length - bytes.Length)..]);
        for (var limb = 0; limb < value.Length; limb++)
        {
            value[limb] = BinaryPrimitives.ReadUInt32BigEndian(padded[(limb * 4)..]);
        }

        Span<char> text = stackalloc char[MaxLength];
        var first = text.Length;
        while (value.ContainsAnyExcept(0u) || text.Length - first < Length)
        {
            ulong rest = 0;
            for (var limb = 0; limb < value.Length; limb++)
            {
                (var quotient, rest) = Math.DivRem((rest << 32) | value[limb], FiveDigits);
                value[limb] = (uint)quotient;
            }

            for (var digit = 0; digit < 5 && first > 0; digit++)
            {
                (rest, var next) = Math.DivRem(rest, (ulong)Alphabet.Length);
                text[--first] = Alphabet[(int)next];
            }
        }

        // The fifths may have written zeros beyond the width.
        while (text.Length - first > Length && text[first] == Alphabet[0])
        {
            first++;
        }

        return new(text[first..]);
    }

    // One value has one spelling: fixed width, and no leading zero beyond it.
    private static bool TryRead(string token, Span<byte> bytes)
    {
        if (token.Length > Length && token[0] == Alphabet[0])
        {
            return false;
        }

        BigInteger value = 0;
        foreach (var character in token)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value * Alphabet.Length) + digit;
        }

        var length = value.GetByteCount(isUnsigned: true);
        bytes.Clear();
        return length <= bytes.Length && value.TryWriteBytes(bytes[(bytes.Length - length)..], out _, isUnsigned: true, isBigEndian: true);
    }
}

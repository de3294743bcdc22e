using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Security.Numbers;

/// <summary>What the database holds instead of a number.</summary>
public readonly record struct ProtectedNumber(byte[] Cipher, byte[] BlindIndex, byte[] LastFourIndex, byte[] Salt, byte[] Commitment);

/// <summary>Turns numbers into what may be stored, and back. The only class that ever holds both.</summary>
public sealed class NumberVault(KeyStore keys)
{
    private const int HashSize = 32;

    /// <summary>Encrypts, indexes and commits to a number.</summary>
    /// <param name="generation">How many index keys are in force; from the ledger's head row.</param>
    public ProtectedNumber Protect(string e164, PublicId owner, int generation)
    {
        var salt = RandomNumberGenerator.GetBytes(HashSize);
        return new(Encrypt(e164, owner), BlindIndex(e164, generation), LastFourIndex(e164[^4..], generation), salt, Commitment(salt, e164));
    }

    public byte[] Encrypt(string e164, PublicId owner) => Sealing.Seal(keys.Current.Cipher, Encoding.ASCII.GetBytes(e164), Associated(owner));

    /// <returns>The number in E.164.</returns>
    public string Decrypt(byte[] cipher, PublicId owner)
    {
        var ring = keys.Current;
        if (ring.Find(Domain.Protection.KeyPurpose.Cipher, Sealing.KeyIdOf(cipher)) is null)
        {
            ring = keys.Refresh();
        }

        return Encoding.ASCII.GetString(Sealing.Open(ring, cipher, Associated(owner)));
    }

    /// <summary>Whether the number stands in what somebody wrote, and would outlive its erasure there; false where none is kept.</summary>
    public bool IsNamedIn(string text, byte[]? cipher, PublicId owner) => cipher is not null && NumbersInText.Names(text, Decrypt(cipher, owner));

    public string Mask(byte[] cipher, PublicId owner) => NumberFormats.Mask(Decrypt(cipher, owner));

    /// <summary>HMAC-SHA-256 with each index key in turn: what is stored can be wrapped again without knowing the number.</summary>
    public byte[] BlindIndex(string e164, int generation) => Wrap(Encoding.ASCII.GetBytes(e164), generation);

    /// <summary>Keyed hash of the last four digits; there are only ten thousand, so it narrows a search and identifies nobody.</summary>
    public byte[] LastFourIndex(string lastFour, int generation) => Wrap(Encoding.ASCII.GetBytes($"last four:{lastFour}"), generation);

    /// <summary>Wraps a stored hash with one more index key.</summary>
    /// <param name="keyNumber">Which key, from 1.</param>
    public byte[] WrapOnce(byte[] stored, int keyNumber) => KeyedHash.Of(Index(keyNumber), stored);

    /// <summary>SHA-256(salt, E.164): what the first event of a chain commits to.</summary>
    public static byte[] Commitment(byte[] salt, string e164) => SHA256.HashData([.. salt, .. Encoding.ASCII.GetBytes(e164)]);

    private static byte[] Associated(PublicId owner)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, owner.Value);
        return bytes;
    }

    private byte[] Wrap(byte[] value, int generation)
    {
        for (var number = 1; number <= generation; number++)
        {
            value = KeyedHash.Of(Index(number), value);
        }

        return value;
    }

    private ProtectionKey Index(int number)
    {
        var ring = keys.Current.Index.Count >= number ? keys.Current : keys.Refresh();
        return ring.Index.Count >= number
            ? ring.Index[number - 1]
            : throw new KeyException($"The Index key {number} is missing from the key ring.");
    }
}

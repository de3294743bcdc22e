using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain.Protection;

namespace ConsentDashboard.Security.Keys;

/// <summary>One secret. <paramref name="Material"/> is 32 bytes, or a PKCS#8 P-256 private key for <see cref="KeyPurpose.Signing"/>.</summary>
public sealed record ProtectionKey(KeyPurpose Purpose, int Id, byte[] Material, DateTime CreatedAt)
{
    private static readonly byte[] CheckText = Encoding.ASCII.GetBytes("ConsentDashboard key check 1");

    /// <summary>What the database keeps of the key, to recognise it.</summary>
    public byte[] CheckValue() => HMACSHA256.HashData(Material, (byte[])[.. CheckText, (byte)Purpose]);

    /// <summary>Whether the material can do what the key is for.</summary>
    public bool IsUsable()
    {
        if (Purpose != KeyPurpose.Signing)
        {
            return Material is { Length: 32 };
        }

        try
        {
            using var signing = ECDsa.Create();
            signing.ImportPkcs8PrivateKey(Material, out _);
            return signing.KeySize == 256;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public static ProtectionKey Create(KeyPurpose purpose, int id, DateTime now)
    {
        if (purpose != KeyPurpose.Signing)
        {
            return new(purpose, id, RandomNumberGenerator.GetBytes(32), now);
        }

        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(purpose, id, signing.ExportPkcs8PrivateKey(), now);
    }
}

/// <summary>The keys at one moment; a snapshot, replaced as a whole when the key file changes.</summary>
public sealed class KeyRing
{
    private readonly FrozenDictionary<(KeyPurpose, int), ProtectionKey> _keys;

    /// <exception cref="KeyException">A key is missing, unusable or given twice.</exception>
    public KeyRing(IEnumerable<ProtectionKey> keys)
    {
        // Checked here, because a wrong key must stop the start, not the first withdrawal.
        _keys = keys.GroupBy(key => (key.Purpose, key.Id)).ToFrozenDictionary(same => same.Key, same => same.Count() == 1 && same.First().IsUsable()
            ? same.First()
            : throw new KeyException($"The {same.Key.Purpose} key {same.Key.Id} is damaged or given twice."));
        Cipher = Newest(KeyPurpose.Cipher);
        Signing = Newest(KeyPurpose.Signing);
        Seal = Newest(KeyPurpose.Seal);
        Link = Newest(KeyPurpose.Link);
        Index = [.. _keys.Values.Where(key => key.Purpose == KeyPurpose.Index).OrderBy(key => key.Id)];
    }

    public IEnumerable<ProtectionKey> All => _keys.Values;

    public ProtectionKey Cipher { get; }

    public ProtectionKey Signing { get; }

    public ProtectionKey Seal { get; }

    public ProtectionKey Link { get; }

    /// <summary>In wrapping order. How many of them are in force stands in the ledger's head row, not here.</summary>
    public IReadOnlyList<ProtectionKey> Index { get; }

    public ProtectionKey? Find(KeyPurpose purpose, int id) => _keys.GetValueOrDefault((purpose, id));

    /// <summary>A first set for an installation without data.</summary>
    public static KeyRing Create(DateTime now) => new(Enum.GetValues<KeyPurpose>().Select(purpose => ProtectionKey.Create(purpose, 1, now)));

    private ProtectionKey Newest(KeyPurpose purpose) =>
        _keys.Values.Where(key => key.Purpose == purpose).MaxBy(key => key.Id)
        ?? throw new KeyException($"The key ring has no {purpose} key.");
}

/// <summary>The keys are missing, unreadable or not those that the database was written with; the message says which and what to do.</summary>
public sealed class KeyException(string message, Exception? inner = null) : Exception(message, inner);

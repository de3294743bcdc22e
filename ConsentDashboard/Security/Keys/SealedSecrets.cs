using System.Buffers.Binary;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Protection;

namespace ConsentDashboard.Security.Keys;

/// <summary>Secrets shared with other systems, sealed and bound to the public id of what they belong to.</summary>
public static class SealedSecrets
{
    public static byte[] Seal(KeyStore keys, ReadOnlySpan<byte> secret, PublicId owner) => Sealing.Seal(keys.Current.Cipher, secret, Associated(owner));

    /// <exception cref="System.Security.Cryptography.CryptographicException">The row was changed.</exception>
    /// <exception cref="KeyException">The key is missing.</exception>
    public static byte[] Open(KeyStore keys, byte[] cipher, PublicId owner)
    {
        var ring = keys.Current.Find(KeyPurpose.Cipher, Sealing.KeyIdOf(cipher)) is null ? keys.Refresh() : keys.Current;
        return Sealing.Open(ring, cipher, Associated(owner));
    }

    private static byte[] Associated(PublicId owner)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, owner.Value);
        return bytes;
    }
}

using System.Security.Cryptography;

namespace ConsentDashboard.Security.Keys;

/// <summary>HMAC-SHA-256 that keeps its state for the key: setting one up takes longer than hashing a number.</summary>
internal static class KeyedHash
{
    // Must not be shared between threads.
    [ThreadStatic]
    private static Dictionary<ProtectionKey, IncrementalHash>? hashes;

    public static byte[] Of(ProtectionKey key, ReadOnlySpan<byte> value)
    {
        hashes ??= new(ReferenceEqualityComparer.Instance);
        if (!hashes.TryGetValue(key, out var hash))
        {
            if (hashes.Count > 8)
            {
                hashes.Clear();
            }

            hashes[key] = hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Material);
        }

        hash.AppendData(value);
        return hash.GetHashAndReset();
    }
}

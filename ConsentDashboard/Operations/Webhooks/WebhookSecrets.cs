using System.Buffers.Binary;
using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.Webhooks;

/// <summary>The secrets that sign what leaves: 256 random bits each, written as <c>whsec_</c> and base64, sealed in the endpoint's row.</summary>
public sealed class WebhookSecrets(KeyStore keys, TimeProvider clock)
{
    public const string Prefix = "whsec_";

    /// <summary>How long the secret before the last one signs too.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const int Size = 32;

    /// <returns>The secret as the receiver needs it, and as the row keeps it.</returns>
    public (string Shown, byte[] Cipher) Create(PublicId endpoint)
    {
        var secret = RandomNumberGenerator.GetBytes(Size);
        return (Prefix + Convert.ToBase64String(secret), Sealing.Seal(keys.Current.Cipher, secret, Associated(endpoint)));
    }

    /// <summary>What signs now: the secret, and the one before it while the receiver may not have taken over the new one.</summary>
    public IReadOnlyList<byte[]> InForce(WebhookEndpoint endpoint)
    {
        var current = Open(endpoint.SecretCipher, endpoint.PublicId);
        return endpoint.OldSecretCipher is { } old && endpoint.OldSecretUntil > clock.UtcMilliseconds()
            ? [current, Open(old, endpoint.PublicId)]
            : [current];
    }

    private byte[] Open(byte[] cipher, PublicId endpoint)
    {
        var ring = keys.Current.Find(KeyPurpose.Cipher, Sealing.KeyIdOf(cipher)) is null ? keys.Refresh() : keys.Current;
        return Sealing.Open(ring, cipher, Associated(endpoint));
    }

    private static byte[] Associated(PublicId endpoint)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, endpoint.Value);
        return bytes;
    }
}

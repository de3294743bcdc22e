using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>Evidence as it is stored: sealed, with the salted digest that its event carries.</summary>
internal readonly record struct SealedEvidence(byte[] Salt, byte[] Cipher, byte[] Digest);

/// <summary>Seals evidence for its event, and opens it again.</summary>
public sealed class EvidenceBox(KeyStore keys)
{
    internal SealedEvidence Seal(EvidenceDocument evidence, Guid eventKey)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(evidence, EvidenceJson.Default.EvidenceDocument);
        var salt = RandomNumberGenerator.GetBytes(32);
        return new(salt, Sealing.Seal(keys.Current.Cipher, text, Associated(eventKey)), CanonicalForm.EvidenceDigest(salt, text));
    }

    /// <summary>The exact bytes that the digest covers.</summary>
    /// <exception cref="CryptographicException">The evidence was changed, or belongs to another event.</exception>
    public byte[] OpenBytes(Evidence evidence, Guid eventKey) => Sealing.Open(RingFor(evidence), evidence.Cipher, Associated(eventKey));

    /// <summary>The digest of what is stored, as its event should carry it; the text is in memory only meanwhile.</summary>
    /// <exception cref="CryptographicException">The evidence was changed, or belongs to another event.</exception>
    public byte[] DigestOf(Evidence evidence, Guid eventKey)
    {
        var ring = RingFor(evidence);
        var rented = ArrayPool<byte>.Shared.Rent(evidence.Cipher.Length);
        var text = rented.AsSpan(0, evidence.Cipher.Length - Sealing.Overhead);
        try
        {
            Sealing.Open(ring, evidence.Cipher, Associated(eventKey), text);
            return CanonicalForm.EvidenceDigest(evidence.Salt, text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public EvidenceDocument Open(Evidence evidence, Guid eventKey) => Read(OpenBytes(evidence, eventKey));

    public static EvidenceDocument Read(ReadOnlySpan<byte> text) => JsonSerializer.Deserialize(text, EvidenceJson.Default.EvidenceDocument)!;

    private KeyRing RingFor(Evidence evidence)
    {
        var ring = keys.Current;
        return ring.Find(Domain.Protection.KeyPurpose.Cipher, Sealing.KeyIdOf(evidence.Cipher)) is null ? keys.Refresh() : ring;
    }

    private static byte[] Associated(Guid eventKey) => eventKey.ToByteArray(bigEndian: true);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EvidenceDocument))]
internal sealed partial class EvidenceJson : JsonSerializerContext;

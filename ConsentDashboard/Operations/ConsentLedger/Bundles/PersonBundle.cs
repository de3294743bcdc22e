using System.Text.Json;
using System.Text.Json.Serialization;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;

namespace ConsentDashboard.Operations.ConsentLedger.Bundles;

/// <summary>
/// Everything that proves one person's history, in one file: her events with their evidence and wordings, the path from
/// each event to the signed root of its batch, and the public keys. It is verified without the database.
/// </summary>
public sealed record PersonBundle
{
    public const string CurrentFormat = "consent-bundle/1";

    public required string Format { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>The subscriber's public id.</summary>
    public required string Subscriber { get; init; }

    /// <summary>In E.164; null where the number is not kept.</summary>
    public string? Number { get; init; }

    public byte[]? NumberSalt { get; init; }

    public required IReadOnlyList<BundledEvent> Events { get; init; }

    public required IReadOnlyList<LedgerBatch> Batches { get; init; }

    public required IReadOnlyList<BundledNotice> Notices { get; init; }

    public required IReadOnlyList<BundledKey> PublicKeys { get; init; }
}

/// <param name="Event">The event as the ledger has it.</param>
/// <param name="EvidenceSalt">Null where the evidence was erased, or never was.</param>
/// <param name="EvidenceText">The exact bytes that the digest covers; JSON in UTF-8.</param>
/// <param name="Path">The RFC 6962 path from the event to its batch's root.</param>
public sealed record BundledEvent(ConsentEvent Event, byte[]? EvidenceSalt, byte[]? EvidenceText, IReadOnlyList<byte[]> Path);

/// <summary>A wording in the language in which it was shown.</summary>
public sealed record BundledNotice(long NoticeVersionId, int Number, string Language, string Title, string Body, string Labels, string Frequency, string HowToWithdraw, byte[] ContentHash);

/// <param name="Id">The signing key's id.</param>
/// <param name="SubjectPublicKeyInfo">ECDSA P-256, DER.</param>
public sealed record BundledKey(int Id, byte[] SubjectPublicKeyInfo);

// Metadata only: the generated fast path writes a null byte array as an empty string, which hashes otherwise.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PersonBundle))]
internal sealed partial class BundleJson : JsonSerializerContext
{
    public static byte[] Write(PersonBundle bundle) => JsonSerializer.SerializeToUtf8Bytes(bundle, Default.PersonBundle);

    /// <exception cref="JsonException">The file is no bundle.</exception>
    public static PersonBundle Read(ReadOnlySpan<byte> file) => JsonSerializer.Deserialize(file, Default.PersonBundle) ?? throw new JsonException("The file is empty.");
}

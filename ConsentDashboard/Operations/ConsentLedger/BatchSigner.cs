using System.Security.Cryptography;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>ECDSA P-256 over a batch's hash, with the newest signing key; every key that ever signed stays in the ring.</summary>
public sealed class BatchSigner(KeyStore keys)
{
    private readonly Lock _lock = new();
    private ECDsa? _signing;
    private ProtectionKey? _key;

    internal void Sign(LedgerBatch batch)
    {
        lock (_lock)
        {
            var (signing, id) = Newest();
            batch.Hash = CanonicalForm.HashOf(batch);
            batch.SigningKeyId = id;
            batch.Signature = signing.SignHash(batch.Hash);
        }
    }

    /// <summary>The same key over a document, by SHA-256; with its public half, so that the document is verified alone.</summary>
    internal (byte[] PublicKey, byte[] Signature) Sign(byte[] document)
    {
        lock (_lock)
        {
            var (signing, _) = Newest();
            return (signing.ExportSubjectPublicKeyInfo(), signing.SignData(document, HashAlgorithmName.SHA256));
        }
    }

    /// <summary>Whether one of this installation's signing keys, of today or before, has that public half.</summary>
    /// <param name="fingerprint">SHA-256 of its SubjectPublicKeyInfo, hex.</param>
    internal bool Knows(string fingerprint) => keys.Current.All.Where(key => key.Purpose == KeyPurpose.Signing).Any(key =>
    {
        using var signing = Import(key);
        return Convert.ToHexStringLower(SHA256.HashData(signing.ExportSubjectPublicKeyInfo())) == fingerprint;
    });

    private (ECDsa Signing, int Id) Newest()
    {
        var newest = keys.Current.Signing;
        if (!ReferenceEquals(_key, newest))
        {
            _signing?.Dispose();
            _signing = Import(newest);
            _key = newest;
        }

        return (_signing!, newest.Id);
    }

    /// <summary>The key that checks signatures of one id; null where the ring lacks it. Dispose it.</summary>
    internal static ECDsa? Verifier(KeyRing ring, int keyId) => ring.Find(KeyPurpose.Signing, keyId) is { } key ? Import(key) : null;

    private static ECDsa Import(ProtectionKey key)
    {
        var signing = ECDsa.Create();
        signing.ImportPkcs8PrivateKey(key.Material, out _);
        return signing;
    }
}

using System.Security.Cryptography;
using System.Text.Json;

namespace ConsentDashboard.Operations.Retention;

/// <summary>What a certificate proves.</summary>
/// <param name="Certificate">What it says; null where it cannot be read.</param>
/// <param name="KeyFingerprint">SHA-256 of the public key, hex: compare it with what the installation publishes.</param>
/// <param name="Broken">What does not hold; null where everything does.</param>
public sealed record CertificateReport(RetentionCertificate? Certificate, string KeyFingerprint, string? Broken)
{
    public bool Holds => Broken is null;
}

/// <summary>Verifies a certificate offline: only the file is needed.</summary>
public static class CertificateVerification
{
    public static CertificateReport Verify(ReadOnlySpan<byte> file)
    {
        try
        {
            var signed = JsonSerializer.Deserialize<SignedCertificate>(file, CertificateSigning.Json);
            return signed is { Certificate: not null, PublicKey: not null, Signature: not null } && CertificateSigning.BytesOf(signed).AsSpan().SequenceEqual(file) ? Verify(signed) : Damaged();
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return Damaged();
        }
    }

    private static CertificateReport Verify(SignedCertificate signed)
    {
        var print = Convert.ToHexStringLower(SHA256.HashData(signed.PublicKey));
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(signed.PublicKey, out _);
            if (!key.VerifyData(CertificateSigning.BytesOf(signed.Certificate), signed.Signature, HashAlgorithmName.SHA256))
            {
                return new(null, print, "The signature is wrong: the certificate was changed.");
            }
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException)
        {
            return new(null, print, "The public key is damaged.");
        }

        return signed.Certificate.Format == RetentionCertificate.CurrentFormat
            ? new(signed.Certificate, print, null)
            : new(signed.Certificate, print, $"The format is not {RetentionCertificate.CurrentFormat}.");
    }

    private static CertificateReport Damaged() => new(null, "", "The file is not a certificate, or is damaged.");
}

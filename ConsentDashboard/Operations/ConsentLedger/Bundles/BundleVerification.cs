using System.Security.Cryptography;
using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.ConsentLedger.Bundles;

/// <summary>What a bundle proves.</summary>
/// <param name="Events">How many events it holds.</param>
/// <param name="KeyFingerprints">SHA-256 of each public key, in hex: compare them with what the installation publishes.</param>
/// <param name="Broken">The first thing that does not hold; null where everything does.</param>
public sealed record BundleReport(int Events, IReadOnlyList<string> KeyFingerprints, string? Broken)
{
    public bool Holds => Broken is null;
}

/// <summary>Verifies a bundle offline: only the file is needed.</summary>
public static class BundleVerification
{
    public static BundleReport Verify(ReadOnlySpan<byte> file)
    {
        PersonBundle bundle;
        try
        {
            bundle = BundleJson.Read(file);
        }
        catch (JsonException)
        {
            return new(0, [], "The file is not a bundle, or is damaged.");
        }

        var prints = bundle.PublicKeys.Select(key => Convert.ToHexStringLower(SHA256.HashData(key.SubjectPublicKeyInfo))).ToList();
        return new(bundle.Events.Count, prints, Check(bundle));
    }

    private static string? Check(PersonBundle bundle)
    {
        if (bundle.Format != PersonBundle.CurrentFormat || !PublicId.TryParse(bundle.Subscriber, out var owner))
        {
            return $"The format is not {PersonBundle.CurrentFormat}.";
        }

        return bundle.Batches.Select(batch => Check(batch, bundle)).FirstOrDefault(broken => broken is not null)
            ?? CheckEvents(bundle, owner)
            ?? CheckNumber(bundle);
    }

    private static string? Check(LedgerBatch batch, PersonBundle bundle)
    {
        if (!batch.Hash.AsSpan().SequenceEqual(CanonicalForm.HashOf(batch)))
        {
            return $"Batch {batch.Seq} was changed.";
        }

        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(bundle.PublicKeys.First(item => item.Id == batch.SigningKeyId).SubjectPublicKeyInfo, out _);
            return key.VerifyHash(batch.Hash, batch.Signature) ? null : $"The signature of batch {batch.Seq} is wrong.";
        }
        catch (Exception e) when (e is InvalidOperationException or CryptographicException or NotSupportedException)
        {
            return $"The public key of batch {batch.Seq} is missing or damaged.";
        }
    }

    private static string? CheckEvents(PersonBundle bundle, PublicId owner)
    {
        var (hash, seq) = (new byte[32], 0);
        foreach (var (act, salt, text, path) in bundle.Events)
        {
            if (act.Seq != seq + 1 || !act.PrevHash.AsSpan().SequenceEqual(hash))
            {
                return $"Event {act.Seq} does not follow the event before it.";
            }

            if (!act.Hash.AsSpan().SequenceEqual(CanonicalForm.HashOf(act, owner)))
            {
                return $"Event {act.Seq} was changed.";
            }

            if (salt is not null && text is not null && !CanonicalForm.EvidenceDigest(salt, text).AsSpan().SequenceEqual(act.EvidenceDigest))
            {
                return $"The evidence of event {act.Seq} was changed.";
            }

            var batch = bundle.Batches.FirstOrDefault(item => item.Seq == act.BatchSeq);
            if (batch is null || MerkleTree.RootFrom(act.Hash, act.BatchIndex, batch.EventCount, path) is not { } root || !root.AsSpan().SequenceEqual(batch.Root))
            {
                return $"Event {act.Seq} is not part of the signed batch {act.BatchSeq}.";
            }

            if (act.NoticeVersionId is { } id && bundle.Notices.Any(notice => notice.NoticeVersionId == id && !notice.ContentHash.AsSpan().SequenceEqual(act.NoticeContentHash)))
            {
                return $"The wording of event {act.Seq} is not the one that was shown.";
            }

            (hash, seq) = (act.Hash, act.Seq);
        }

        return null;
    }

    private static string? CheckNumber(PersonBundle bundle)
    {
        var commitment = bundle.Events.Select(item => item.Event.NumberCommitment).LastOrDefault(value => value is not null);
        return (bundle.Number, bundle.NumberSalt, commitment) switch
        {
            (null, _, _) => null,
            (_, null, _) or (_, _, null) => "The number has no commitment in the history.",
            var (number, salt, made) => NumberVault.Commitment(salt, number).AsSpan().SequenceEqual(made) ? null : "The number is not the one that the history commits to.",
        };
    }
}

using System.Security.Cryptography;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>One person's chain: without gaps to its head, the number that it commits to, and the projection that it folds to.</summary>
internal sealed class ChainCheck(NumberVault vault)
{
    /// <returns>What does not hold; null where all does.</returns>
    public Finding? Check(Subscriber subscriber, List<ConsentEvent> events, List<Consent> cells, int generation)
    {
        var (hash, seq) = (new byte[32], 0);
        byte[]? commitment = null;
        var fold = new ConsentFold(subscriber.Id, remember: events.Exists(e => e.Type == ConsentEventType.Annulled));
        foreach (var act in events)
        {
            if (act.Seq != seq + 1 || !act.PrevHash.AsSpan().SequenceEqual(hash))
            {
                return Found(FindingKind.ChainBroken, act.Id, $"Event {act.Id} does not follow the event before it.");
            }

            (hash, seq) = (act.Hash, act.Seq);
            commitment = act.NumberCommitment ?? commitment;
            fold.Apply(act);
        }

        var lastId = events.Count > 0 ? events[^1].Id : (long?)null;
        if (subscriber.HeadSeq != seq || !subscriber.HeadHash.AsSpan().SequenceEqual(hash))
        {
            return Found(FindingKind.ChainBroken, lastId, $"The chain of subscriber {subscriber.Id} ends at {seq}, its head says {subscriber.HeadSeq}.");
        }

        if (!NumberHolds(subscriber, commitment, generation))
        {
            return Found(FindingKind.NumberChanged, events.FirstOrDefault(e => e.NumberCommitment is not null)?.Id ?? lastId, $"The number of subscriber {subscriber.Id} is not the one that its chain commits to.");
        }

        return Projection.Same(fold.Cells, cells)
            ? null
            : Found(FindingKind.ProjectionDiffers, lastId, $"The consents of subscriber {subscriber.Id} are not what its events make of them.");

        Finding Found(FindingKind kind, long? eventId, string detail) => new(kind, eventId, null, subscriber.Id, detail);
    }

    private bool NumberHolds(Subscriber subscriber, byte[]? commitment, int generation)
    {
        if (subscriber.ErasedAt is not null)
        {
            return subscriber is { Cipher: null, BlindIndex: null, NumberSalt: null };
        }

        if (subscriber.Cipher is null || subscriber.NumberSalt is null)
        {
            return commitment is null && subscriber.Cipher is null && subscriber.NumberSalt is null;
        }

        try
        {
            var number = vault.Decrypt(subscriber.Cipher, subscriber.PublicId);
            return commitment.AsSpan().SequenceEqual(NumberVault.Commitment(subscriber.NumberSalt, number))
                && subscriber.BlindIndex.AsSpan().SequenceEqual(vault.BlindIndex(number, generation))
                && subscriber.LastFourIndex.AsSpan().SequenceEqual(vault.LastFourIndex(number[^4..], generation));
        }
        catch (Exception e) when (e is CryptographicException or KeyException)
        {
            return false;
        }
    }
}

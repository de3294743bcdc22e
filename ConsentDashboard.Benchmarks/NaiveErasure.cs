using System.Diagnostics;
using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>The usual way: load a thousand people with all that is theirs, change and remove the entities, and save. The same rows, chain, signature and durability.</summary>
internal static class NaiveErasure
{
    private const int Batch = 1000;

    /// <returns>Subscribers a second.</returns>
    public static async Task<double> RunAsync(BenchDatabase database, int people)
    {
        List<long> ids;
        await using (var db = database.Open())
        {
            // Scattered over the list, as those who are due are.
            ids = await db.Subscribers.Where(s => s.ErasedAt == null && s.Cipher != null && s.Id % 7 == 3).OrderBy(s => s.Id).Select(s => s.Id).Take(people).ToListAsync();
        }

        var watch = Stopwatch.StartNew();
        foreach (var batch in ids.Chunk(Batch))
        {
            await EraseAsync(database, [.. batch]);
        }

        return ids.Count / watch.Elapsed.TotalSeconds;
    }

    private static async Task EraseAsync(BenchDatabase database, List<long> ids)
    {
        var (ring, now) = (database.Get<KeyStore>().Current, database.Now);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var head = await db.LedgerHead.SingleAsync();
        var people = await db.Subscribers.Where(s => ids.Contains(s.Id)).ToListAsync();
        db.RemoveRange(await db.Evidence.Where(proof => db.ConsentEvents.Any(e => e.Id == proof.EventId && ids.Contains(e.SubscriberId))).ToListAsync());
        db.RemoveRange(await db.SendCounts.Where(count => ids.Contains(count.SubscriberId)).ToListAsync());
        db.RemoveRange(await db.WithdrawalOrigins.Where(origin => ids.Contains(origin.SubscriberId)).ToListAsync());
        db.RemoveRange(await db.PendingRequests.Where(request => ids.Contains(request.SubscriberId)).ToListAsync());
        await ForgetAsync(db, ids);
        List<ConsentEvent> events = [.. people.Select(person => Erase(person, head, now))];
        db.AddRange(events);
        var merkle = new LedgerBatch { Seq = ++head.Seq, PrevHash = head.Hash, Root = MerkleTree.Root([.. events.Select(act => act.Hash)]), FirstEventId = head.LastEventId - events.Count + 1, EventCount = events.Count, AuditRoot = MerkleTree.Root([]), FirstAuditId = head.LastAuditId + 1, At = now, SigningKeyId = 1 };
        merkle.Hash = CanonicalForm.HashOf(merkle);
        using (var signing = ECDsa.Create())
        {
            signing.ImportPkcs8PrivateKey(ring.Signing.Material, out _);
            merkle.Signature = signing.SignHash(merkle.Hash);
        }

        head.Hash = merkle.Hash;
        db.Add(merkle);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private static async Task ForgetAsync(DashboardDbContext db, List<long> ids)
    {
        foreach (var message in await db.Outbox.Where(m => m.SubscriberId != null && ids.Contains(m.SubscriberId.Value)).ToListAsync())
        {
            message.PayloadCipher = null;
        }

        foreach (var message in await db.InboundMessages.Where(m => m.SubscriberId != null && ids.Contains(m.SubscriberId.Value)).ToListAsync())
        {
            (message.TextCipher, message.FromCipher, message.VerdictWords) = (null, null, null);
        }

        foreach (var item in await db.ExportItems.Where(i => i.SubscriberId != null && ids.Contains(i.SubscriberId.Value)).ToListAsync())
        {
            item.BlindIndex = null;
        }
    }

    private static ConsentEvent Erase(Subscriber person, LedgerHead head, DateTime now)
    {
        var act = new ConsentEvent
        {
            Id = ++head.LastEventId,
            SubscriberId = person.Id,
            Seq = ++person.HeadSeq,
            EventKey = Guid.CreateVersion7(),
            Type = ConsentEventType.Erased,
            Kind = ConsentKind.Contact,
            Source = Source.System,
            OccurredAt = now,
            RecordedAt = now,
            ExpiresAt = Times.Never,
            Actor = "system:bench",
            SchemaVersion = 1,
            BatchSeq = head.Seq + 1,
            PrevHash = person.HeadHash,
        };
        act.Hash = CanonicalForm.HashOf(act, person.PublicId);
        person.HeadHash = act.Hash;
        (person.Cipher, person.BlindIndex, person.LastFourIndex, person.NumberSalt, person.ExternalRef, person.Language) = (null, null, null, null, null, "");
        (person.ErasedAt, person.Standing) = (now, Standing.Erased);
        return act;
    }
}

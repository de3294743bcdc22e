using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>The usual way: read the file, and for each thousand rows look the numbers up, change the entities and save. The same rows, cryptography and durability.</summary>
internal static class NaiveImport
{
    private const int Batch = 1000;

    /// <returns>Rows a second.</returns>
    public static async Task<double> RunAsync(BenchDatabase database, int rows, int firstNew)
    {
        var batch = await ImportList.UploadAsync(database, rows, firstNew, "naive.csv");
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await foreach (var chunk in database.Get<ReadRows>().ReadAsync(batch, default).Chunk(Batch))
        {
            await SaveAsync(database, batch, [.. chunk.Select(row => (NumberFormats.Parse(row.Phone, batch.DefaultRegion).Value, row))]);
        }

        Console.Error.WriteLine($"  naive {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds:0.0} s of the processor in {watch.Elapsed.TotalSeconds:0.0} s");
        return rows / watch.Elapsed.TotalSeconds;
    }

    private static async Task SaveAsync(BenchDatabase database, Domain.DataFlow.ImportBatch batch, List<(E164Number Number, Operations.Imports.Reading.ImportRow Row)> rows)
    {
        var (vault, ring, now) = (database.Get<NumberVault>(), database.Get<KeyStore>().Current, database.Now);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var head = await db.LedgerHead.SingleAsync();
        var indexes = rows.ConvertAll(row => vault.BlindIndex(row.Number.Value, 1));
        var known = await db.Subscribers.Where(s => indexes.Contains(s.BlindIndex!)).ToDictionaryAsync(s => Convert.ToHexString(s.BlindIndex!));
        var ids = known.Values.Select(s => s.Id).ToList();
        var cells = await db.Consents.Where(c => ids.Contains(c.SubscriberId) && c.SenderId == batch.SenderId && c.Kind == ConsentKind.Contact).ToDictionaryAsync(c => (c.SubscriberId, c.Channel, c.MessageType));
        var stopped = (await db.Suppressions.Where(s => indexes.Contains(s.BlindIndex)).Select(s => s.BlindIndex).ToListAsync()).Select(Convert.ToHexString).ToHashSet();
        var wording = await db.NoticeVersions.Where(v => v.Id == batch.NoticeVersionId).Select(v => v.ContentHash).SingleAsync();
        List<ConsentEvent> events = [];
        for (var i = 0; i < rows.Count; i++)
        {
            var key = Convert.ToHexString(indexes[i]);
            if (!stopped.Contains(key))
            {
                events.Add(Record(rows[i].Number, rows[i].Row, known.GetValueOrDefault(key)));
            }
        }

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

        ConsentEvent Record(E164Number number, Operations.Imports.Reading.ImportRow row, Subscriber? subscriber)
        {
            byte[]? commitment = null;
            if (subscriber is null)
            {
                subscriber = new() { Id = ++head.LastSubscriberId, PublicId = PublicId.Create(), CallingCode = number.CallingCode, Region = number.Region, Language = "en", HeadHash = new byte[32], FirstSeenAt = now };
                var stored = vault.Protect(number.Value, subscriber.PublicId, 1);
                (subscriber.Cipher, subscriber.BlindIndex, subscriber.LastFourIndex, subscriber.NumberSalt, commitment) = (stored.Cipher, stored.BlindIndex, stored.LastFourIndex, stored.Salt, stored.Commitment);
                db.Add(subscriber);
            }

            var act = new ConsentEvent { Id = ++head.LastEventId, SubscriberId = subscriber.Id, Seq = subscriber.HeadSeq + 1, EventKey = Guid.CreateVersion7(), Type = ConsentEventType.Given, SenderId = batch.SenderId, Kind = ConsentKind.Contact, Cells = batch.Cells, Source = Source.Import, Method = Method.ImportedRecord, OccurredAt = row.ConsentedAt!.Value, RecordedAt = now, Actor = "system:bench", NoticeVersionId = batch.NoticeVersionId, NoticeContentHash = wording, Language = "en", CollectionPointId = batch.CollectionPointId, ImportBatchId = batch.Id, NumberCommitment = commitment, SchemaVersion = 1, PrevHash = subscriber.HeadHash, BatchSeq = head.Seq + 1 };
            var salt = RandomNumberGenerator.GetBytes(32);
            var text = JsonSerializer.SerializeToUtf8Bytes(new EvidenceDocument { AffirmativeAct = "ticked the box", IpAddress = row.IpAddress, UserAgent = row.UserAgent, PageAddress = row.PageAddress, ProofReference = batch.ProofReference });
            act.EvidenceDigest = CanonicalForm.EvidenceDigest(salt, text);
            act.Hash = CanonicalForm.HashOf(act, subscriber.PublicId);
            (subscriber.HeadSeq, subscriber.HeadHash, subscriber.Standing, subscriber.LastActivityAt) = (act.Seq, act.Hash, Standing.Contactable, act.OccurredAt);
            foreach (var index in batch.Cells.Indexes())
            {
                var (channel, type) = (Cells.ChannelOf(index), Cells.TypeOf(index));
                if (!cells.TryGetValue((subscriber.Id, channel, type), out var cell))
                {
                    db.Add(cell = new() { SubscriberId = subscriber.Id, SenderId = batch.SenderId, Kind = ConsentKind.Contact, Channel = channel, MessageType = type });
                }

                (cell.State, cell.StateAt, cell.GivenAt, cell.LastEventId, cell.NoticeVersionId, cell.CollectionPointId) = (ConsentState.Given, act.OccurredAt, act.OccurredAt, act.Id, batch.NoticeVersionId, batch.CollectionPointId);
            }

            db.AddRange(act, new Evidence { EventId = act.Id, Salt = salt, Cipher = Sealing.Seal(ring.Cipher, text, act.EventKey.ToByteArray(bigEndian: true)) });
            return act;
        }
    }
}

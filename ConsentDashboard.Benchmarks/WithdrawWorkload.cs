using System.Diagnostics;
using System.Security.Cryptography;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>Durable withdrawals from 64 callers at once; the usual way makes one transaction of Entity Framework for each.</summary>
internal static class WithdrawWorkload
{
    private const int Callers = 64;
    private const int Ours = 20_000;
    private const int Naive = 2_000;

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.CopyAsync(subscribers);
        var ledger = database.Get<LedgerWriter>();
        await MeasureAsync(await BenchNumbers.TakeAsync(database, 1000, offset: 3), number => RecordAsync(ledger, number, database.Now));
        var (rate, timings) = await MeasureAsync(await BenchNumbers.TakeAsync(database, Ours), number => RecordAsync(ledger, number, database.Now));
        var report = await database.Get<LedgerVerification>().VerifyAsync(Actor.System("bench"));
        if (!report.Holds)
        {
            throw new InvalidOperationException($"The ledger does not hold: {report.First}");
        }

        var (naiveRate, naive) = await NaiveAsync(database, Naive);
        return new Figures("withdraw", subscribers)
            .Add("callers", Callers)
            .Add("withdrawalsPerSecond", rate)
            .Add("p50Ms", timings.P50)
            .Add("p99Ms", timings.P99)
            .Add("naiveWithdrawalsPerSecond", naiveRate)
            .Add("naiveP50Ms", naive.P50)
            .Add("naiveP99Ms", naive.P99);
    }

    /// <summary>The usual way alone, for other workloads to stand beside.</summary>
    public static async Task<(double PerSecond, Timings Timings)> NaiveAsync(BenchDatabase database, int count) =>
        await MeasureAsync(await BenchNumbers.TakeAsync(database, count, offset: 1), number => OneTransactionAsync(database, number));

    private static async Task<(double PerSecond, Timings Timings)> MeasureAsync(List<E164Number> numbers, Func<E164Number, Task> withdraw)
    {
        var timings = new Timings();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (number, _) => await timings.MeasureAsync(async () =>
        {
            await withdraw(number);
            return true;
        }));
        return (numbers.Count / watch.Elapsed.TotalSeconds, timings);
    }

    private static async Task RecordAsync(LedgerWriter ledger, E164Number number, DateTime now)
    {
        var recorded = await ledger.RecordAsync(new()
        {
            Number = number,
            Type = ConsentEventType.Withdrawn,
            Cells = ConsentCells.All,
            Assurance = Assurance.Proven,
            Source = Source.SmsReply,
            Method = Method.SmsKeyword,
            OccurredAt = now,
            Actor = Actor.Person,
            Evidence = Proof,
        });
        if (recorded.Failed)
        {
            throw new InvalidOperationException(recorded.Error.Key);
        }
    }

    private static EvidenceDocument Proof => new() { MessageId = "SM0123456789abcdef", RawText = "STOP" };

    // The same rows, the same cryptography and the same durability, one request a transaction.
    private static async Task OneTransactionAsync(BenchDatabase database, E164Number number)
    {
        var (vault, ring, now) = (database.Get<NumberVault>(), database.Get<KeyStore>().Current, database.Now);
        var index = vault.BlindIndex(number.Value, 1);
        using var turn = await database.Get<WriteGate>().EnterAsync(WritePriority.Withdrawal);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var head = await db.LedgerHead.SingleAsync();
        var subscriber = await db.Subscribers.SingleAsync(s => s.BlindIndex == index);
        var act = new ConsentEvent
        {
            Id = ++head.LastEventId,
            SubscriberId = subscriber.Id,
            Seq = subscriber.HeadSeq + 1,
            EventKey = Guid.CreateVersion7(),
            Type = ConsentEventType.Withdrawn,
            Kind = ConsentKind.Contact,
            Cells = ConsentCells.All,
            Source = Source.SmsReply,
            Method = Method.SmsKeyword,
            OccurredAt = now,
            RecordedAt = now,
            Actor = "person",
            PrevHash = subscriber.HeadHash,
            BatchSeq = ++head.Seq,
        };
        var salt = RandomNumberGenerator.GetBytes(32);
        var text = "{\"messageId\":\"SM0123456789abcdef\",\"rawText\":\"STOP\"}"u8.ToArray();
        act.EvidenceDigest = CanonicalForm.EvidenceDigest(salt, text);
        act.Hash = CanonicalForm.HashOf(act, subscriber.PublicId);
        (subscriber.HeadSeq, subscriber.HeadHash, subscriber.Standing) = (act.Seq, act.Hash, Standing.Withdrawn);
        foreach (var cell in await db.Consents.Where(c => c.SubscriberId == subscriber.Id).ToListAsync())
        {
            (cell.State, cell.StateAt, cell.LastEventId) = (ConsentState.Withdrawn, now, act.Id);
        }

        var batch = new LedgerBatch { Seq = head.Seq, PrevHash = head.Hash, Root = MerkleTree.Root([act.Hash]), FirstEventId = act.Id, EventCount = 1, AuditRoot = MerkleTree.Root([]), FirstAuditId = head.LastAuditId + 1, At = now, SigningKeyId = 1 };
        batch.Hash = CanonicalForm.HashOf(batch);
        using (var signing = ECDsa.Create())
        {
            signing.ImportPkcs8PrivateKey(ring.Signing.Material, out _);
            batch.Signature = signing.SignHash(batch.Hash);
        }

        var suppression = new Suppression { Id = ++head.LastSuppressionId, BlindIndex = index, Kind = ConsentKind.Contact, Cells = ConsentCells.All, Reason = SuppressionReason.Withdrawn, Since = now, RecordedAt = now, EventId = act.Id };
        suppression.Seal = SuppressionSeal.Compute(ring, suppression);
        head.Hash = batch.Hash;
        db.AddRange(act, batch, suppression, new Evidence { EventId = act.Id, Salt = salt, Cipher = Sealing.Seal(ring.Cipher, text, act.EventKey.ToByteArray(bigEndian: true)) });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }
}

using System.Diagnostics;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>Verifying everything, evidence included; the usual way reads person by person and checks what it reads.</summary>
internal static class LedgerWorkload
{
    private const int NaivePeople = 3000;

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.OpenAsync(subscribers);
        var heap = new HeapPeak();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var report = await database.Get<LedgerVerification>().VerifyAsync(Actor.System("bench"), heap);
        var elapsed = watch.Elapsed;
        var processor = Process.GetCurrentProcess().TotalProcessorTime - before;
        if (!report.Holds)
        {
            throw new InvalidOperationException($"The ledger does not hold: {report.First}");
        }

        return new Figures("ledger", subscribers)
            .Add("events", report.Events)
            .Add("verifyMs", elapsed.TotalMilliseconds)
            .Add("processorMs", processor.TotalMilliseconds)
            .Add("verifyEventsPerSecond", report.Events / elapsed.TotalSeconds)
            .Add("naiveVerifyEventsPerSecond", await PersonByPersonAsync(database))
            .Add("heapPeakMb", heap.Bytes / 1e6)
            .Add("peakMb", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6);
    }

    private static async Task<double> PersonByPersonAsync(BenchDatabase database)
    {
        var box = database.Get<EvidenceBox>();
        long events = 0;
        var watch = Stopwatch.StartNew();
        for (var id = 1; id <= NaivePeople; id++)
        {
            await using var db = database.Open();
            var subscriber = await db.Subscribers.SingleAsync(s => s.Id == id);
            foreach (var act in await db.ConsentEvents.Where(e => e.SubscriberId == id).OrderBy(e => e.Seq).ToListAsync())
            {
                var proof = await db.Evidence.FirstOrDefaultAsync(e => e.EventId == act.Id);
                var holds = act.Hash.AsSpan().SequenceEqual(CanonicalForm.HashOf(act, subscriber.PublicId))
                    && (proof is null || CanonicalForm.EvidenceDigest(proof.Salt, box.OpenBytes(proof, act.EventKey)).AsSpan().SequenceEqual(act.EvidenceDigest));
                events += holds ? 1 : throw new InvalidOperationException($"Event {act.Id} does not hold.");
            }
        }

        return events / watch.Elapsed.TotalSeconds;
    }

    // The working set counts the database file once for each connection that maps it; this is what verification itself holds.
    private sealed class HeapPeak : IProgress<long>
    {
        private long _bytes;

        public long Bytes => _bytes;

        public void Report(long value) => _bytes = Math.Max(_bytes, GC.GetTotalMemory(forceFullCollection: false));
    }
}

using System.Diagnostics;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>Everybody into a sealed file: read, decided, decrypted, hashed, and noted for recall. Beside it, the same rows only written.</summary>
internal static class ExportWorkload
{
    private const int ClosedRows = 100_000;

    private const int Slice = 5_000;

    public static async Task<Figures> RunAsync(int subscribers)
    {
        var figures = new Figures("export", subscribers);
        var tenth = await MeasureAsync(Math.Max(1, subscribers / 10));
        var all = await MeasureAsync(subscribers);
        return figures
            .Add("rows", all.Rows)
            .Add("xlsxMs", all.Xlsx.TotalMilliseconds)
            .Add("xlsxRowsPerSecond", all.Rows / all.Xlsx.TotalSeconds)
            .Add("naiveXlsxMs", all.BareXlsx.TotalMilliseconds)
            .Add("xlsxTimesBare", all.Xlsx / all.BareXlsx)
            .Add("csvMs", all.Csv.TotalMilliseconds)
            .Add("csvRowsPerSecond", all.Rows / all.Csv.TotalSeconds)
            .Add("naiveCsvMs", all.BareCsv.TotalMilliseconds)
            .Add("naiveClosedRows", ClosedRows)
            .Add("naiveClosedMs", ClosedWorkbook.Write(ClosedRows).TotalMilliseconds)
            .Add("heapPeakMb", all.HeapPeakMb)
            .Add("heapPeakAtTenthMb", tenth.HeapPeakMb)
            .Add("peakMb", all.PeakMb)
            .Add("peakAtTenthMb", tenth.PeakMb);
    }

    private static async Task<Measured> MeasureAsync(int subscribers)
    {
        await using var database = await BenchDatabase.CopyAsync(subscribers);
        var cell = await AgreeAsync(database);
        var memory = new MemoryPeak();
        var (xlsx, rows) = await ExportAsync(database, cell, ExportFormat.Xlsx);
        var (csv, _) = await ExportAsync(database, cell, ExportFormat.Csv);
        var peak = await memory.StopAsync();
        var written = await RowsOfAsync(database);
        var bareXlsx = Time(target => XlsxFile.Write(target, Bare(written)));
        var bareCsv = Time(target => CsvFile.Write(target, Bare(written)));
        return new(rows, xlsx, csv, bareXlsx, bareCsv, peak.WorkingSet / 1e6, peak.Heap / 1e6);
    }

    // The demo company's people agree to different things; here all of them agree to one, so that there are as many rows as people.
    internal static async Task<Cell> AgreeAsync(BenchDatabase database)
    {
        await using var db = database.Open();
        var key = await db.Consents.Where(c => c.State == ConsentState.Given && c.Kind == ConsentKind.Contact && c.NoticeVersionId != null)
            .GroupBy(c => new { c.SenderId, c.Channel, c.MessageType, c.NoticeVersionId }).OrderByDescending(g => g.Count()).Select(g => g.Key).FirstAsync();
        var purpose = await db.NoticeVersionPurposes.Where(p => p.NoticeVersionId == key.NoticeVersionId).Select(p => p.PurposeId).FirstAsync();
        var (now, never) = (database.Now.ToUnixMilliseconds(), Times.Never.ToUnixMilliseconds());
        await db.Senders.ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsProcessingConsent, false));
        // In slices: the pages of one large transaction would stay in memory, and be taken for the export's.
        var last = await db.Subscribers.MaxAsync(s => s.Id);
        for (long after = 0; after < last; after += Slice)
        {
            await db.Database.ExecuteSqlRawAsync(
                """
                INSERT OR REPLACE INTO "Consents" ("SubscriberId", "SenderId", "Kind", "Channel", "MessageType", "State", "StateAt", "GivenAt", "ExpiresAt", "StoppedAt", "NoticeVersionId", "CollectionPointId", "LastEventId")
                SELECT "Id", {0}, 1, {1}, {2}, 2, {3}, {3}, {4}, 0, {5}, "CollectionPointId", 0 FROM "Subscribers" WHERE "Id" > {6} AND "Id" <= {7} AND "Cipher" IS NOT NULL
                """,
                key.SenderId, (int)key.Channel, (int)key.MessageType, now, never, key.NoticeVersionId!, after, after + Slice);
        }

        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        return new(key.SenderId, key.Channel, key.MessageType, purpose);
    }

    private static async Task<(TimeSpan Elapsed, long Rows)> ExportAsync(BenchDatabase database, Cell cell, ExportFormat format)
    {
        var job = new ExportJob
        {
            PublicId = PublicId.Create(),
            Status = JobStatus.Waiting,
            SenderId = cell.Sender,
            Channel = cell.Channel,
            MessageType = cell.Type,
            PurposeId = cell.Purpose,
            Why = "bench",
            Format = format,
            ExpectedRows = int.MaxValue,
            NeedsApproval = true,
            CreatedAt = database.Now,
            CreatedBy = "system:bench",
        };
        await using var db = database.Open();
        using (await database.Get<WriteGate>().EnterAsync(WritePriority.Act))
        {
            db.Add(job);
            await db.SaveChangesAsync();
        }

        var watch = Stopwatch.StartNew();
        await database.Get<JobWorker<ExportJob>>().WorkAsync();
        var elapsed = watch.Elapsed;
        var done = await db.ExportJobs.AsNoTracking().SingleAsync(j => j.Id == job.Id);
        return done.Status == JobStatus.Done ? (elapsed, done.RowCount) : throw new InvalidOperationException($"The export ended {done.Status}: {done.FailureKey} {done.FailureDetails}");
    }

    // Of the CSV, which is the newest: the same texts, so that they compress as well.
    private static async Task<List<string[]>> RowsOfAsync(BenchDatabase database)
    {
        await using var db = database.Open();
        var job = await db.ExportJobs.OrderByDescending(j => j.Id).Select(j => j.PublicId).FirstAsync();
        using var text = new StreamReader(database.Get<JobFiles>().Open(job, RunExport.FileName));
        List<string[]> rows = [];
        while (await text.ReadLineAsync() is { } line)
        {
            rows.Add(line.Split(','));
        }

        return rows;
    }

    private static SheetRows Bare(List<string[]> rows) => new([.. rows[0].Select(name => new SheetColumn(name))], rows.Skip(1).Select(row => (object?[])row).GetEnumerator());

    private static TimeSpan Time(Action<Stream> write)
    {
        var file = Path.GetTempFileName();
        try
        {
            var watch = Stopwatch.StartNew();
            using (var target = File.Create(file))
            {
                write(target);
            }

            return watch.Elapsed;
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal sealed record Cell(long Sender, Channel Channel, MessageType Type, long Purpose);

    private sealed record Measured(long Rows, TimeSpan Xlsx, TimeSpan Csv, TimeSpan BareXlsx, TimeSpan BareCsv, double PeakMb, double HeapPeakMb);
}

using System.Buffers;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports;

/// <summary>A row that came to something else than the dry run had said.</summary>
internal sealed record ChangedRow(long Row, ImportVerdict Verdict, ImportVerdict Tried, VerdictReason? Reason)
{
    public void Write(ArrayBufferWriter<byte> to)
    {
        var fields = new RecordWriting(to);
        fields.Int64(Row);
        fields.Bytes([(byte)Verdict, (byte)Tried]);
        fields.Text(Reason?.Key);
        fields.Text(Reason?.Column);
    }

    public static ChangedRow Read(ReadOnlySpan<byte> from)
    {
        var fields = new RecordReading(from);
        var (row, verdicts, key, column) = (fields.Int64(), fields.Bytes(2), fields.Text(), fields.Text());
        return new(row, (ImportVerdict)verdicts[0], (ImportVerdict)verdicts[1], key is null ? null : new(key, column));
    }
}

/// <summary>
/// Where a run stands, and what it came to until there. It is written in the transaction of the slice that it is about, and
/// only while the lease is ours: a worker that lost it writes nothing, and whoever goes on repeats nothing.
/// </summary>
internal sealed record RunProgress(ImportCounts Counts, Checkpoint? At)
{
    /// <summary>Not yet in a file.</summary>
    public IReadOnlyList<ChangedRow> Changes { get; init; } = [];

    public long Ordinal => At?.Ordinal ?? 0;

    /// <param name="tried">What the dry run had said of the slice's rows.</param>
    public RunProgress Behind(RowSlice slice, ReadOnlySpan<byte> tried, IReadOnlyList<Result<RecordedAct>> outcomes)
    {
        List<ImportVerdict> verdicts = [];
        List<ChangedRow> changes = [.. Changes];
        foreach (var (record, verdict) in slice.Verdicts(outcomes))
        {
            var shown = (ImportVerdict)tried[verdicts.Count];
            if (verdict.Verdict != shown)
            {
                changes.Add(new(record.Row, verdict.Verdict, shown, verdict.Reason));
            }

            verdicts.Add(verdict.Verdict);
        }

        return new(
            Counts.Plus(verdicts) with { Changed = Counts.Changed + changes.Count - Changes.Count },
            new(slice.Position, Ordinal + slice.Count))
        { Changes = changes };
    }

    /// <exception cref="LeaseLostException">Another process has the job.</exception>
    public async Task SaveAsync(DashboardDbContext db, JobFiles files, ImportBatch batch, string owner)
    {
        // Before the commit: a file of a slice that was not committed lies ahead of the checkpoint, and is dropped.
        if (Changes.Count > 0)
        {
            await using var file = files.Create(batch.PublicId, $"{ImportFiles.Changed}-{Ordinal:D12}");
            var record = new ArrayBufferWriter<byte>();
            foreach (var change in Changes)
            {
                record.ResetWrittenCount();
                change.Write(record);
                RecordFile.Append(file, record.WrittenSpan);
            }

            await file.CompleteAsync();
        }

        await SaveAsync(db, batch, owner, Counts, At?.ToBytes());
    }

    public static async Task SaveAsync(DashboardDbContext db, ImportBatch batch, string owner, ImportCounts counts, byte[]? checkpoint)
    {
        var json = counts.ToJson();
        var saved = await db.ImportBatches.Where(b => b.Id == batch.Id && b.Status == JobStatus.Running && b.ClaimedBy == owner)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.Checkpoint, checkpoint).SetProperty(b => b.RunCounts, json));
        if (saved != 1)
        {
            throw new LeaseLostException();
        }
    }
}

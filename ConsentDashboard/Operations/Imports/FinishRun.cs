using System.Globalization;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.Imports;

/// <summary>The end of a run: the verdicts with what changed in them, the audit entry, and no file more that holds a number.</summary>
internal sealed class FinishRun(LedgerWriter ledger, JobFiles files)
{
    public static long OrdinalOf(string changed) => long.Parse(changed.AsSpan(ImportFiles.Changed.Length + 1), CultureInfo.InvariantCulture);

    public async Task RunAsync(ImportBatch batch, JobRun<ImportBatch> run, ImportCounts counts, CancellationToken stopping)
    {
        await WriteVerdictsAsync(batch, stopping);
        await ledger.AuditAsync(
            new(Actor.System("imports"), AuditAction.ImportFinished, Subject: $"{batch.PublicId}", Details: counts.ToJson()),
            async db =>
            {
                await RunProgress.SaveAsync(db, batch, run.Owner, counts, Checkpoint.End);
                return true;
            });
        Clean(batch);
    }

    public void Clean(ImportBatch batch) => files.DeleteAllBut(batch.PublicId, ImportFiles.Kept);

    // The dry run's file and the changed rows, both by the row's place.
    private async Task WriteVerdictsAsync(ImportBatch batch, CancellationToken stopping)
    {
        var reasons = await VerdictReasons.LoadAsync(files, batch.PublicId, stopping);
        var changed = await SortChangedAsync(batch, reasons);
        await reasons.SaveAsync(files, batch.PublicId);
        await using var final = files.Create(batch.PublicId, ImportFiles.Verdicts);
        using (var shown = files.Open(batch.PublicId, ImportFiles.Verdicts))
        {
            var rows = Shown(shown).GetEnumerator();
            await changed.MergeAsync(
                record =>
                {
                    var change = VerdictRecord.Read(record.Span);
                    while (rows.MoveNext() && rows.Current.Row != change.Row)
                    {
                        final.Write(rows.Current.ToBytes());
                    }

                    final.Write(record.Span);
                    return ValueTask.CompletedTask;
                },
                stopping);
            while (rows.MoveNext())
            {
                final.Write(rows.Current.ToBytes());
            }
        }

        await final.CompleteAsync();
    }

    // Once finished, every row says what the dry run had said; a second finish after a kill leaves that alone.
    private static IEnumerable<VerdictRecord> Shown(Stream file)
    {
        var bytes = new byte[VerdictRecord.Size];
        while (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length)
        {
            var verdict = VerdictRecord.Read(bytes);
            yield return verdict with { Tried = verdict.Tried == ImportVerdict.None ? verdict.Verdict : verdict.Tried };
        }
    }

    private async Task<ExternalSort> SortChangedAsync(ImportBatch batch, VerdictReasons reasons)
    {
        var sort = new ExternalSort(files, batch.PublicId, "by-change", VerdictRecord.KeySize, bufferSize: 1 << 20);
        foreach (var name in files.Names(batch.PublicId, ImportFiles.Changed))
        {
            using var records = new RecordReader(files.Open(batch.PublicId, name));
            while (records.Read())
            {
                var change = ChangedRow.Read(records.Current);
                await sort.AddAsync(new VerdictRecord(change.Row, change.Verdict, change.Tried, reasons.NumberOf(change.Reason)).ToBytes());
            }
        }

        return sort;
    }
}

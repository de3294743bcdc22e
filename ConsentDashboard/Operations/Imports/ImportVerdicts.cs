using System.Runtime.CompilerServices;
using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.Imports;

/// <summary>The verdict on one row of the file.</summary>
/// <param name="Row">Its place in the file.</param>
/// <param name="Verdict">What it comes to.</param>
/// <param name="Tried">After a run, what the dry run had said; None before.</param>
/// <param name="Reason">Says more, where there is more to say.</param>
public sealed record VerdictRow(long Row, ImportVerdict Verdict, ImportVerdict Tried, VerdictReason? Reason)
{
    public bool Changed => Tried != ImportVerdict.None && Tried != Verdict;
}

/// <param name="Number">Masked; null where the row has none.</param>
public sealed record SampleRow(long Row, ImportVerdict Verdict, string? Number, VerdictReason? Reason);

/// <summary>Reads what a dry run or a run said of the rows.</summary>
public sealed class ImportVerdicts(JobFiles files)
{
    /// <summary>Whether the verdicts are there still.</summary>
    public bool Exist(PublicId batch) => files.Exists(batch, ImportFiles.Verdicts);

    /// <summary>The rows by their place in the file, one at a time; without numbers.</summary>
    /// <param name="which">Null: all of them.</param>
    /// <param name="after">Begins behind this place.</param>
    public async IAsyncEnumerable<VerdictRow> ReadAsync(PublicId batch, Actor actor, Func<VerdictRow, bool>? which = null, long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewImports);
        if (!Exist(batch))
        {
            yield break;
        }

        var reasons = await VerdictReasons.LoadAsync(files, batch, cancellation);
        await using var file = files.Open(batch, ImportFiles.Verdicts);
        Seek(file, after);
        var bytes = new byte[VerdictRecord.Size];
        while (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var record = VerdictRecord.Read(bytes);
            var row = new VerdictRow(record.Row, record.Verdict, record.Tried, reasons[record.Reason]);
            if (which?.Invoke(row) ?? true)
            {
                yield return row;
            }
        }
    }

    /// <summary>A few rows of each verdict; empty once the import is over.</summary>
    public async Task<IReadOnlyList<SampleRow>> SamplesAsync(PublicId batch, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewImports);
        if (!files.Exists(batch, ImportFiles.Samples))
        {
            return [];
        }

        await using var file = files.Open(batch, ImportFiles.Samples);
        return await JsonSerializer.DeserializeAsync<List<SampleRow>>(file, cancellationToken: cancellation) ?? [];
    }

    // Rows stand in order and have a fixed width, so that a later page of a long list costs no more than the first.
    private static void Seek(SealedFileReader file, long after)
    {
        var (low, high) = (0L, file.Length / VerdictRecord.Size);
        Span<byte> bytes = stackalloc byte[VerdictRecord.Size];
        while (low < high)
        {
            var middle = (low + high) / 2;
            file.Position = middle * VerdictRecord.Size;
            file.ReadExactly(bytes);
            (low, high) = VerdictRecord.Read(bytes).Row <= after ? (middle + 1, high) : (low, middle);
        }

        file.Position = low * VerdictRecord.Size;
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.Imports;

/// <summary>Rows that follow one another in the sorted file; each number has an act once.</summary>
internal sealed class RowSlice
{
    // A file of duplicates alone must not become one slice.
    private const int RowsForAnAct = 4;

    private readonly List<ImportRecord> _rows = [];

    public List<ConsentAct> Acts { get; } = [];

    public int Count => _rows.Count;

    /// <summary>Where the sorted file goes on.</summary>
    public long Position { get; private set; }

    /// <returns>Null at the end of the file.</returns>
    public static RowSlice? Read(SortedRows rows, ImportActs acts, int size)
    {
        var slice = new RowSlice();
        while (slice.Acts.Count < size && slice.Count < size * RowsForAnAct && rows.Read())
        {
            slice._rows.Add(rows.Current);
            slice.Position = rows.Position;
            if (!rows.Current.IsDuplicate)
            {
                slice.Acts.Add(acts.Of(rows.Current, rows.Ordinal));
            }
        }

        return slice.Count == 0 ? null : slice;
    }

    /// <summary>What each row comes to, in the order of the sorted file.</summary>
    /// <param name="outcomes">Of <see cref="Acts"/>.</param>
    public IEnumerable<(ImportRecord Record, RowVerdict Verdict)> Verdicts(IReadOnlyList<Result<RecordedAct>> outcomes)
    {
        var next = 0;
        foreach (var record in _rows)
        {
            yield return (record, record.IsDuplicate ? new(ImportVerdict.DuplicateInFile, null) : RowVerdict.Of(outcomes[next++]));
        }
    }
}

using System.Runtime.CompilerServices;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Files;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Reads the rows of an upload in the order of the file, one at a time.</summary>
public sealed class ReadRows(JobFiles files, TimeProvider clock)
{
    /// <exception cref="UnreadableFileException">Thrown while rows are read: the file is damaged from there on, or not what its mapping says.</exception>
    public async IAsyncEnumerable<ImportRow> ReadAsync(ImportBatch batch, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var mapping = ImportMapping.Parse(batch.Mapping);
        if ((mapping.Error ?? mapping.Value!.Missing()) is { } error)
        {
            throw new UnreadableFileException(error);
        }

        await using var file = files.Open(batch.PublicId, ImportFiles.Upload);
        foreach (var row in Read(file, mapping.Value!, clock.GetUtcNow().UtcDateTime, cancellation))
        {
            yield return row;
        }
    }

    internal static IEnumerable<ImportRow> Read(Stream file, ImportMapping mapping, DateTime now, CancellationToken cancellation = default)
    {
        using var table = Tables.Open(file, mapping, cancellation);
        if (mapping.HasHeader && !(table.Read() && Tables.Cells(table).Take(mapping.Headers.Count).SequenceEqual(mapping.Headers)))
        {
            throw new UnreadableFileException(ReadingErrors.OtherHeaders);
        }

        var header = table.Row;
        var rows = new RowReading(table, mapping, now);
        while (Tables.Next(table, header))
        {
            cancellation.ThrowIfCancellationRequested();
            if (table.EndsOpen && table.Count < mapping.Headers.Count)
            {
                throw new UnreadableFileException(ReadingErrors.CutOff, table.Row - header);
            }

            yield return rows.Current(table.Row - header);
        }
    }
}

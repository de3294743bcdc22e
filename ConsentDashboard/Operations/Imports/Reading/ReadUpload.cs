using System.Runtime.CompilerServices;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Spreadsheets;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Reads the rows of an upload in the order of the file, one at a time: what is in memory does not depend on how many there are.</summary>
public sealed class ReadUpload(JobFiles files, TimeProvider clock)
{
    /// <exception cref="Jobs.JobFailedException">The file cannot be read; the details name the row.</exception>
    public async IAsyncEnumerable<ImportRow> ReadAsync(ImportBatch batch, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = files.Open(batch.PublicId, ImportFiles.Upload);
        foreach (var row in Read(stream, ImportMapping.Parse(batch.Mapping), clock.UtcMilliseconds()))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    internal static IEnumerable<ImportRow> Read(Stream stream, ImportMapping mapping, DateTime now)
    {
        var rows = new MappedRows(mapping, now);
        foreach (var cells in Cells(stream, mapping).Skip(mapping.HasHeader ? 1 : 0))
        {
            if (rows.Read(cells) is { } row)
            {
                yield return row;
            }
        }
    }

    internal static IEnumerable<FileCells> Cells(Stream stream, ImportMapping mapping) =>
        mapping.Format == ImportFormat.Xlsx ? WorkbookCells.Read(stream, mapping.Sheet) : CsvCells.Read(stream, mapping);
}

using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Spreadsheets;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>What a file looks like, and how it might be read.</summary>
/// <param name="Mapping">Proposed; <see cref="ImportMapping.Missing"/> tells what is to be asked.</param>
/// <param name="Rows">The first ones, without the header.</param>
/// <param name="Sheets">Of a workbook.</param>
public sealed record Inspection(ImportMapping Mapping, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string> Sheets);

/// <summary>Looks into an uploaded file and proposes how to read it, or says why it cannot be read.</summary>
public sealed class InspectFile
{
    private const int Shown = 20;
    private const int Head = 256 * 1024;

    // Enough to meet a day after the twelfth, and a second's work.
    private const int Scanned = 100_000;

    /// <param name="File">Can seek.</param>
    /// <param name="Given">Encoding, delimiter, sheet, header and columns that staff have set; null: all are guessed.</param>
    public sealed record Input(Stream File, ImportMapping? Given = null);

    public Task<Result<Inspection>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RunImports);
        return Task.Run<Result<Inspection>>(
            () =>
            {
                try
                {
                    return Inspect(input.File, input.Given, cancellation);
                }
                catch (UnreadableFileException e)
                {
                    return e.Row is { } row ? e.Error with { Field = $"{row}" } : e.Error;
                }
            },
            cancellation);
    }

    private static Inspection Inspect(Stream file, ImportMapping? given, CancellationToken cancellation)
    {
        var form = given ?? FileForms.Guess(file, Head);
        List<string[]> rows = [];
        using (var table = Tables.Open(file, form, cancellation))
        {
            var header = 0L;
            while (rows.Count <= Shown && Tables.Next(table, header))
            {
                rows.Add(Tables.Cells(table));
                header = rows.Count == 1 && HasHeader(given, rows) ? table.Row : header;
            }
        }

        if (rows.Count == 0)
        {
            throw new UnreadableFileException(ReadingErrors.EmptyFile);
        }

        var hasHeader = HasHeader(given, rows);
        var headers = Headers(rows, hasHeader);
        if (hasHeader && rows.Count == 1)
        {
            throw new UnreadableFileException(ReadingErrors.HeaderOnly);
        }

        var columns = given is { Columns.Count: > 0 } && given.Headers.SequenceEqual(headers) ? given.Columns : hasHeader ? ColumnGuesses.Guess(headers) : FileForms.PhoneColumn(rows);
        var mapping = form with { HasHeader = hasHeader, Headers = headers, Columns = columns };
        mapping = mapping with { DateOrder = given?.DateOrder is { } said and not DateOrder.YearFirst ? said : Order(file, mapping, cancellation) };
        return new(mapping, [.. rows.Skip(hasHeader ? 1 : 0).Take(Shown)], form.Format == ImportFormat.Xlsx ? WorkbookTable.Sheets(file) : []);
    }

    private static bool HasHeader(ImportMapping? given, List<string[]> rows) => given?.HasHeader ?? FileForms.IsHeader(rows[0]);

    private static string[] Headers(List<string[]> rows, bool hasHeader)
    {
        if (!hasHeader)
        {
            return [.. Enumerable.Range(1, rows.Max(row => row.Length)).Select(number => $"{number}")];
        }

        var twice = rows[0].Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? rows[0] : throw new UnreadableFileException(ReadingErrors.SameHeader(NumbersInText.Mask(twice.Key)));
    }

    private static DateOrder? Order(Stream file, ImportMapping mapping, CancellationToken cancellation)
    {
        int[] columns = [.. new[] { ImportColumn.ConsentDate, ImportColumn.UnsubscribedDate }.Where(mapping.Columns.ContainsKey).Select(column => mapping.Columns[column])];
        var orders = new DateOrders();
        if (columns.Length == 0)
        {
            return orders.Only;
        }

        using var table = Tables.Open(file, mapping, cancellation);
        var header = mapping.HasHeader && table.Read() ? table.Row : 0;
        for (var row = 0; row < Scanned && Tables.Next(table, header); row++)
        {
            foreach (var column in columns.Where(column => column < table.Count))
            {
                orders.Add(table.Cell(column));
            }
        }

        return orders.Only;
    }
}

using ConsentDashboard.Operations.Imports.Reading;

namespace ConsentDashboard.Operations.Reachable;

/// <summary>Reads a carrier's or registry's file of answers, row by row: CSV or a workbook, its columns by their names.</summary>
internal static class ReadAnswers
{
    private const int Head = 256 * 1024;

    /// <param name="file">Can seek.</param>
    /// <exception cref="UnreadableFileException">Thrown while rows are read: it is no list, damaged, or has not the columns.</exception>
    public static IEnumerable<AnswerRow> Read(Stream file, AnswerReading reading, DateTime now, CancellationToken cancellation = default)
    {
        var form = FileForms.Guess(file, Head);
        var columns = Columns(file, form, cancellation);
        var order = Order(file, form, columns, reading.MonthFirst, cancellation);
        using var table = Tables.Open(file, form, cancellation);
        var rows = new AnswerRows(table, form.Format, columns, reading, order, now);
        var isHeader = columns.Headers.Count > 0;
        while (table.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (isHeader)
            {
                isHeader = false;
                continue;
            }

            if (table.EndsOpen && table.Count < columns.Headers.Count)
            {
                throw new UnreadableFileException(ReadingErrors.CutOff, table.Row);
            }

            yield return rows.Current();
        }
    }

    private static AnswerColumns Columns(Stream file, ImportMapping form, CancellationToken cancellation)
    {
        using var table = Tables.Open(file, form, cancellation);
        if (!table.Read())
        {
            throw new UnreadableFileException(ReadingErrors.EmptyFile);
        }

        var columns = AnswerColumns.Of(Tables.Cells(table));
        return columns.Headers.Count > 0 && !table.Read() ? throw new UnreadableFileException(ReadingErrors.HeaderOnly) : columns;
    }

    private static DateOrder Order(Stream file, ImportMapping form, AnswerColumns columns, bool? monthFirst, CancellationToken cancellation)
    {
        if (monthFirst is { } said)
        {
            return said ? DateOrder.MonthFirst : DateOrder.DayFirst;
        }

        if (columns.Date is not { } date)
        {
            return DateOrder.YearFirst;
        }

        var orders = new DateOrders();
        using var table = Tables.Open(file, form, cancellation);
        while (table.Read())
        {
            if (date < table.Count)
            {
                orders.Add(table.Cell(date));
            }
        }

        return orders.Only ?? throw new UnreadableFileException(AnswerErrors.AskDateOrder);
    }
}

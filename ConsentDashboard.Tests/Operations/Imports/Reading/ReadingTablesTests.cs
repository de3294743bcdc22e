using System.Text;
using ConsentDashboard.Operations.Imports.Reading;

namespace ConsentDashboard.Tests.Operations.Imports.Reading;

/// <summary>A list is read as it is, and refused where it cannot be trusted.</summary>
public sealed class ReadingTablesTests
{
    private static readonly DateTime Now = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Quotes_hold_delimiters_quotes_and_line_breaks()
    {
        using var table = new DelimitedTable(new StringReader("a;\"b;\"\"c\"\"\r\nd\";\n\n1;2;3"), ';');

        Assert.True(table.Read());
        Assert.Equal(["a", "b;\"c\"\r\nd", ""], Tables.Cells(table));
        Assert.True(table.Read());
        Assert.Equal((3L, true), (table.Row, table.EndsOpen));
        Assert.False(table.Read());
    }

    [Theory]
    [InlineData("a,\"b")]
    [InlineData("a,\"b\n1,2\n3,4")]
    public void A_file_that_ends_within_quotes_is_refused(string text)
    {
        using var table = new DelimitedTable(new StringReader(text), ',');

        var refusal = Assert.Throws<UnreadableFileException>(() => table.Read());

        Assert.Equal((ReadingErrors.CutOff, 1L), (refusal.Error, refusal.Row!.Value));
    }

    [Theory]
    [InlineData("phone,name,stop\n+79160000001,\"Ivan,no\n+79160000002,\"Petr\",yes\n", 1)]
    [InlineData("phone,name,stop\n+79160000001,Ivan,no\n+79160000002,\"Petr,no\r\n+79160000003,\" Anna\",yes\n", 2)]
    public void A_quote_that_nobody_closed_gives_nobody_the_cells_of_the_next_person(string text, long row)
    {
        var mapping = new ImportMapping { Format = ImportFormat.Csv, Headers = ["phone", "name", "stop"], Columns = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0, [ImportColumn.UnsubscribedDate] = 2 } };

        var refusal = Assert.Throws<UnreadableFileException>(() => Read(text, mapping).ToList());

        Assert.Equal((ReadingErrors.BadQuotes, row), (refusal.Error, refusal.Row!.Value));
    }

    [Fact]
    public void Quotes_around_a_part_of_a_cell_are_read_as_they_are()
    {
        using var table = new DelimitedTable(new StringReader("\"Ромашка\" ООО,\"a\nb\"\n\"c\r\nd\",e"), ',');

        Assert.True(table.Read());
        Assert.Equal(["Ромашка ООО", "a\nb"], Tables.Cells(table));
        Assert.True(table.Read());
        Assert.Equal(["c\r\nd", "e"], Tables.Cells(table));
    }

    [Theory]
    [InlineData(ImportColumn.UnsubscribedDate)]
    [InlineData(ImportColumn.State)]
    public void A_row_that_a_line_break_has_cut_before_her_opt_out_is_no_consent(ImportColumn last)
    {
        var mapping = new ImportMapping
        {
            Format = ImportFormat.Csv,
            Headers = ["phone", "date", "address", "left"],
            Columns = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0, [ImportColumn.ConsentDate] = 1, [last] = 3 },
            DateOrder = DateOrder.YearFirst,
        };

        var rows = Read("phone,date,address,left\n+79160000001,2025-01-02,Lenin street\n5,2025-06-01\n", mapping).ToList();

        Assert.Equal([RowProblems.TooFewColumns, RowProblems.TooFewColumns], rows.Select(row => row.Problem?.Key));
    }

    [Fact]
    public void A_row_may_end_before_columns_that_do_not_matter()
    {
        var mapping = new ImportMapping { Format = ImportFormat.Csv, Headers = ["phone", "left", "note"], Columns = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0, [ImportColumn.UnsubscribedDate] = 1 }, DateOrder = DateOrder.YearFirst };

        Assert.Null(Assert.Single(Read("phone,left,note\n+79160000001,\n", mapping)).Problem);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("No")]
    [InlineData("n")]
    [InlineData("FALSE")]
    [InlineData("null")]
    [InlineData("\\N")]
    [InlineData("None")]
    [InlineData("-")]
    [InlineData("–")]
    [InlineData("N/A")]
    [InlineData("Нет")]
    [InlineData("ложь")]
    public void A_column_of_opt_outs_may_say_that_there_was_none(string word)
    {
        var row = Assert.Single(Read($"phone,left\n+79160000001,{word}\n", OptOuts));

        Assert.Equal((false, null, null), (row.Unsubscribed, row.UnsubscribedAt, row.Problem));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("yes")]
    [InlineData("true")]
    [InlineData("да")]
    [InlineData("who knows")]
    public void Whatever_else_it_says_is_an_opt_out(string word)
    {
        var row = Assert.Single(Read($"phone,left\n+79160000001,{word}\n", OptOuts));

        Assert.Equal((true, null, null), (row.Unsubscribed, row.UnsubscribedAt, row.Problem));
    }

    [Fact]
    public void An_error_in_it_is_neither_a_consent_nor_an_opt_out()
    {
        var row = Assert.Single(Read("phone,left\n+79160000001,#Н/Д\n", OptOuts));

        Assert.Equal((false, new RowProblem(RowProblems.ErrorCell, "left")), (row.Unsubscribed, row.Problem));
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_is_read()
    {
        using var table = new DelimitedTable(new Endless(), ',');

        Assert.Equal(ReadingErrors.LineTooLong, Assert.Throws<UnreadableFileException>(() => table.Read()).Error);
    }

    [Fact]
    public void Five_hundred_columns_are_refused()
    {
        using var table = new DelimitedTable(new StringReader(new string(',', 499)), ',');

        Assert.Equal(ReadingErrors.TooManyColumns, Assert.Throws<UnreadableFileException>(() => table.Read()).Error);
    }

    [Theory]
    [InlineData("phone,date\n1.23E+11,2025-01-02\n", RowProblems.Scientific, "phone")]
    [InlineData("phone,date\n#N/A,2025-01-02\n", RowProblems.ErrorCell, "phone")]
    [InlineData("phone,date\n+79161234567,2030-01-02\n", RowProblems.FutureDate, "date")]
    [InlineData("phone,date\n+79161234567,1980-01-02\n", RowProblems.OldDate, "date")]
    [InlineData("phone,date\n+79161234567,soon\n", RowProblems.Date, "date")]
    [InlineData("phone,date\nphone,date\n", RowProblems.HeaderAgain, null)]
    [InlineData("phone,date\n+7916\uFFFD1234567,\n", RowProblems.Bytes, "phone")]
    [InlineData("phone,date\n+79161234567,,more\n", RowProblems.Columns, null)]
    [InlineData("phone,date\n,2025-01-02\n", RowProblems.NoNumber, "phone")]
    public void A_row_that_cannot_be_read_says_why_and_where(string text, string problem, string? column)
    {
        var mapping = new ImportMapping
        {
            Format = ImportFormat.Csv,
            Headers = ["phone", "date"],
            Columns = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0, [ImportColumn.ConsentDate] = 1 },
            DateOrder = DateOrder.YearFirst,
        };

        var row = Assert.Single(ReadRows.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), mapping, Now, TestContext.Current.CancellationToken));

        Assert.Equal((1L, new RowProblem(problem, column)), (row.Number, row.Problem));
    }

    [Theory]
    [InlineData("+79161234567,no,soon", true)]
    [InlineData("+79161234567,no,2030-01-02", true)]
    [InlineData("+79161234567,no,#N/A", true)]
    [InlineData("+79161234567,,soon", true)]
    [InlineData("+79161234567,yes,soon", true)]
    [InlineData("1.23E+11,no,", false)]
    [InlineData("#N/A,no,", false)]
    [InlineData("+79161234567,no,,more", true)]
    [InlineData("phone,no,", false)]
    public void An_opt_out_counts_whatever_else_is_wrong_in_its_row_as_long_as_the_number_is_hers(string text, bool counts)
    {
        var mapping = new ImportMapping
        {
            Format = ImportFormat.Csv,
            Headers = ["phone", "state", "left"],
            Columns = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0, [ImportColumn.State] = 1, [ImportColumn.UnsubscribedDate] = 2 },
            DateOrder = DateOrder.YearFirst,
        };

        var row = Assert.Single(ReadRows.Read(new MemoryStream(Encoding.UTF8.GetBytes($"phone,state,left\n{text}\n")), mapping, Now, TestContext.Current.CancellationToken));

        Assert.Equal((counts, counts), (row.Unsubscribed, row.Problem is null));
        Assert.True(row.UnsubscribedAt is null || row.UnsubscribedAt <= Now);
    }

    [Theory]
    [InlineData("yes", false, null)]
    [InlineData("Отписан", true, null)]
    [InlineData("0", true, null)]
    [InlineData("NEVER_SUBSCRIBED", false, RowProblems.State)]
    [InlineData("", false, RowProblems.State)]
    public void Whoever_may_have_said_no_is_not_taken_for_a_subscriber(string word, bool unsubscribed, string? problem)
    {
        var mapping = new ImportMapping
        {
            Format = ImportFormat.Csv,
            Headers = ["phone", "state"],
            Columns = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0, [ImportColumn.State] = 1 },
        };

        var row = Assert.Single(ReadRows.Read(new MemoryStream(Encoding.UTF8.GetBytes($"phone,state\n+79161234567,{word}\n")), mapping, Now, TestContext.Current.CancellationToken));

        Assert.Equal((unsubscribed, problem), (row.Unsubscribed, row.Problem?.Key));
    }

    [Theory]
    [InlineData("2025-03-04", DateOrder.YearFirst, "2025-03-04T00:00:00")]
    [InlineData("2025-03-04T10:00:00+03:00", DateOrder.YearFirst, "2025-03-04T07:00:00")]
    [InlineData("2025-03-04 10:11:12", DateOrder.YearFirst, "2025-03-04T10:11:12")]
    [InlineData("04.03.2025", DateOrder.DayFirst, "2025-03-04T00:00:00")]
    [InlineData("04/03/2025 9:05", DateOrder.DayFirst, "2025-03-04T09:05:00")]
    [InlineData("03/04/2025 9:05 PM", DateOrder.MonthFirst, "2025-03-04T21:05:00")]
    [InlineData("1741082400", DateOrder.YearFirst, "2025-03-04T10:00:00")]
    [InlineData("1741082400000", DateOrder.YearFirst, "2025-03-04T10:00:00")]
    [InlineData("45720.5", DateOrder.YearFirst, "2025-03-04T12:00:00")]
    public void Dates_of_lists_are_read(string text, DateOrder order, string expected) =>
        Assert.Equal(expected, DateReading.Read(text, order)?.ToString("s"));

    [Theory]
    [InlineData("03/04/2025", null)]
    [InlineData("25-04-2025", null)]
    [InlineData("03.04.2025", "2025-04-03T00:00:00")]
    public void Which_number_is_the_day_is_never_guessed(string text, string? expected) =>
        Assert.Equal(expected, DateReading.Read(text, DateOrder.YearFirst)?.ToString("s"));

    [Theory]
    [InlineData(DateOrder.DayFirst, "03/04/2025", "25/04/2025")]
    [InlineData(DateOrder.MonthFirst, "03/04/2025", "04/25/2025")]
    [InlineData(null, "03/04/2025", "05/06/2025")]
    [InlineData(null, "25/04/2025", "04/25/2025")]
    [InlineData(DateOrder.DayFirst, "03.04.2025")]
    [InlineData(DateOrder.YearFirst, "2025-04-03", "1741082400")]
    public void Dates_that_fit_two_orders_are_asked_about(DateOrder? expected, params string[] cells)
    {
        var orders = new DateOrders();
        foreach (var cell in cells)
        {
            orders.Add(cell);
        }

        Assert.Equal(expected, orders.Only);
    }

    private static readonly ImportMapping OptOuts = new()
    {
        Format = ImportFormat.Csv,
        Headers = ["phone", "left"],
        Columns = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0, [ImportColumn.UnsubscribedDate] = 1 },
        DateOrder = DateOrder.YearFirst,
    };

    private static IEnumerable<ImportRow> Read(string text, ImportMapping mapping) =>
        ReadRows.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), mapping, Now, TestContext.Current.CancellationToken);

    private sealed class Endless : TextReader
    {
        public override int Read(Span<char> buffer)
        {
            buffer.Fill('7');
            return buffer.Length;
        }
    }
}

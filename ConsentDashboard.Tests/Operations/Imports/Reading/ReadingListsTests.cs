using System.Globalization;
using System.Text;
using ConsentDashboard.Operations.Imports.Reading;
using static ConsentDashboard.Operations.Imports.Reading.ColumnRole;

namespace ConsentDashboard.Tests.Operations.Imports.Reading;

/// <summary>What a row says, and what is wrong with it: named by a key and its column, and never guessed.</summary>
public sealed class ReadingListsTests
{
    private static readonly DateTime Now = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly ImportMapping Mapping = new()
    {
        Delimiter = ';',
        Headers = ["Phone", "When", "State", "Ref"],
        Columns = [Phone, ConsentDate, State, Reference],
        DateOrder = DateOrder.DayFirst,
    };

    [Fact]
    public void A_row_says_what_its_cells_say()
    {
        var mapping = Mapping with { Headers = [], Columns = [Phone, ConsentDate, UnsubscribedDate, IpAddress, UserAgent, PageAddress, ProofReference, Language, Reference, Ignored], HasHeader = false };

        var row = Assert.Single(Read("+79160000001;2026-05-01 10:30;2026-05-02;198.51.100.7;Browser 1;https://shop.example/join;box 7;ru;C-7;x", mapping));

        Assert.Equal(1, row.Number);
        Assert.Equal(("+79160000001", At("2026-05-01T10:30:00"), At("2026-05-02T00:00:00"), true), (row.Phone, row.ConsentedAt, row.UnsubscribedAt, row.Unsubscribed));
        Assert.Equal(("198.51.100.7", "Browser 1", "https://shop.example/join"), (row.IpAddress, row.UserAgent, row.PageAddress));
        Assert.Equal(("box 7", "ru", "C-7"), (row.ProofReference, row.Language, row.ExternalRef));
    }

    [Fact]
    public void Quoted_line_breaks_and_empty_lines_are_no_rows_of_their_own()
    {
        var rows = Read("Phone;When;State;Ref\n+79160000001;01.05.2026;yes;\"two\nlines\"\n\n+79160000002;01.05.2026;yes;C\n").ToList();

        Assert.Equal(["two\nlines", "C"], rows.Select(row => row.ExternalRef));
    }

    public static TheoryData<string, string?, string?> Rows => new()
    {
        { "+79160000001;01.05.2026;yes;C", null, null },
        { "+79160000001;01.05.2026;yes", ImportReadingErrors.ShortRow, null },
        { "+79160000001;01.05.2026;yes;C;D", ImportReadingErrors.LongRow, null },
        { "+79160000001;01.05.2026;yes;C;", null, null },
        { "7,91600E+10;01.05.2026;yes;C", ImportReadingErrors.Scientific, "Phone" },
        { "7.916E10;01.05.2026;yes;C", ImportReadingErrors.Scientific, "Phone" },
        { "#N/A;01.05.2026;yes;C", ImportReadingErrors.ErrorCell, "Phone" },
        { "+79160000001;#ССЫЛКА!;yes;C", ImportReadingErrors.ErrorCell, "When" },
        { "+79160000001;31.31.2026;yes;C", ImportReadingErrors.WrongDate, "When" },
        { "+79160000001;soon;yes;C", ImportReadingErrors.WrongDate, "When" },
        { "+79160000001;01.05.1970;yes;C", ImportReadingErrors.WrongDate, "When" },
        { "+79160000001;01.05.2027;yes;C", ImportReadingErrors.FutureDate, "When" },
        { "+79160000001;01.05.2026;perhaps;C", ImportReadingErrors.UnknownState, "State" },
        { "+79160000001;01.05.2026;!;C", ImportReadingErrors.UnknownState, "State" },
        { "+79160000001;01.05.2026;yes;" + new string('C', 65), ImportReadingErrors.TooLong, "Ref" },
        { "Phone;When;State;Ref", ImportReadingErrors.HeaderAgain, null },
    };

    [Theory, MemberData(nameof(Rows))]
    public void What_is_wrong_with_a_row_is_named(string line, string? problem, string? column)
    {
        var row = Assert.Single(Read($"Phone;When;State;Ref\n{line}\n"));

        Assert.Equal((problem, column), (row.Problem?.Key, row.Problem?.Column));
        Assert.Equal(2, row.Number);
    }

    [Fact]
    public void A_date_that_may_be_two_days_is_not_guessed()
    {
        var row = Assert.Single(Read("+79160000001;03/04/2026;yes;C", Mapping with { HasHeader = false, DateOrder = null }));

        Assert.Equal(ImportReadingErrors.AmbiguousDate, row.Problem?.Key);
    }

    public static TheoryData<string, bool, bool> States => new()
    {
        { "yes", true, false },
        { "SUBSCRIBED", true, false },
        { "Opted-in", true, false },
        { "1", true, false },
        { "Да", true, false },
        { "", true, false },
        { "no", true, true },
        { "unsubscribed", true, true },
        { "opted_out", true, true },
        { "Отписан", true, true },
        { "never_subscribed", false, false },
        { "pending", false, false },
    };

    [Theory, MemberData(nameof(States))]
    public void Words_of_state_are_understood(string word, bool hasDate, bool unsubscribed)
    {
        var row = Assert.Single(Read($"+79160000001;01.05.2026;{word};C", Mapping with { HasHeader = false }));

        Assert.Equal((null, hasDate, unsubscribed), (row.Problem, row.ConsentedAt is not null, row.Unsubscribed));
    }

    public static TheoryData<string, DateOrder?, string?> Dates => new()
    {
        { "2026-05-01", null, "2026-05-01T00:00:00" },
        { "2026-05-01T10:00:00+03:00", null, "2026-05-01T07:00:00" },
        { "2026-05-01T10:00:00.123Z", null, "2026-05-01T10:00:00.123" },
        { "2026-05-01 10:00:00 UTC", null, "2026-05-01T10:00:00" },
        { "20260501", null, "2026-05-01T00:00:00" },
        { "01.05.2026 10:15", DateOrder.DayFirst, "2026-05-01T10:15:00" },
        { "5/1/2026 10:15 PM", DateOrder.MonthFirst, "2026-05-01T22:15:00" },
        { "01/05/2026", DateOrder.DayFirst, "2026-05-01T00:00:00" },
        { "01/05/2026", DateOrder.MonthFirst, "2026-01-05T00:00:00" },
        { "01/05/2026", null, null },
        { "05/05/2026", null, "2026-05-05T00:00:00" },
        { "May 1, 2026", null, "2026-05-01T00:00:00" },
        { "1777593600", null, "2026-05-01T00:00:00" },
        { "1777593600000", null, "2026-05-01T00:00:00" },
        { "46143", null, "2026-05-01T00:00:00" },
        { "46143.5", null, "2026-05-01T12:00:00" },
        { "tomorrow", null, null },
        { "12", null, null },
    };

    [Theory, MemberData(nameof(Dates))]
    public void Dates_are_read_in_the_ways_in_which_lists_write_them(string text, DateOrder? order, string? expected) =>
        Assert.Equal(expected is null ? null : At(expected), ImportDates.Parse(text, order));

    [Fact]
    public void A_workbook_gives_its_dates_numbers_and_errors()
    {
        using var book = Workbooks.Of(
            Workbooks.Row(1, "Phone", "When", "State", "Ref")
            + "<row r=\"2\"><c r=\"A2\"><v>79160000001</v></c><c r=\"B2\"><v>46143</v></c><c r=\"C2\" t=\"b\"><v>1</v></c><c r=\"D2\"><v>7</v></c></row>"
            + "<row r=\"3\"><c r=\"A3\" t=\"e\"><v>#N/A</v></c><c r=\"B3\"><v>46143</v></c><c r=\"C3\" t=\"b\"><v>1</v></c><c r=\"D3\"><v>7</v></c></row>");

        var rows = ReadUpload.Read(book, Mapping with { Format = ImportFormat.Xlsx }, Now).ToList();

        Assert.Equal(("79160000001", At("2026-05-01T00:00:00"), "7"), (rows[0].Phone, rows[0].ConsentedAt, rows[0].ExternalRef));
        Assert.Equal((3, ImportReadingErrors.ErrorCell, "Phone"), (rows[1].Number, rows[1].Problem?.Key, rows[1].Problem?.Column));
    }

    private static IEnumerable<ImportRow> Read(string text, ImportMapping? mapping = null) => ReadUpload.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), mapping ?? Mapping, Now);

    private static DateTime At(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

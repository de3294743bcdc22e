using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Tests.Operations.Imports.Reading;

/// <summary>What a file is, is told by its content.</summary>
public sealed class InspectingFilesTests
{
    private const string Header = """<row r="1"><c r="A1" t="inlineStr"><is><t>Phone</t></is></c></row>""";

    [Theory]
    [InlineData("utf-8", "Телефон;Согласие", ';')]
    [InlineData("utf-16", "Телефон\tСогласие", '\t')]
    [InlineData("utf-16BE", "Телефон,Согласие", ',')]
    [InlineData("windows-1251", "Телефон|Согласие", '|')]
    [InlineData("windows-1252", "Phone;Prénom", ';')]
    public async Task Encoding_and_delimiter_are_found(string encoding, string header, char delimiter)
    {
        var text = $"{header}\r\n+79161234567{delimiter}x\r\n+79161234568{delimiter}y\r\n";
        var bytes = FileEncodings.Find(encoding)!.GetBytes(text);

        var found = (await InspectAsync(new MemoryStream(bytes))).Value!;

        Assert.Equal((encoding, delimiter), (found.Mapping.Encoding, found.Mapping.Delimiter));
        Assert.Equal(header.Split(delimiter), found.Mapping.Headers);
        Assert.Equal(0, found.Mapping.Columns[ImportColumn.Phone]);
        Assert.Equal(2, found.Rows.Count);
        Assert.Equal(found.Mapping.ToJson(), ImportMapping.Parse(found.Mapping.ToJson()).Value!.ToJson());
    }

    [Theory]
    [InlineData("contact_id,correlation_id,sender_id,status,source,date_of_consent", "contact_id", "status", "date_of_consent")]
    [InlineData("Email,Klaviyo ID,First Name,Phone Number,SMS Marketing Consent,SMS Marketing Consent Timestamp", "Phone Number", "SMS Marketing Consent", "SMS Marketing Consent Timestamp")]
    [InlineData("Customer ID,Email,Accepts Email Marketing,Default Address Phone,Phone,Accepts SMS Marketing,Tags", "Phone", "Accepts SMS Marketing", null)]
    [InlineData("external_id,first_name,email,phone,language,subscription_state", "phone", "subscription_state", null)]
    [InlineData("id,date_added,firstname,email,phone,mobile,preferred_locale", "mobile", null, null)]
    [InlineData("uuid,email,name,attributes,status,created_at,updated_at", null, "status", null)]
    [InlineData("Имя,Номер телефона,Дата согласия,Статус", "Номер телефона", "Статус", "Дата согласия")]
    public void Columns_are_guessed_by_their_names(string header, string? phone, string? state, string? date)
    {
        var headers = header.Split(',');

        var guesses = ColumnGuesses.Guess(headers);

        Assert.Equal((phone, state, date), (Of(ImportColumn.Phone), Of(ImportColumn.State), Of(ImportColumn.ConsentDate)));
        string? Of(ImportColumn column) => guesses.TryGetValue(column, out var at) ? headers[at] : null;
    }

    [Theory]
    [InlineData("", "Import.EmptyFile")]
    [InlineData("phone,date\n", "Import.HeaderOnly")]
    [InlineData("phone,date,Phone\n1,2,3\n", "Import.SameHeader")]
    [InlineData("MZ\0\0\u0001\u0002", "Import.Binary")]
    public async Task A_file_that_is_no_list_is_refused(string text, string key) =>
        Assert.Equal(key, (await InspectAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)))).Error?.Key);

    [Fact]
    public async Task A_workbook_keeps_its_numbers_unless_digits_were_cut_off()
    {
        using var file = WorkbookFile.With(Header + """<row r="2"><c r="A2"><v>79161234567</v></c></row><row r="3"><c r="A3"><v>7.9161234567891E+20</v></c></row>""");
        var found = (await InspectAsync(file)).Value!;

        var rows = ReadRows.Read(file, found.Mapping, new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), TestContext.Current.CancellationToken).ToList();

        Assert.Equal(["People"], found.Sheets);
        Assert.Equal("79161234567", rows[0].Phone);
        Assert.Equal([null, RowProblems.Scientific], rows.Select(row => row.Problem?.Key));
    }

    [Fact]
    public async Task A_workbook_with_an_error_in_a_cell_is_refused_naming_it()
    {
        using var file = WorkbookFile.With(Header + """<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>""");

        Assert.Equal(ReadingErrors.ErrorCell("People!A2"), (await InspectAsync(file)).Error);
    }

    [Theory]
    [InlineData("""<c r="A2" t='e'><v>#N/A</v></c>""")]
    [InlineData("""<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="A2" t="e"><x:v>#N/A</x:v></x:c>""")]
    [InlineData("<c\n\tt = \"e\"\n r='A2'><v>#N/A</v></c>")]
    public async Task An_error_in_a_cell_is_found_however_it_is_written(string cell)
    {
        using var file = WorkbookFile.With($"""{Header}<row r="2">{cell}</row>""");

        Assert.Equal(ReadingErrors.ErrorCell("People!A2"), (await InspectAsync(file)).Error);
    }

    [Fact]
    public async Task Text_that_looks_like_an_error_is_text()
    {
        using var file = WorkbookFile.With(Header + """<row r="2"><c r="A2" t="inlineStr"><is><t>&lt;c t="e"</t></is></c></row>""");

        Assert.Null((await InspectAsync(file)).Error);
    }

    [Theory]
    [InlineData("2025550123,Ann", false)]
    [InlineData("20-2555-0123-44,Ann", false)]
    [InlineData("2025-03-04,phone", true)]
    [InlineData("20250304,phone", true)]
    [InlineData("2025.03.04,phone", true)]
    [InlineData("20250304101112,phone", true)]
    public void A_number_in_the_first_row_is_no_name_of_a_column_and_a_date_may_be(string row, bool isHeader) => Assert.Equal(isHeader, FileForms.IsHeader(row.Split(',')));

    [Theory]
    [InlineData("opted_out")]
    [InlineData("Unsubscribed")]
    [InlineData("opt_out")]
    [InlineData("OptOut")]
    [InlineData("Do Not Contact")]
    [InlineData("DNC")]
    [InlineData("blacklisted")]
    [InlineData("blocklisted")]
    [InlineData("Отказался")]
    [InlineData("отписался")]
    public void A_column_of_opt_outs_is_known_by_its_name(string header) => Assert.Equal(1, ColumnGuesses.Guess(["phone", header])[ImportColumn.UnsubscribedDate]);

    [Theory]
    [InlineData("phone,unsubscribed_at,Opted out", 2)]
    [InlineData("phone,SMS consent,Статус", 2)]
    [InlineData("phone,unsubscribed_at,city", null)]
    public void A_second_column_that_says_who_opted_out_is_pointed_out(string header, int? overlooked)
    {
        var headers = header.Split(',');

        Assert.Equal(overlooked is { } one ? [one] : [], ColumnGuesses.Overlooked(new() { Headers = headers, Columns = ColumnGuesses.Guess(headers) }));
        Assert.Empty(ColumnGuesses.Overlooked(new() { Headers = headers, HasHeader = false }));
    }

    [Fact]
    public async Task An_order_of_dates_that_was_found_without_a_date_is_not_kept()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("phone,when\n+79160000001,03/04/2025\n"));
        var found = (await InspectAsync(file)).Value!.Mapping;

        var chosen = found with { Columns = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0, [ImportColumn.ConsentDate] = 1 } };
        var again = await new InspectFile().ExecuteAsync(new(file, chosen), Actor.System("tests"), TestContext.Current.CancellationToken);

        Assert.Equal(DateOrder.YearFirst, found.DateOrder);
        Assert.Null(again.Value!.Mapping.DateOrder);
        Assert.Equal(ReadingErrors.AskDateOrder, again.Value.Mapping.Missing());
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_named_without_the_header()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("phone,name\n+79160000001,Ivan\n+79160000002,\"Petr\n+79160000003,\"Anna\"\n"));

        Assert.Equal("2", (await InspectAsync(file)).Error?.Field);
    }

    [Fact]
    public async Task A_bomb_is_refused_before_it_is_read()
    {
        using var file = WorkbookFile.With(Header, extra: "xl/worksheets/sheet2.xml", extraSize: 40 << 20);

        Assert.Equal(ReadingErrors.Bomb, (await InspectAsync(file)).Error);
    }

    [Fact]
    public async Task Entities_are_refused()
    {
        using var file = WorkbookFile.With(Header, before: """<!DOCTYPE worksheet [<!ENTITY a "b">]>""");

        Assert.Equal(ReadingErrors.XmlEntities, (await InspectAsync(file)).Error);
    }

    [Fact]
    public async Task A_workbook_that_was_cut_off_is_refused()
    {
        using var file = WorkbookFile.With(Header);
        file.SetLength(file.Length / 2);

        Assert.Equal(ReadingErrors.BrokenWorkbook, (await InspectAsync(file)).Error);
    }

    private static Task<Result<Inspection>> InspectAsync(Stream file) => new InspectFile().ExecuteAsync(new(file), Actor.System("tests"), TestContext.Current.CancellationToken);
}

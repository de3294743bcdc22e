using System.Text;
using ConsentDashboard.Operations.Spreadsheets;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Operations.Spreadsheets;

public sealed class WritingSheetsTests
{
    private static readonly SheetColumn[] Columns = [new("number"), new("place", SheetValue.FreeText), new("at", SheetValue.Time)];

    private static readonly DateTime At = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);

    [Fact]
    public void A_workbook_keeps_numbers_as_text_with_their_plus_and_guards_free_text()
    {
        var sheet = Assert.Single(Xlsx([["+79160000001", "=1+1", At], ["+79160000002", null, null]]));

        Assert.Equal(["number", "place", "at"], sheet[0]);
        Assert.Equal(["+79160000001", "'=1+1", At], sheet[1]);
        Assert.Equal(["+79160000002", null, null], sheet[2]);
    }

    [Theory]
    [InlineData(0, new[] { 1 })]
    [InlineData(3, new[] { 4 })]
    [InlineData(4, new[] { 4, 2 })]
    [InlineData(6, new[] { 4, 4 })]
    [InlineData(7, new[] { 4, 4, 2 })]
    public void A_new_sheet_begins_at_the_limit_each_with_its_heading(int rows, int[] expected)
    {
        var sheets = Xlsx([.. Enumerable.Range(0, rows).Select(n => new object?[] { A.Number(n), "x", null })], rowsPerSheet: 4);

        Assert.Equal(expected, sheets.Select(sheet => sheet.Count));
        Assert.All(sheets, sheet => Assert.Equal("number", sheet[0][0]));
        Assert.Equal(Enumerable.Range(0, rows).Select(A.Number), sheets.SelectMany(sheet => sheet.Skip(1)).Select(row => (string)row[0]!));
    }

    [Fact]
    public void A_text_with_marks_of_XML_comes_back_as_it_was()
    {
        const string Odd = "<a & \"b\"> 'ч' 😀";

        Assert.Equal(Odd, Assert.Single(Xlsx([[Odd, "x", null]]))[1][0]);
    }

    [Fact]
    public void Comma_separated_values_are_quoted_where_they_must_be_and_numbers_are_not_escaped()
    {
        using var target = new MemoryStream();

        CsvFile.Write(target, new(Columns, Rows([["+79160000001", "a \"b\", c\nd", At], ["+79160000002", "@x", null]])));

        Assert.Equal("number,place,at\r\n+79160000001,\"a \"\"b\"\", c\nd\",2026-03-04T05:06:07Z\r\n+79160000002,'@x,\r\n", Encoding.UTF8.GetString(target.ToArray()));
    }

    [Fact]
    public void A_value_that_CSV_would_take_apart_in_a_text_column_is_not_changed()
    {
        using var target = new MemoryStream();

        CsvFile.Write(target, new([new("a")], Rows([["Ёлка"], [""], [null]])));

        Assert.StartsWith("a\r\nЁлка\r\n", Encoding.UTF8.GetString(target.ToArray()), StringComparison.Ordinal);
    }

    private static List<List<object?[]>> Xlsx(object?[][] rows, int rowsPerSheet = XlsxFile.MaxRows)
    {
        using var target = new MemoryStream();
        XlsxFile.Write(target, new(Columns, Rows(rows)), rowsPerSheet);
        return ReadSheets.Of(target.ToArray());
    }

    private static IEnumerator<object?[]> Rows(IEnumerable<object?[]> rows) => rows.GetEnumerator();
}

using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Reachable;
using ConsentDashboard.Tests.Operations.Imports.Reading;

namespace ConsentDashboard.Tests.Operations.Reachable;

public sealed class ReadingAnswersTests
{
    private static readonly DateTime Now = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string, ReachabilityStatus> Words => new()
    {
        { "LIVE", ReachabilityStatus.Live },
        { "In Service", ReachabilityStatus.Live },
        { "Обслуживается", ReachabilityStatus.Live },
        { "disconnected", ReachabilityStatus.Dead },
        { "not_in_service", ReachabilityStatus.Dead },
        { "Отключён", ReachabilityStatus.Dead },
        { "Не обслуживается", ReachabilityStatus.Dead },
        { "Re-Assigned", ReachabilityStatus.Reassigned },
        { "сменил владельца", ReachabilityStatus.Reassigned },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_says_how_it_stands_with_the_number(string word, ReachabilityStatus status) =>
        Assert.Equal(status, Assert.Single(Read($"phone,status\n+44 7400 123456,{word}\n")).Answer!.Value.Status);

    [Theory]
    [InlineData("phone,status,since\n+447400123456,dead,2026-05-04\n")]
    [InlineData("Номер телефона;Статус;Дата\n+447400123456;отключен;04.05.2026\n")]
    [InlineData("id\tMSISDN\tNumber status\tAs of\n1\t447400123456\tinactive\t2026-05-04T00:00:00Z\n")]
    [InlineData("\n\n+447400123456,dead,2026-05-04\n")]
    public void Columns_are_found_by_their_names_or_by_what_they_hold(string file)
    {
        var answer = Assert.Single(Read(file)).Answer!.Value;

        Assert.Equal(("+447400123456", ReachabilityStatus.Dead, new DateTime(2026, 5, 4, 0, 0, 0, DateTimeKind.Utc)), (answer.Number.Value, answer.Status, answer.ObservedAt));
    }

    [Fact]
    public void A_workbook_is_read_like_a_text()
    {
        string[][] cells = [["Телефон", "Статус"], ["8 916 123-45-67", "передан другому"], ["", "передан другому"]];
        var file = WorkbookFile.With(string.Concat(cells.Select(row => $"<row>{string.Concat(row.Select(cell => $"""<c t="str"><v>{cell}</v></c>"""))}</row>")));

        var rows = ReadAnswers.Read(file, Reading("RU"), Now).ToList();

        Assert.Equal(("+79161234567", ReachabilityStatus.Reassigned), (rows[0].Answer!.Value.Number.Value, rows[0].Answer!.Value.Status));
        Assert.Equal((3, RowProblems.NoNumber, "Телефон"), (rows[1].Row, rows[1].Problem, rows[1].Column));
    }

    [Theory]
    [InlineData("1.23E+11,dead,", RowProblems.Scientific, "phone")]
    [InlineData("12,dead,", AnswerProblems.Number, "phone")]
    [InlineData(",dead,", RowProblems.NoNumber, "phone")]
    [InlineData("+447400123456,,", AnswerProblems.NoStatus, "status")]
    [InlineData("+447400123456,ported,", AnswerProblems.Word, "status")]
    [InlineData("+447400123456,dead,soon", RowProblems.Date, "date")]
    [InlineData("+447400123456,dead,2026-07-01", RowProblems.FutureDate, "date")]
    [InlineData("+447400123456,dead,1989-12-31", RowProblems.OldDate, "date")]
    [InlineData("+447400123456,dead,,more", RowProblems.Columns, null)]
    public void A_row_that_says_nothing_is_named_with_its_place_and_the_next_is_read(string row, string problem, string? column)
    {
        var rows = Read($"phone,status,date\n{row}\n+447400123457,live,2026-05-04\n");

        Assert.Equal((2, problem, column), (rows[0].Row, rows[0].Problem, rows[0].Column));
        Assert.NotNull(rows[1].Answer);
    }

    [Fact]
    public void A_row_that_ends_before_its_status_has_none() =>
        Assert.Equal(AnswerProblems.NoStatus, Read("phone,date,status\n+447400123456,2026-05-04\n+447400123457,2026-05-04,live\n")[0].Problem);

    [Fact]
    public void A_word_that_is_not_known_gets_its_meaning_from_staff_and_is_never_a_number()
    {
        const string File = "phone,status\n+447400123456,Ported-Out\n+447400123457,447400123458\n";
        var unknown = Read(File);

        var told = ReadAnswers.Read(Stream(File), Reading("GB") with { Words = new Dictionary<string, ReachabilityStatus> { ["ported out"] = ReachabilityStatus.Live } }, Now).ToList();

        Assert.Equal(["ported out", null], unknown.Select(row => row.Word));
        Assert.Equal(ReachabilityStatus.Live, told[0].Answer!.Value.Status);
        Assert.Null(told[1].Answer);
    }

    [Theory]
    [InlineData("", "Import.EmptyFile", null)]
    [InlineData("\n\n", "Import.EmptyFile", null)]
    [InlineData("phone,status\n", "Import.HeaderOnly", null)]
    [InlineData("name,status\nAnn,dead\n", "Reachability.NoNumberColumn", null)]
    [InlineData("phone,colour\n+447400123456,dead\n", "Reachability.NoStatusColumn", null)]
    [InlineData("+447400123456,blue\n", "Reachability.NoStatusColumn", null)]
    [InlineData("phone,Status,status\n+447400123456,dead,live\n", "Import.SameHeader", null)]
    [InlineData("phone,status\n+447400123456,live\n+447400123457,\"dead\n+447400123458,dead\n", "Import.CutOff", 3L)]
    [InlineData("phone,status,date\n+447400123456,dead,03/04/2026\n", "Reachability.AskDateOrder", null)]
    [InlineData("phone,status,date\n+447400123456,dead,2026-05-04\n+4474", "Import.CutOff", 3L)]
    public void A_file_that_is_no_list_of_answers_is_refused(string file, string error, long? row)
    {
        var refused = Assert.Throws<UnreadableFileException>(() => Read(file));

        Assert.Equal((error, row), (refused.Error.Key, refused.Row));
    }

    [Fact]
    public void A_binary_file_is_one_whatever_its_name_says() =>
        Assert.Equal(ReadingErrors.Binary, Assert.Throws<UnreadableFileException>(() => ReadAnswers.Read(new MemoryStream([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 13, 0, 1, 2, 3]), Reading("GB"), Now).ToList()).Error);

    [Theory]
    [InlineData("03/04/2026,17/04/2026", null, 3, 4)]
    [InlineData("03/04/2026,04/17/2026", null, 4, 3)]
    [InlineData("03/04/2026,04/05/2026", true, 4, 3)]
    [InlineData("03/04/2026,04/05/2026", false, 3, 4)]
    public void Dates_are_read_as_the_file_shows_or_as_staff_say(string dates, bool? monthFirst, int day, int month)
    {
        var file = $"phone,status,date\n{string.Join('\n', dates.Split(',').Select(date => $"+447400123456,dead,{date}"))}\n";

        var first = ReadAnswers.Read(Stream(file), Reading("GB") with { MonthFirst = monthFirst }, Now).First();

        Assert.Equal(new DateTime(2026, month, day, 0, 0, 0, DateTimeKind.Utc), first.Answer!.Value.ObservedAt);
    }

    private static AnswerReading Reading(string region) => new(region, null, new Dictionary<string, ReachabilityStatus>());

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static List<AnswerRow> Read(string text) => [.. ReadAnswers.Read(Stream(text), Reading("GB"), Now)];
}

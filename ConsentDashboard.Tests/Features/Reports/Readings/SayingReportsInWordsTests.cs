using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports.Readings;
using ConsentDashboard.Operations.Reports;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Features.Reports.Readings;

/// <summary>Every kind has one reading, and words in both languages; the room holds each to the contract.</summary>
public sealed class SayingReportsInWordsTests
{
    public static MatrixTheoryData<ReportKind, string> All => new(Enum.GetValues<ReportKind>(), ["en", "ru"]);

    [Theory, MemberData(nameof(All))]
    public async Task A_report_is_said_in_the_language_of_whoever_asks(ReportKind kind, string language)
    {
        await using var here = await ReportRoom.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.Stop(1));

        var report = await here.ReadAsync(kind, language: language);
        var ofShop = await here.ReadAsync(kind, here.Shop.Id, language: language);

        var words = report.Views.SelectMany(view => view.Columns.Select(column => column.Title).Append(view.Title).Append(view.Explanation)).Append(report.Title);
        Assert.Equal(language == "ru", words.Any(word => word.Any(letter => letter is >= 'а' and <= 'я')));
        Assert.All(words, word => Assert.Equal(language == "ru", word.Any(letter => letter is >= 'А' and <= 'я')));
        Assert.Null(report.Sender);
        Assert.Equal(kind == ReportKind.AccessToPersonalData ? null : "North Shop", ofShop.Sender);
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_report_on_nothing_is_a_report(ReportKind kind, string language)
    {
        await using var here = await ReportRoom.CreateAsync();

        var report = await here.ReadAsync(kind, language: language);

        Assert.DoesNotContain(report.Views, view => view.IsCut);
    }

    [Fact]
    public async Task Every_kind_has_one_reading()
    {
        await using var here = await ReportRoom.CreateAsync();

        Assert.Equal(Enum.GetValues<ReportKind>(), here.Get<IEnumerable<IReportReading>>().Select(reading => reading.Kind).Order());
    }
}

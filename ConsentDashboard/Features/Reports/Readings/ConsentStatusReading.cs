using System.Globalization;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>Who stands where now. People are of no one sender: where only one is asked for, its cells are told and nothing else.</summary>
public sealed class ConsentStatusReading(ReportBasis basis) : IReportReading
{
    private static readonly ConsentState[] States = [.. Enum.GetValues<ConsentState>().Where(state => state != ConsentState.None)];

    public ReportKind Kind => ReportKind.ConsentStatus;

    public async Task<ReportDocument> ReadAsync(ReportRequest request, CancellationToken cancellation = default)
    {
        var names = await basis.NamesAsync(cancellation);
        var (now, ever) = (basis.Now, DateTime.UnixEpoch);
        var counts = await PeriodCounts.ReadAsync(
            basis.Counters, ever, ever, cancellation, CounterMetric.CellsByState, CounterMetric.SubscribersByRegion, CounterMetric.SubscribersByLanguage);
        var cells = CellsOf(counts.Of(CounterMetric.CellsByState).Where(count => request.SenderId is null || count.Key.Id == request.SenderId), names);
        return request.SenderId is not null
            ? basis.Document(request, names, now, cells)
            : basis.Document(
                request, names, now,
                People(counts.Of(CounterMetric.SubscribersByRegion)),
                cells,
                By("Status.Regions", "Region", counts.Of(CounterMetric.SubscribersByRegion), RegionName),
                By("Status.Languages", "Language", counts.Of(CounterMetric.SubscribersByLanguage), LanguageName));
    }

    private ReportView People(IEnumerable<PeriodCount> counts)
    {
        var table = basis.Table("Status.People").Column("Standing", ReportValue.Text).Count("People").Share("OfAll", 1);
        foreach (var same in counts.GroupBy(count => (Standing)count.Key.First).OrderByDescending(same => same.Sum()))
        {
            table.Row(basis.Cells[same.Key], same.Sum());
        }

        return table.View(ReportDays.Bars(1));
    }

    private ReportView CellsOf(IEnumerable<PeriodCount> counts, ReportNames names)
    {
        var table = basis.Table("Status.Cells")
            .Column("Sender", ReportValue.Text).Column("Kind", ReportValue.Text).Column("Channel", ReportValue.Text).Column("MessageType", ReportValue.Text)
            .Counts(States.Select(state => basis.Cells[state]))
            .Count("Asked")
            .Share("GivenOfAsked", 4 + Array.IndexOf(States, ConsentState.Given), 4 + States.Length);
        foreach (var cell in counts.GroupBy(count => (count.Key.Id, Kind: (ConsentKind)count.Key.First, Index: count.Key.Second))
            .OrderBy(cell => names.Sender(cell.Key.Id), StringComparer.CurrentCulture).ThenBy(cell => cell.Key))
        {
            var index = cell.Key.Index;
            table.Row([
                names.Sender(cell.Key.Id), basis.Cells[cell.Key.Kind], basis.Cells[Cells.ChannelOf(index)], basis.Cells[Cells.TypeOf(index)],
                .. States.Select(state => (object?)cell.Where(count => count.Key.Third == (byte)state).Sum()),
                cell.Sum(),
            ]);
        }

        return table.View();
    }

    private ReportView By(string name, string column, IEnumerable<PeriodCount> counts, Func<string, string> nameOf)
    {
        var table = basis.Table(name).Column(column, ReportValue.Text).Count("People").Count("Contactable").Share("ContactableShare", 2, 1).Count("WithdrawnNow");
        foreach (var same in counts.GroupBy(count => count.Key.Id).OrderByDescending(same => same.Sum()).ThenBy(same => same.Key))
        {
            table.Row(nameOf(CounterKey.LettersOf(same.Key)), same.Sum(), Of(same, Standing.Contactable), Of(same, Standing.Withdrawn));
        }

        return table.View(ReportDays.Bars(1, 2));

        static long Of(IEnumerable<PeriodCount> same, Standing standing) => same.Where(count => count.Key.First == (byte)standing).Sum();
    }

    private string RegionName(string region)
    {
        if (region is "" or "ZZ")
        {
            return basis.Words["NoRegion"];
        }

        try
        {
            return $"{new RegionInfo(region).DisplayName} ({region})";
        }
        catch (ArgumentException)
        {
            // A region of the numbering plan that the system has no name for.
            return region;
        }
    }

    private string LanguageName(string language)
    {
        try
        {
            return language == "" ? basis.Words["NoLanguage"] : $"{CultureInfo.GetCultureInfo(language).DisplayName} ({language})";
        }
        catch (CultureNotFoundException)
        {
            return language;
        }
    }
}

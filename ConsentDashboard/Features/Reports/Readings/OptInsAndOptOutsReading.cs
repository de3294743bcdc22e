using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>Who came and who went, by day and by what brought them.</summary>
public sealed class OptInsAndOptOutsReading(ReportBasis basis) : IReportReading
{
    public ReportKind Kind => ReportKind.OptInsAndOptOuts;

    public async Task<ReportDocument> ReadAsync(ReportRequest request, CancellationToken cancellation = default)
    {
        var names = await basis.NamesAsync(cancellation);
        var now = basis.Now;
        var counts = await PeriodCounts.ReadAsync(
            basis.Counters, request, cancellation,
            CounterMetric.OptInsBySender, CounterMetric.OptInsByWording, CounterMetric.OptInsAtPoint,
            CounterMetric.OptOutsBySender, CounterMetric.OptOutsByWording, CounterMetric.OptOutsByPoint);
        var (ins, outs) = (counts.Of(CounterMetric.OptInsBySender, request.SenderId), counts.Of(CounterMetric.OptOutsBySender, request.SenderId));
        return basis.Document(
            request, names, now,
            ByDay(ReportDays.Of(request, now), ins, outs),
            BySource(ins, outs),
            By("OptIns.Wordings", "Wording", counts.Of(CounterMetric.OptInsByWording), counts.Of(CounterMetric.OptOutsByWording), names.Wording, request.SenderId),
            By("OptIns.Points", "Point", counts.Of(CounterMetric.OptInsAtPoint), counts.Of(CounterMetric.OptOutsByPoint), names.Point, request.SenderId));
    }

    private ReportView ByDay(IEnumerable<DateTime> days, IReadOnlyList<PeriodCount> ins, IReadOnlyList<PeriodCount> outs)
    {
        var (insOf, outsOf) = (ins.ToLookup(count => count.Day), outs.ToLookup(count => count.Day));
        var table = basis.Table("OptIns.Days").Column("Day", ReportValue.Day).Count("OptIns").Count("OptOuts");
        foreach (var day in days)
        {
            table.Row(day, insOf[day].Sum(), outsOf[day].Sum());
        }

        return table.View(ReportDays.Chart(1, 2));
    }

    private ReportView BySource(IReadOnlyList<PeriodCount> ins, IReadOnlyList<PeriodCount> outs)
    {
        var (insOf, outsOf) = (ins.ToLookup(SourceOf), outs.ToLookup(SourceOf));
        var table = basis.Table("OptIns.Sources").Column("Source", ReportValue.Text).Count("OptIns").Count("OptOuts");
        foreach (var source in ins.Concat(outs).Select(SourceOf).Distinct().OrderByDescending(source => insOf[source].Sum() + outsOf[source].Sum()).ThenBy(source => source))
        {
            table.Row(basis.Cells[source], insOf[source].Sum(), outsOf[source].Sum());
        }

        return table.View(ReportDays.Bars(1, 2));

        static Source SourceOf(PeriodCount count) => (Source)count.Key.First;
    }

    private ReportView By(string name, string column, IEnumerable<PeriodCount> ins, IEnumerable<PeriodCount> outs, Func<long, NamedThing> nameOf, long? sender)
    {
        var (insOf, outsOf) = (ins.ToLookup(count => count.Key.Id), outs.ToLookup(count => count.Key.Id));
        var table = basis.Table(name).Column(column, ReportValue.Text).Column("Sender", ReportValue.Text).Count("OptIns").Count("AgreementsWithdrawn", sums: false);
        foreach (var (id, thing) in insOf.Select(same => same.Key).Union(outsOf.Select(same => same.Key))
            .Select(id => (Id: id, Thing: nameOf(id)))
            .Where(named => sender is null || named.Thing.SenderId == sender)
            .OrderByDescending(named => insOf[named.Id].Sum()).ThenBy(named => named.Id))
        {
            table.Row(thing.Name, thing.Sender, insOf[id].Sum(), outsOf[id].Sum());
        }

        return table.View(ReportDays.Bars(2, 3));
    }
}

using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Reports;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>Who saw or took numbers, evidence and texts. The audit trail knows no senders, so it is always about all of them.</summary>
public sealed class AccessToPersonalDataReading(ReportBasis basis) : IReportReading
{
    public ReportKind Kind => ReportKind.AccessToPersonalData;

    public async Task<ReportDocument> ReadAsync(ReportRequest request, CancellationToken cancellation = default)
    {
        var now = basis.Now;
        await using var db = await basis.OpenAsync(cancellation);
        var tally = new AccessTally();
        await foreach (var entry in new AccessEntries(db).ReadAsync(request, cancellation))
        {
            tally.Add(entry);
        }

        var shown = tally.Newest.ToList();
        var ids = shown.Select(entry => entry.SubscriberId).OfType<long>().Distinct().ToList();
        var people = await AccessEntries.People(db, ids).ToDictionaryAsync(person => person.Id, person => person.PublicId.ToString(), cancellation);
        var days = ReportDays.Of(request, now).ToList();
        return basis.Document(request, names: null, now, ByStaff(tally), ByAction(tally, days), ByDay(tally, days), Newest(shown, people, tally.All > shown.Count));
    }

    private ReportView ByStaff(AccessTally tally)
    {
        var table = Columns(basis.Table("Access.Staff").Column("Who", ReportValue.Text)).Column("LastAt", ReportValue.Moment);
        foreach (var one in tally.Staff.OrderByDescending(one => one.All).ThenBy(one => one.Name, StringComparer.CurrentCulture))
        {
            table.Row([one.Name, .. AccessEntries.Actions.Select(action => (object?)one.Of(action)), one.All, one.LastAt]);
        }

        return table.View(ReportDays.Bars(AccessEntries.Actions.Length + 1));
    }

    private ReportView ByAction(AccessTally tally, IReadOnlyList<DateTime> days)
    {
        var table = basis.Table("Access.Actions").Column("Done", ReportValue.Text).Count("Times").Share("OfAll", 1).Count("Staff", sums: false);
        foreach (var action in AccessEntries.Actions)
        {
            table.Row(basis.Words[$"Action.{action}"].Value, days.Sum(day => tally.Of(day, action)), tally.Staff.LongCount(one => one.Of(action) > 0));
        }

        return table.View(ReportDays.Bars(1));
    }

    private ReportView ByDay(AccessTally tally, IReadOnlyList<DateTime> days)
    {
        var table = Columns(basis.Table("Access.Days").Column("Day", ReportValue.Day));
        foreach (var day in days)
        {
            var counts = AccessEntries.Actions.Select(action => tally.Of(day, action)).ToList();
            table.Row([day, .. counts.Cast<object?>(), counts.Sum()]);
        }

        return table.View(ReportDays.Chart(AccessEntries.Actions.Length + 1));
    }

    private ReportView Newest(IReadOnlyList<AccessEntry> entries, IReadOnlyDictionary<long, string> people, bool isCut)
    {
        var table = basis.Table("Access.Newest", hasTotals: false).Column("At", ReportValue.Moment).Column("Who", ReportValue.Text).Column("Done", ReportValue.Text).Column("Subscriber", ReportValue.Text).Column("Thing", ReportValue.Text);
        foreach (var entry in entries)
        {
            table.Row(
                entry.At, entry.ActorName is "" ? entry.Actor : entry.ActorName, basis.Words[$"Action.{entry.Action}"].Value,
                entry.SubscriberId is { } id ? people.GetValueOrDefault(id) : null, entry.Subject);
        }

        return table.View(chart: null, isCut, AccessTally.MostShown);
    }

    private ReportTable Columns(ReportTable table) => table.Counts(AccessEntries.Actions.Select(action => basis.Words[$"Action.{action}"].Value)).Count("Together");
}

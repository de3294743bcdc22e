using ConsentDashboard.Components.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Operations.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>What every report is made with.</summary>
public sealed class ReportBasis(
    IDbContextFactory<DashboardDbContext> contexts, CounterReadings counters, IStringLocalizer<ReportWords> words, CellWords cells, TimeProvider clock)
{
    public CounterReadings Counters => counters;

    public IStringLocalizer<ReportWords> Words => words;

    public CellWords Cells => cells;

    public DateTime Now => clock.UtcMilliseconds();

    internal Task<DashboardDbContext> OpenAsync(CancellationToken cancellation) => contexts.CreateDbContextAsync(cancellation);

    internal async Task<ReportNames> NamesAsync(CancellationToken cancellation)
    {
        await using var db = await OpenAsync(cancellation);
        return await ReportNames.ReadAsync(db, words, cancellation);
    }

    internal ReportTable Table(string name, bool hasTotals = true) => new(words, name) { HasTotals = hasTotals };

    internal ReportDocument Document(ReportRequest request, ReportNames? names, DateTime asOf, params ReportView[] views) =>
        new(request, words[$"Report.{request.Kind}"], request.SenderId is { } sender ? names?.Sender(sender) : null, asOf, views);
}

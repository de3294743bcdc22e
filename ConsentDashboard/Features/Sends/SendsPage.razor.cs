using ConsentDashboard.Operations.Sends;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Sends;

public partial class SendsPage(SendQueries queries, IStringLocalizer<SendsText> T)
{
    private static readonly int[] Periods = [7, 30];

    private PromiseReport? _report;
    private int _days;

    [SupplyParameterFromQuery]
    private string? Days { get; set; }

    // What is only promised is left out: nobody can break it by sending nothing.
    private List<PromiseRow> Sent => [.. _report?.Rows.Where(row => row.Sums.Messages > 0) ?? []];

    private string? Figure => _report is { } report && Reading.HasContent ? T["Figure", SendWords.Number(report.Rows.Sum(row => row.Sums.Messages)), _days].Value : null;

    protected override async Task OnParametersSetAsync()
    {
        var days = Periods.FirstOrDefault(period => $"{period}" == Days, Periods[1]);
        if (days != _days)
        {
            _days = days;
            await ReadAsync();
        }
    }

    private Task ReadAsync() => ReadAsync(
        async cancellation => await queries.ReportAsync(_days, await Actors.CurrentAsync(), cancellation),
        report => _report = report);
}

using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Operations.Reports;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Reports;

public partial class ReportPage(ReadReport read, ReportQueries queries, ReportRequests requests, RequestReport request, ViewerZone zone, ReportLabels Words, IStringLocalizer<ReportsText> T)
{
    private ReportChoice _choice = ReportChoice.None;
    private (ReportKind?, ReportChoice)? _shown;
    private ReportDocument? _report;
    private IReadOnlyList<SenderChoice> _senders = [];
    private Error? _error;
    private Error? _refused;
    private string? _said;
    private RunsPanel? _runs;

    [Parameter]
    public string Slug { get; set; } = "";

    [SupplyParameterFromQuery]
    private string? Period { get; set; }

    [SupplyParameterFromQuery]
    private string? From { get; set; }

    [SupplyParameterFromQuery]
    private string? To { get; set; }

    [SupplyParameterFromQuery]
    private string? Sender { get; set; }

    private ReportKind? Kind => ReportSlugs.Find(Slug) is { } kind && requests.Find(kind) is not null ? kind : null;

    private string? Figure => _report is { } report && Reading.HasContent ? T["AsOf", zone.Local(report.AsOf).ToString("t", System.Globalization.CultureInfo.CurrentCulture)].Value : null;

    protected override async Task OnParametersSetAsync()
    {
        _choice = ReportChoice.Of(Period, From, To, Sender, requests.Today);
        if (_shown != (Kind, _choice))
        {
            _shown = (Kind, _choice);
            (_said, _refused) = (null, null);
            await ReadAsync();
        }
    }

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            var senders = await queries.SendersAsync(actor, cancellation);
            return (Senders: senders, Report: Kind is { } kind ? await read.ExecuteAsync(_choice.Ask(kind), actor, cancellation) : ReportErrors.UnknownKind);
        },
        answer => (_senders, _report, _error) = (answer.Senders, answer.Report.Value, answer.Report.Error));

    private Task MakeAsync() => RunAsync(async () =>
    {
        var made = await request.ExecuteAsync(_choice.Ask(Kind!.Value), await Actors.CurrentAsync(), Leaving);
        _refused = made.Error;
        _said = made.Failed ? null : T["Make.Said"].Value;
        await (_runs?.RefreshAsync() ?? Task.CompletedTask);
    });
}

using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Operations.Jobs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Retention.Runs;

public partial class RunList(RunQueries queries, ViewerZone zone, IStringLocalizer<RunsText> T)
{
    private NewestPage<RunListRow> _page = new([]);

    [SupplyParameterFromQuery(Name = "older")]
    private string? OlderText { get; set; }

    [SupplyParameterFromQuery(Name = "newer")]
    private string? NewerText { get; set; }

    protected override bool IsUnderWay => _page.Rows.Any(row => row.Status is JobStatus.Waiting or JobStatus.Running);

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override Task ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            return await queries.SearchAsync(NewestPlace.Parse(OlderText, NewerText), await Actors.CurrentAsync(), cancellation);
        },
        page => _page = page, quietly);

    protected override bool Show(JobNews news)
    {
        if (_page.Rows.FirstOrDefault(row => row.Id == news.Job) is not { } known || known.Status != news.Status)
        {
            return false;
        }

        _page = _page with { Rows = [.. _page.Rows.Select(row => row.Id == news.Job ? row with { Position = news.Done } : row)] };
        return true;
    }
}

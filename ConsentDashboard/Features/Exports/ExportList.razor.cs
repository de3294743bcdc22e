using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Exports;

public partial class ExportList(ExportQueries queries, ViewerZone zone, ExportWords Words, IStringLocalizer<ExportsText> T)
{
    private Actor _actor = Actor.Anonymous;
    private NewestPage<ExportListRow> _page = new([]);

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
            var actor = await Actors.CurrentAsync();
            return (actor, await queries.SearchAsync(NewestPlace.Parse(OlderText, NewerText), actor, cancellation));
        },
        answer => (_actor, _page) = answer, quietly);

    protected override bool Show(JobNews news)
    {
        if (_page.Rows.FirstOrDefault(row => row.Id == news.Job) is not { } known || known.Status != news.Status)
        {
            return false;
        }

        _page = _page with { Rows = [.. _page.Rows.Select(row => row.Id == news.Job ? row with { Done = news.Done, Total = news.Total } : row)] };
        return true;
    }
}

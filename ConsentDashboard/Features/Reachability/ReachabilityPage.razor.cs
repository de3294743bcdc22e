using ConsentDashboard.Components.Text;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Reachability;

public partial class ReachabilityPage(RegionQueries regions, CellWords Cells, IStringLocalizer<ReachabilityText> T)
{
    private string _region = "";

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation => await regions.UsualAsync(await Actors.CurrentAsync(), cancellation),
        region => _region = region);
}

using ConsentDashboard.Components.Text;
using ConsentDashboard.Security.Access;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.CollectionPoints;

public partial class PointList(PointQueries queries, IStringLocalizer<CollectionPointsText> T)
{
    private IReadOnlyList<PointRow> _rows = [];
    private bool _mayManage;

    private string? Figure
    {
        get
        {
            if (!Reading.HasContent || _rows.Count == 0)
            {
                return null;
            }

            var found = _rows.Count(row => row.Errors + row.Warnings > 0);
            return found == 0 ? T["Figure.Clean"] : T.Count("Figure.Findings", found);
        }
    }

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            var actor = await Actors.CurrentAsync();
            return (Rows: await queries.ListAsync(actor, cancellation), MayManage: actor.Can(Permissions.ManageCollection));
        },
        answer => (_rows, _mayManage) = answer);
}

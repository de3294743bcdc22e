using ConsentDashboard.Components.Text;
using ConsentDashboard.Security.Access;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Notices;

public partial class NoticeList(NoticeQueries queries, CellWords words, ViewerZone zone, IStringLocalizer<NoticesText> T)
{
    private Actor _actor = Actor.Anonymous;
    private IReadOnlyList<NoticeRow> _rows = [];

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (Actor: actor, Rows: await queries.ListAsync(actor, cancellation));
        },
        answer => (_actor, _rows) = answer);
}

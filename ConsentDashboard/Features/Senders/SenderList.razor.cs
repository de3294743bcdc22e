using ConsentDashboard.Security.Access;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Senders;

public partial class SenderList(SenderQueries queries, IStringLocalizer<SendersText> T)
{
    private Actor _actor = Actor.Anonymous;
    private IReadOnlyList<SenderRow> _rows = [];

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            var actor = await Actors.CurrentAsync();
            return (Actor: actor, Rows: await queries.ListAsync(actor, cancellation));
        },
        answer => (_actor, _rows) = answer);
}

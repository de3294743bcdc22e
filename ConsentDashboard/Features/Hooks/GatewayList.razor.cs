using ConsentDashboard.Domain;
using ConsentDashboard.Security.Links;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Hooks;

public partial class GatewayList(GatewayQueries queries, PublicAddress address, NavigationManager navigation, IStringLocalizer<HooksText> T)
{
    private IReadOnlyList<GatewayRow> _rows = [];
    private GatewayForm? _form;
    private string? _saved;

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation => await queries.ListAsync(await Actors.CurrentAsync(), cancellation),
        rows => _rows = rows);

    private string AddressOf(GatewayRow row) => address.Of(row.Path.TrimStart('/'), navigation.BaseUri);

    private Task EditAsync(PublicId id) => RunAsync(async () => (_form, _saved) = (await queries.FindAsync(id, await Actors.CurrentAsync(), Leaving), null));

    private async Task SavedAsync(string name)
    {
        (_form, _saved) = (null, name);
        await ReadAsync();
    }
}

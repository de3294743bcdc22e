using ConsentDashboard.Components.Text;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Layout;

public partial class NavMenu(IEnumerable<NavItem> items, IStringLocalizerFactory localizers, IStringLocalizer<ShellText> T)
{
    [CascadingParameter]
    private Task<AuthenticationState> State { get; set; } = null!;

    /// <summary>What stands above the entries.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private IEnumerable<IGrouping<NavGroup, NavItem>> Visible { get; set; } = [];

    protected override async Task OnParametersSetAsync()
    {
        var actor = Actor.From((await State).User);
        Visible = items.Where(item => actor.Can(item.Permission)).OrderBy(item => item.Group).ThenBy(item => item.Order).GroupBy(item => item.Group).ToList();
    }
}

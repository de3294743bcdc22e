using ConsentDashboard.Components.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace ConsentDashboard;

public partial class App
{
    private static readonly InteractiveServerRenderMode Interactive = new(prerender: false);

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    /// <summary>Null for account and public pages: they are plain HTML, load no Blazor script and never open a circuit.</summary>
    private IComponentRenderMode? Mode => Http.AcceptsInteractiveRouting() ? Interactive : null;

    private string? Theme => ThemeCookie.Read(Http.Request);
}

using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Components.Layout;

public enum NavGroup
{
    Main,
    Collection,
    Lists,
    Proof,
    Settings,
}

/// <summary>An entry of the main navigation. Features register theirs as singletons; the shell names none of them.</summary>
/// <param name="Text">The feature's localizer type; <paramref name="Label"/> is a key of it.</param>
/// <param name="Icon">Content of an SVG of 24 by 24, such as one of MudBlazor's icons.</param>
/// <param name="Permission">Who lacks it does not see the entry.</param>
public sealed record NavItem(NavGroup Group, int Order, Type Text, string Label, string Href, string Icon, string Permission);

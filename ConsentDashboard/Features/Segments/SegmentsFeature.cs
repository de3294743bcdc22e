using ConsentDashboard.Components.Layout;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Segments;

public static class SegmentsFeature
{
    public static IServiceCollection AddSegments(this IServiceCollection services)
    {
        services.AddSingleton<SegmentQueries>();
        services.AddSingleton<SaveSegment>();
        services.AddSingleton<ArchiveSegment>();
        services.AddSingleton<SegmentWords>();
        services.AddSingleton(new NavItem(NavGroup.Lists, 10, typeof(SegmentsText), "Segments", "/segments", Icons.Material.Outlined.FilterAlt, Permissions.ViewSegments));
        return services;
    }
}

using ConsentDashboard.Components.Layout;
using ConsentDashboard.Features.Holds.Orders;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Holds;

public static class HoldsFeature
{
    public static IServiceCollection AddHolds(this IServiceCollection services)
    {
        services.AddSingleton<HoldQueries>();
        services.AddSingleton<HoldWords>();
        services.AddSingleton<SegmentChoices>();
        services.AddSingleton<HoldOrderChanges>();
        services.AddSingleton<PlaceSegmentHold>();
        services.AddSingleton<CancelHoldOrder>();
        services.AddSingleton<ResumeHoldOrder>();
        services.AddSingleton<ReleaseHoldOrder>();
        services.AddSingleton(new NavItem(NavGroup.Lists, 50, typeof(HoldsText), "Holds", "/holds", Icons.Material.Outlined.Gavel, Permissions.ViewRetention));
        return services;
    }
}

using ConsentDashboard.Components.Layout;
using ConsentDashboard.Features.CollectionPoints.Editing;
using ConsentDashboard.Features.CollectionPoints.Snippets;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.CollectionPoints;

public static class CollectionPointsFeature
{
    public static IServiceCollection AddCollectionPoints(this IServiceCollection services)
    {
        services.AddSingleton<FigureReadings>();
        services.AddSingleton<PointQueries>();
        services.AddSingleton<PointWriting>();
        services.AddSingleton<SavePoint>();
        services.AddSingleton<ActivatePoint>();
        services.AddSingleton<PausePoint>();
        services.AddSingleton<RetirePoint>();
        services.AddSingleton<OverrideFinding>();
        services.AddSingleton<MakeSnippet>();
        services.AddSingleton(new NavItem(NavGroup.Collection, 10, typeof(CollectionPointsText), "Points", "/collection-points", Icons.Material.Outlined.AddLocationAlt, Permissions.ViewCollection));
        return services;
    }
}

using ConsentDashboard.Components.Layout;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Features.Subscribers.Callers;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers;

public static class SubscribersFeature
{
    public static IServiceCollection AddSubscribers(this IServiceCollection services)
    {
        services.AddSingleton<CursorTexts>();
        services.AddSingleton<SubscriberQueries>();
        services.AddSingleton<FindSubscriber>();
        services.AddSingleton<CallerQueries>();
        services.AddSingleton<WithdrawCaller>();
        services.AddSingleton<NoteCall>();
        services.AddProfile();

        // Support agents have no list, but they find a caller here.
        services.AddSingleton(new NavItem(NavGroup.Main, 20, typeof(SubscribersText), "Subscribers", "/subscribers", Icons.Material.Outlined.People, Permissions.ViewSubscriber));
        services.AddSingleton(new HeaderPart(typeof(QuickFind), Permissions.SearchByNumber, 10));
        return services;
    }

    public static void MapSubscribers(this IEndpointRouteBuilder endpoints) => endpoints
        .MapPost("/subscribers/{id}/bundle", (HttpContext http, BundleEndpoint bundles, string id) => bundles.PostAsync(http, id))
        .RequireAuthorization(Permissions.RevealNumber, Permissions.ViewEvidence);
}

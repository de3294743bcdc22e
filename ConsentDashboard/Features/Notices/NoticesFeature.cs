using ConsentDashboard.Components.Layout;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Notices;

public static class NoticesFeature
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        services.AddSingleton<NoticeQueries>();
        services.AddSingleton<PublicNoticeQueries>();
        services.AddSingleton<CreateNotice>();
        services.AddSingleton<SaveDraft>();
        services.AddSingleton<PublishNotice>();
        services.AddSingleton<RetireNotice>();
        services.AddSingleton<StartVersion>();
        services.AddSingleton<NoticeWords>();
        services.AddSingleton<DifferenceParts>();
        services.AddSingleton(new NavItem(NavGroup.Collection, 20, typeof(NoticesText), "Notices", "/notices", Icons.Material.Outlined.Article, Permissions.ViewCollection));
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConsentDashboard.Operations.OptOut.Inbox;

internal static class InboxServices
{
    public static void AddInbox(this IServiceCollection services)
    {
        services.TryAddSingleton(new DeadlineOptions().ToRules());
        services.AddSingleton<InboundTexts>();
        services.AddSingleton<InboxPauses>();
        services.AddSingleton<Timeliness>();
        services.AddSingleton<InboundExpiry>();
        services.AddHostedService<InboundUpkeep>();
    }
}

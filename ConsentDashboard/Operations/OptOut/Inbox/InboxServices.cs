namespace ConsentDashboard.Operations.OptOut.Inbox;

internal static class InboxServices
{
    public static void AddInbox(this IServiceCollection services, DeadlineOptions deadlines)
    {
        services.AddSingleton(deadlines.ToRules());
        services.AddSingleton<InboundTexts>();
        services.AddSingleton<InboxPauses>();
        services.AddSingleton<Timeliness>();
        services.AddSingleton<InboundExpiry>();
        services.AddHostedService<InboundUpkeep>();
    }
}

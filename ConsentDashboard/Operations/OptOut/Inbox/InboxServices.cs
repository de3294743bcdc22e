using ConsentDashboard.Operations.Upkeeps;

namespace ConsentDashboard.Operations.OptOut.Inbox;

internal static class InboxServices
{
    public static void AddInbox(this IServiceCollection services, DeadlineOptions deadlines)
    {
        services.AddSingleton(deadlines.ToRules());
        services.AddSingleton<InboundTexts>();
        services.AddSingleton<InboxPauses>();
        services.AddSingleton<Timeliness>();
        services.AddUpkeep<InboundExpiry>(TimeSpan.FromMinutes(10), "Texts of old messages could not be removed", (texts, stopping) => texts.ExpireAsync(stopping));
    }
}

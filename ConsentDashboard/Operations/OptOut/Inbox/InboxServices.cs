namespace ConsentDashboard.Operations.OptOut.Inbox;

internal static class InboxServices
{
    public static void AddInbox(this IServiceCollection services, DeadlineOptions deadlines) => services.AddSingleton(deadlines.ToRules());
}

namespace ConsentDashboard.Operations.Sends;

internal static class SendServices
{
    public static void AddSendCounting(this IServiceCollection services)
    {
        services.AddSingleton<CountSends>();
        services.AddSingleton<PromiseReadings>();
        services.AddSingleton<ForgetSends>();
        services.AddHostedService<SendUpkeep>();
    }
}

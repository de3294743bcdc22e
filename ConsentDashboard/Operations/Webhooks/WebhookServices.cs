namespace ConsentDashboard.Operations.Webhooks;

public static class WebhookServices
{
    // Receivers are found by name, and names move.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    /// <summary>Everything that tells other systems of consent changes; the outbox itself comes with the messages.</summary>
    public static IServiceCollection AddWebhookSending(this IServiceCollection services, WebhookOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<WebhookMessages>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<EndpointHealth>();
        services.AddSingleton<EndpointDeliveries>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDispatcher>());

        // The factory's own loggers write addresses, and those may hold a secret.
        services.AddHttpClient(WebhookClient.Name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => Handler(options));
        return services;
    }

    // A proxy would be asked instead of the receiver, and no address could be checked.
    private static SocketsHttpHandler Handler(WebhookOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = ConnectionLife,
        ConnectCallback = options.AllowPrivateTargets ? null : PublicTargets.ConnectAsync,
    };
}

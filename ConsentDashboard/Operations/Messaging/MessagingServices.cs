using ConsentDashboard.Operations.Messaging.Gateways;
using ConsentDashboard.Operations.Messaging.Outbox;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConsentDashboard.Operations.Messaging;

public static class MessagingServices
{
    // Gateways are found by name, and names move.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    /// <summary>Everything that leaves by SMS; without a gateway there is no sender, and messages wait.</summary>
    public static IServiceCollection AddMessaging(this IServiceCollection services, MessagesOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton<OutboxFeed>();
        services.AddSingleton<OutboxClaims>();
        services.AddSingleton<OutgoingTexts>();
        services.AddSingleton<OutboxSweep>();
        services.AddSingleton<OutboxBacklog>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxDispatcher>());
        return options.Gateway switch
        {
            MessageGateway.Demo => services.AddSingleton<IMessageSender, DemoSender>(),
            MessageGateway.Twilio => services.AddGateway().AddSingleton<IMessageSender, TwilioSender>(),
            MessageGateway.Http => services.AddGateway().AddSingleton<IMessageSender, HttpGatewaySender>(),
            _ => services,
        };
    }

    private static IServiceCollection AddGateway(this IServiceCollection services)
    {
        // The factory's own loggers write addresses, and those may hold the number.
        services.AddHttpClient(GatewayClient.Name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = ConnectionLife });
        services.AddSingleton<GatewayClient>();
        return services;
    }
}

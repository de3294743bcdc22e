using ConsentDashboard.Operations.Messaging.Outbox;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConsentDashboard.Operations.OptOut.Inbound;

internal static class InboundServices
{
    public static void AddInbound(this IServiceCollection services)
    {
        services.TryAddSingleton(new InboundOptions());
        services.TryAddSingleton<OutboxFeed>();
        services.AddSingleton<ReplySenders>();
        services.AddSingleton<ReplyRows>();
        services.AddSingleton<ReplyAnswers>();
        services.AddSingleton<RestoreByReply>();
        services.AddSingleton<ReceiveReply>();
    }
}

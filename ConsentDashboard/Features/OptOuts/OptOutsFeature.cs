using ConsentDashboard.Components.Layout;
using ConsentDashboard.Features.OptOuts.Annulments;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.OptOuts;

public static class OptOutsFeature
{
    public static IServiceCollection AddOptOuts(this IServiceCollection services)
    {
        services.AddSingleton<InboxQueries>();
        services.AddSingleton<InboxClaims>();
        services.AddSingleton<WithdrawByReply>();
        services.AddSingleton<HandleReply>();
        services.AddSingleton<InboxWords>();
        services.AddSingleton<AnnulmentQueries>();
        services.AddSingleton<AnnulmentClaims>();
        services.AddSingleton<AnnulWithdrawal>();
        services.AddSingleton<RequestAnnulment>();
        services.AddSingleton<DecideAnnulment>();
        services.AddSingleton<CloseBurst>();
        services.AddSingleton<AnnulmentWords>();
        services.AddSingleton(new NavItem(NavGroup.Main, 30, typeof(OptOutsText), "OptOuts", "/opt-outs", Icons.Material.Outlined.Inbox, Permissions.ViewInbox));

        // Administrators agree to annulments and have no inbox.
        services.AddSingleton(new NavItem(NavGroup.Main, 31, typeof(AnnulmentsText), "Annulments", "/opt-outs/annulments", Icons.Material.Outlined.Undo, Permissions.ApproveAnnulment));
        return services;
    }
}

using ConsentDashboard.Components.Text;
using MudBlazor;
using MudBlazor.Services;

namespace ConsentDashboard.Components.Layout;

public static class ShellServices
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddParts();
        services.AddCascadingAuthenticationState();
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            // A page holds its rows and their numbers; what nobody comes back to must not stay in memory for long.
            circuits.DisconnectedCircuitMaxRetained = 20;
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(2);
        });
        return services;
    }

    /// <summary>What the shared parts need, without the host.</summary>
    public static IServiceCollection AddParts(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<CellWords>();
        services.AddSingleton<ScheduleWords>();
        services.AddSingleton<SegmentSentences>();
        services.AddSingleton<RetentionSentences>();
        services.AddScoped<ViewerZone>();
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.PreventDuplicates = false;
        });
        return services;
    }
}

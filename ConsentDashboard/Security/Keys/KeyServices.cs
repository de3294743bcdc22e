using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Security.Keys;

public static class KeyServices
{
    /// <summary>The keys are read when they are first asked for, so that a missing one is a message of the start and no crash of the composition.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, string> dataFolder)
    {
        var options = configuration.GetSection(KeyOptions.Section).Get<KeyOptions>() ?? new();
        services.AddSingleton(provider => KeyStore.From(options, dataFolder(provider)));
        services.AddSingleton<NumberVault>();
        return services;
    }
}

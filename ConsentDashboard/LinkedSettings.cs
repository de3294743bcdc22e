using Microsoft.Extensions.Configuration.Json;

namespace ConsentDashboard;

/// <summary>
/// <c>appsettings.json</c> lies at the repository's root and is linked into the build output. The host looks for it in
/// the content root, where it is not, so it is inserted here as the lowest layer: everything else overrides it.
/// </summary>
internal static class LinkedSettings
{
    public static void AddLinkedSettings(this ConfigurationManager configuration)
    {
        var source = new JsonConfigurationSource
        {
            Path = Path.Combine(AppContext.BaseDirectory, "appsettings.json"),
            Optional = false,
            ReloadOnChange = false,
        };
        source.ResolveFileProvider();
        configuration.Sources.Insert(0, source);
    }
}

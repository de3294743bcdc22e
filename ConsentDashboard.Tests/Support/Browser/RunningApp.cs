using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Support.Browser;

/// <summary>The app as it is, on a port that is free, with a data folder of its own and the demo company in it.</summary>
public sealed class RunningApp : WebApplicationFactory<Program>
{
    private readonly string _folder = TestFolders.Create();

    public RunningApp() => UseKestrel(0);

    public string Address => Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Database:Folder", _folder);
        builder.UseSetting("Demo:Enabled", "true");
        builder.UseSetting("Demo:Subscribers", "300");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");

        // What breaks a circuit reaches the browser's console, where a visit notes it; the log only adds the circuits that the end cuts off.
        builder.UseSetting("DetailedErrors", "true");
        builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore.Components", "None");
        builder.UseSetting("Logging:LogLevel:ConsentDashboard.Features.Accounts.SessionRevalidation", "None");
    }
}

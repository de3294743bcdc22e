using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Benchmarks;

/// <summary>The app as it is, in this process, on a port that is free; the twin's page stands beside its own.</summary>
internal sealed class BenchApp : WebApplicationFactory<App>
{
    private readonly string _folder;
    private readonly Action<IWebHostBuilder>? _configure;

    // What the app says when it starts is progress here: standard output is for the figures.
    private readonly TextWriter _out = Console.Out;

    public BenchApp(string folder, Action<IWebHostBuilder>? configure = null)
    {
        (_folder, _configure) = (folder, configure);
        Console.SetOut(Console.Error);
        UseKestrel(0);
        StartServer();
    }

    public OpenCircuits Circuits { get; } = new();

    public string Address => Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Console.SetOut(_out);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // Demo accounts, and so signing in with one click, are only there in Development.
        builder.UseEnvironment("Development");
        builder.UseSetting("Database:Folder", _folder);
        builder.UseSetting("Demo:Enabled", "true");
        builder.UseSetting("Demo:Subscribers", "0");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.UseSetting("Logging:Console:LogToStandardErrorThreshold", "Trace");

        _configure?.Invoke(builder);

        // What a closed window leaves behind must be gone before the next measurement.
        builder.ConfigureTestServices(services => services
            .Configure<CircuitOptions>(circuits => circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromSeconds(1))
            .AddSingleton(new PageAssembly(typeof(BenchApp).Assembly))
            .AddSingleton<NaiveSubscriberQueries>()
            .AddSingleton<CircuitHandler>(Circuits));
    }
}

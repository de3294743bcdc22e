using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace ConsentDashboard.Tests.Hosting;

public sealed class ReadingSettingsTests
{
    [Fact]
    public void What_is_set_is_used()
    {
        var settings = Read(Environments.Development, ("Database:Provider", "sqlserver"), ("Database:ConnectionString", "Server=x"), ("Database:MaxBatchSize", "1"), ("Demo:Enabled", "true"), ("Keys:Inline:0:Purpose", "Link"), ("Keys:Inline:0:Id", "3"));

        Assert.Equal(DatabaseProvider.SqlServer, settings.Database.Provider);
        Assert.Equal(1, settings.Database.MaxBatchSize);
        Assert.True(settings.Demo.Enabled);
        Assert.Equal(3, Assert.Single(settings.Keys.Inline).Id);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_with_its_key()
    {
        var refusal = Assert.Throws<StartupException>(() => Read(
            Environments.Production,
            ("Database:Provider", "Oracle"), ("Database:BusyTimeout", "soon"), ("Database:CommandTimeout", "0"), ("Web:PublicBaseUrl", "shop"), ("Web:Proxies:0", "proxy"), ("Demo:Subscribers", "-1")));

        foreach (var key in new[] { "Database:Provider", "Database:BusyTimeout", "Database:CommandTimeout", "Web:PublicBaseUrl", "Web:Proxies:0", "Demo:Subscribers" })
        {
            Assert.Contains($"  {key} ", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SQL_Server_needs_a_connection_string() =>
        Assert.Contains("Database:ConnectionString", Assert.Throws<StartupException>(() => Read(Environments.Production, ("Database:Provider", "SqlServer"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Demo_mode_stays_off_outside_Development() => Assert.False(Read(Environments.Production, ("Demo:Enabled", "true")).Demo.Enabled);

    private static HostSettings Read(string environment, params (string Key, string Value)[] values) => HostSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build(),
        new HostingEnvironment { EnvironmentName = environment });
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Operations.Messaging;
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
            ("Database:Provider", "Oracle"), ("Database:BusyTimeout", "soon"), ("Database:CommandTimeout", "0"), ("Web:PublicBaseUrl", "shop"), ("Web:Proxies:0", "proxy"), ("Demo:Subscribers", "-1"),
            ("Stop:PerAddressPerMinute", "0"), ("OptOut:BurstMinutes", "0"), ("OptOut:BurstFromAddress", "1"), ("OptOut:BurstFromAgent", "many")));

        foreach (var key in new[] { "Database:Provider", "Database:BusyTimeout", "Database:CommandTimeout", "Web:PublicBaseUrl", "Web:Proxies:0", "Demo:Subscribers", "Stop:PerAddressPerMinute", "OptOut:BurstMinutes", "OptOut:BurstFromAddress", "OptOut:BurstFromAgent" })
        {
            Assert.Contains($"  {key} ", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SQL_Server_needs_a_connection_string() =>
        Assert.Contains("Database:ConnectionString", Assert.Throws<StartupException>(() => Read(Environments.Production, ("Database:Provider", "SqlServer"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Demo_mode_stays_off_outside_Development() => Assert.False(Read(Environments.Production, ("Demo:Enabled", "true")).Demo.Enabled);

    [Fact]
    public void Without_a_setting_messages_are_shown_in_demo_mode_and_wait_elsewhere()
    {
        Assert.Equal(MessageGateway.Demo, Read(Environments.Development, ("Demo:Enabled", "true")).Messages.Gateway);
        Assert.Equal(MessageGateway.None, Read(Environments.Development).Messages.Gateway);
        Assert.Equal(MessageGateway.None, Read(Environments.Production, ("Demo:Enabled", "true")).Messages.Gateway);
    }

    [Theory]
    [InlineData("Messages:Gateway", "Demo")]
    [InlineData("Messages:MaxTries", "0")]
    [InlineData("Messages:Timeout", "600")]
    [InlineData("Messages:Parallel", "0")]
    [InlineData("Webhooks:Timeout", "60")]
    [InlineData("Webhooks:Parallel", "0")]
    [InlineData("Webhooks:AllowPrivateTargets", "perhaps")]
    public void A_gateway_that_shows_texts_and_limits_without_sense_are_refused(string key, string value) =>
        Assert.Contains($"  {key} ", Refused((key, value)), StringComparison.Ordinal);

    [Fact]
    public void Twilio_needs_its_credentials_and_an_encrypted_address()
    {
        var refusal = Refused(("Messages:Gateway", "Twilio"), ("Messages:Twilio:BaseAddress", "http://twilio.example"));

        Assert.All(["Messages:Twilio:AccountSid", "Messages:Twilio:AuthToken", "Messages:Twilio:BaseAddress"], key => Assert.Contains($"  {key} ", refusal, StringComparison.Ordinal));
    }

    [Fact]
    public void A_gateway_of_ones_own_is_checked_whole()
    {
        var refusal = Refused(
            ("Messages:Gateway", "Http"), ("Messages:Http:Address", "gateway"), ("Messages:Http:Method", "DELETE"), ("Messages:Http:ContentType", "text/xml"),
            ("Messages:Http:Body", "{to}"), ("Messages:Http:Headers:Content-Type", "text/xml"), ("Messages:Http:SuccessCodes:0", "500"));

        Assert.All(
            ["Address", "Method", "ContentType", "Body", "Headers:Content-Type", "SuccessCodes:0"],
            key => Assert.Contains($"  Messages:Http:{key} ", refusal, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"to":"{to}","text":"{text}"}""", true)]
    [InlineData("""{"to":{to},"text":"{text}"}""", false)]
    public void A_body_has_to_be_JSON_once_it_is_filled_in(string body, bool isGood)
    {
        (string, string)[] settings = [("Messages:Gateway", "Http"), ("Messages:Http:Address", "https://sms.example/send"), ("Messages:Http:Body", body)];

        Assert.Equal(isGood, Record.Exception(() => Read(Environments.Production, settings)) is null);
    }

    [Fact]
    public void A_deadline_of_ones_own_is_checked_whole()
    {
        var refusal = Refused(
            ("OptOut:Deadlines:0:Count", "5"), ("OptOut:Deadlines:1:Kind", "BusinessDays"), ("OptOut:Deadlines:1:Law", "House rule"),
            ("OptOut:Deadlines:2:Code", "ccpa"), ("OptOut:Deadlines:2:Regions:0", "California"), ("OptOut:Deadlines:3:Kind", "Immediate"), ("OptOut:Deadlines:3:Count", "1"),
            ("OptOut:Deadlines:4:Kind", "Soon"), ("OptOut:Deadlines:4:From", "12.04.2026"), ("OptOut:Holidays:0", "Christmas"));

        Assert.All(["0:Kind", "0:Law", "1:Count", "2:Regions:0", "3:Count", "3:Law", "4:Kind", "4:From"], key => Assert.Contains($"  OptOut:Deadlines:{key} ", refusal, StringComparison.Ordinal));
        Assert.DoesNotContain("  OptOut:Deadlines:2:Law ", refusal, StringComparison.Ordinal);
        Assert.Contains("  OptOut:Holidays:0 ", refusal, StringComparison.Ordinal);
    }

    private static string Refused(params (string Key, string Value)[] values) => Assert.Throws<StartupException>(() => Read(Environments.Production, values)).Message;

    private static HostSettings Read(string environment, params (string Key, string Value)[] values) => HostSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build(),
        new HostingEnvironment { EnvironmentName = environment });
}

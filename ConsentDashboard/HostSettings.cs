using System.Net;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Features.Hooks;
using ConsentDashboard.Features.Imports;
using ConsentDashboard.Features.Join;
using ConsentDashboard.Features.OptOutPages.Stop;
using ConsentDashboard.Operations;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.OptOut.Bursts;
using ConsentDashboard.Operations.OptOut.Inbound;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard;

/// <summary>The settings, read and checked before anything is built from them; a start with wrong ones names them all.</summary>
internal sealed record HostSettings(DatabaseOptions Database, KeyOptions Keys, DemoOptions Demo, WebOptions Web, MessagesOptions Messages, JoinOptions Join, StopOptions Stop, ApiOptions Api, WebhookOptions Webhooks, HooksOptions Hooks, InboundOptions OptOut, DeadlineOptions Deadlines, BurstOptions Bursts, ExportOptions Exports, ImportOptions Imports)
{
    /// <exception cref="StartupException">Settings are wrong; the message lists every one with the key to set.</exception>
    public static HostSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        List<string> wrong = [];
        var settings = new HostSettings(
            Bind<DatabaseOptions>(configuration, DatabaseOptions.Section, wrong),
            Bind<KeyOptions>(configuration, KeyOptions.Section, wrong),
            Bind<DemoOptions>(configuration, DemoOptions.Section, wrong),
            Bind<WebOptions>(configuration, WebOptions.Section, wrong),
            Bind<MessagesOptions>(configuration, MessagesOptions.Section, wrong),
            Bind<JoinOptions>(configuration, JoinOptions.Section, wrong),
            Bind<StopOptions>(configuration, StopOptions.Section, wrong),
            Bind<ApiOptions>(configuration, ApiOptions.Section, wrong),
            Bind<WebhookOptions>(configuration, WebhookOptions.Section, wrong),
            Bind<HooksOptions>(configuration, HooksOptions.Section, wrong),
            Bind<InboundOptions>(configuration, InboundOptions.Section, wrong),
            Bind<DeadlineOptions>(configuration, DeadlineOptions.Section, wrong),
            Bind<BurstOptions>(configuration, BurstOptions.Section, wrong),
            Bind<ExportOptions>(configuration, ExportOptions.Section, wrong),
            Bind<ImportOptions>(configuration, ImportOptions.Section, wrong));

        // Demo accounts have known passwords: outside Development the setting alone must not bring them in.
        settings.Demo.Enabled &= environment.IsDevelopment();
        settings.Messages.Gateway ??= settings.Demo.Enabled ? MessageGateway.Demo : MessageGateway.None;
        wrong.AddRange(settings.Rules().Where(rule => !rule.Holds).Select(rule => $"{rule.Key} {rule.Message}"));
        if (wrong.Count > 0)
        {
            throw new StartupException($"These settings are wrong. Set them in appsettings.json, or in the environment with __ for the colon:{string.Concat(wrong.Select(line => $"{Environment.NewLine}  {line}"))}");
        }

        return settings;
    }

    private IEnumerable<(bool Holds, string Key, string Message)> Rules() =>
    [
        (Database.Provider != DatabaseProvider.SqlServer || !string.IsNullOrWhiteSpace(Database.ConnectionString), "Database:ConnectionString", "is missing; SQL Server needs one."),
        (!string.IsNullOrWhiteSpace(Database.File), "Database:File", "is empty; name the database file."),
        (!string.IsNullOrWhiteSpace(Database.Folder), "Database:Folder", "is empty; name the data folder."),
        (Database.MaxBatchSize is null or >= 1, "Database:MaxBatchSize", "must be at least 1."),
        (Database.CommandTimeout is null or >= 1, "Database:CommandTimeout", "must be at least 1 second."),
        (Database.BusyTimeout >= 0, "Database:BusyTimeout", "must not be negative (milliseconds)."),
        (Database.MmapSize >= 0, "Database:MmapSize", "must not be negative (bytes)."),
        (!string.IsNullOrWhiteSpace(Keys.File), "Keys:File", "is empty; name the key file."),
        (Demo.Subscribers is >= 0 and <= 10_000_000, "Demo:Subscribers", "must be between 0 and 10,000,000."),
        (Web.PublicBaseUrl is null || (Uri.TryCreate(Web.PublicBaseUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"), "Web:PublicBaseUrl", "must be an absolute http or https address."),
        (Join.PerAddressPerMinute >= 1, "Join:PerAddressPerMinute", "must be at least 1."),
        (Stop.PerAddressPerMinute >= 1, "Stop:PerAddressPerMinute", "must be at least 1."),
        (Api.PerKeyPerMinute >= 1, "Api:PerKeyPerMinute", "must be at least 1."),
        (Api.PerAddressPerMinute >= 1, "Api:PerAddressPerMinute", "must be at least 1."),
        (Web.MaxRequestBytes >= 1 << 16, "Web:MaxRequestBytes", "must be at least 65536."),
        .. Web.Proxies.Select((proxy, index) => (IPAddress.TryParse(proxy, out _) || IPNetwork.TryParse(proxy, out _), $"Web:Proxies:{index}", "must be an IP address or a network such as 10.0.0.0/8.")),
        (OptOut.SampleOneIn >= 0, "OptOut:SampleOneIn", "must not be negative; 0 offers no ordinary replies for review."),
        (OptOut.TextDays is >= 1 and <= 365, "OptOut:TextDays", "must be between 1 and 365."),
        (Imports.MaxBytes >= 1 << 16, "Imports:MaxBytes", "must be at least 65536."),
        .. HooksRules.Of(Hooks),
        .. MessagesRules.Of(Messages, Demo.Enabled),
        .. DeadlineSettings.Of(Deadlines),
        .. Webhooks.Rules(),
        .. BurstSettings.Of(Bursts),
        .. Exports.Rules(),
    ];

    // Property by property, because the binder stops at the first value that it cannot read.
    private static T Bind<T>(IConfiguration configuration, string name, List<string> wrong)
        where T : new()
    {
        var options = new T();
        foreach (var property in typeof(T).GetProperties())
        {
            var section = configuration.GetSection($"{name}:{property.Name}");
            try
            {
                if (section.Exists())
                {
                    property.SetValue(options, section.Get(property.PropertyType));
                }
            }
            catch (InvalidOperationException)
            {
                wrong.Add(property.PropertyType.IsEnum
                    ? $"{section.Path} must be one of {string.Join(", ", Enum.GetNames(property.PropertyType))}."
                    : $"{section.Path} cannot be read as {(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).Name}.");
            }
        }

        return options;
    }
}

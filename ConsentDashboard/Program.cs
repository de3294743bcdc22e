using ConsentDashboard;
using ConsentDashboard.Commands;
using ConsentDashboard.Components.Layout;
using ConsentDashboard.Data;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Features.ApiKeys;
using ConsentDashboard.Features.Audit;
using ConsentDashboard.Features.CollectionPoints;
using ConsentDashboard.Features.Consents;
using ConsentDashboard.Features.Decisions;
using ConsentDashboard.Features.Exports;
using ConsentDashboard.Features.Holds;
using ConsentDashboard.Features.Hooks;
using ConsentDashboard.Features.Imports;
using ConsentDashboard.Features.Join;
using ConsentDashboard.Features.Links;
using ConsentDashboard.Features.Messages;
using ConsentDashboard.Features.Notices;
using ConsentDashboard.Features.OptOutPages;
using ConsentDashboard.Features.OptOuts;
using ConsentDashboard.Features.Overview;
using ConsentDashboard.Features.Reachability;
using ConsentDashboard.Features.Reports;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Features.Retention;
using ConsentDashboard.Features.Segments;
using ConsentDashboard.Features.Senders;
using ConsentDashboard.Features.Sends;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Features.Webhooks;
using ConsentDashboard.Features.Withdrawals;
using ConsentDashboard.Operations;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Headers;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Security.Numbers;

return await CommandLine.RunAsync(args, Build, ServeAsync);

static WebApplication Build(string[] args)
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddLinkedSettings();
    var settings = HostSettings.Read(builder.Configuration, builder.Environment);
    builder.AddWeb(settings.Web);

    builder.Services.AddData(settings.Database, builder.Environment.ContentRootPath);
    builder.Services.AddSingleton(provider => KeyStore.From(settings.Keys, provider.GetRequiredService<DashboardContexts>().Folder));
    builder.Services.AddSingleton<NumberVault>();
    builder.Services.AddSingleton(settings.OptOut);
    builder.Services.AddSingleton(settings.Bursts);
    builder.Services.AddOperations(settings.Deadlines);
    builder.Services.AddMessaging(settings.Messages);
    builder.Services.AddWebhookSending(settings.Webhooks);
    builder.Services.AddExporting(settings.Exports);
    builder.Services.AddAccess();
    builder.Services.AddShell();
    builder.Services.AddSingleton(settings.Demo);
    builder.Services.AddLinks(settings.Web.PublicBaseUrl);

    builder.Services.AddAccounts();
    builder.Services.AddApiKeys(settings.Api);
    builder.Services.AddAudit();
    builder.Services.AddConsents();
    builder.Services.AddDecisions();
    builder.Services.AddExports();
    builder.Services.AddHolds();
    builder.Services.AddHooks(settings.Hooks);
    builder.Services.AddImportPages(settings.Imports);
    builder.Services.AddJoin(settings.Join);
    builder.Services.AddPreferenceLinks();
    builder.Services.AddMessages();
    builder.Services.AddCollectionPoints();
    builder.Services.AddNotices();
    builder.Services.AddOptOuts();
    builder.Services.AddOptOutPages(settings.Stop);
    builder.Services.AddOverview();
    builder.Services.AddReachability();
    builder.Services.AddReports();
    builder.Services.AddRequests();
    builder.Services.AddRetention();
    builder.Services.AddSegments();
    builder.Services.AddSenders();
    builder.Services.AddSends();
    builder.Services.AddSubscribers();
    builder.Services.AddWebhooks();
    builder.Services.AddWithdrawals();

    var app = builder.Build();
    app.UseWeb(settings.Web);

    app.MapStaticAssets().AllowAnonymous();
    app.MapPages();
    app.MapHealth();
    app.MapPreferences();
    app.MapAccounts();
    app.MapConsents();
    app.MapDecisions();
    app.MapExports();
    app.MapHooks();
    app.MapImports();
    app.MapJoin();
    app.MapOptOutPages();
    app.MapPreferenceLinks();
    app.MapReachability();
    app.MapReports();
    app.MapRequests();
    app.MapRetention();
    app.MapSends();
    app.MapSubscribers();
    app.MapWithdrawals();
    return app;
}

static async Task ServeAsync(WebApplication app)
{
    await app.PrepareAsync();
    await app.StartAsync();
    app.PrintWelcome();
    await app.WaitForShutdownAsync();
}

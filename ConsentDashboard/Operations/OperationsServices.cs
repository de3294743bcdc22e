using ConsentDashboard.Data;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Backups;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Bundles;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Operations.DemoData;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.KeyRotation;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Operations.OptOut.Bursts;
using ConsentDashboard.Operations.OptOut.Inbound;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Operations.Reachable;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations;

public static class OperationsServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services, DeadlineOptions? deadlines = null)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new AnchorJournal(Path.Combine(provider.GetRequiredService<DashboardContexts>().Folder, "journal")));
        services.AddSingleton(provider => new JobFiles(Path.Combine(provider.GetRequiredService<DashboardContexts>().Folder, "files"), provider.GetRequiredService<KeyStore>()));
        services.AddSingleton<EvidenceBox>();
        services.AddSingleton<LedgerFeed>();
        services.AddSingleton<LedgerCommits>();
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton<LedgerVerification>();
        services.AddSingleton<VerifyAndRecord>();
        services.AddSingleton<PersonVerification>();
        services.AddSingleton<RebuildConsents>();
        services.AddSingleton<RecountCounters>();
        services.AddSingleton<ExportPersonBundle>();
        services.AddSingleton<JournalCatchUp>();
        services.AddBackups();
        services.AddSingleton<WithdrawList>();
        services.AddInbox(deadlines ?? new());
        services.AddSingleton<Origins>();
        services.AddBursts();
        services.AddHostedService<LedgerFollower>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<OwedEntries>();
        services.AddHostedService(provider => provider.GetRequiredService<OwedEntries>());
        services.AddSingleton<ConsentDecisions>();
        services.AddSingleton<DecideOne>();
        services.AddSingleton<CounterReadings>();
        services.AddSingleton<CounterFolding>();
        services.AddHostedService(provider => provider.GetRequiredService<CounterFolding>());
        services.AddSingleton<TextMessages>();
        services.AddCollection();
        services.AddInbound();
        services.AddApi();
        services.AddSegmentReading();
        services.AddSendCounting();
        services.AddHolding();
        services.AddSingleton<RecordReachability>();
        services.AddImports();
        services.AddRetentionRuns();
        services.AddReading();
        services.AddSingleton<SubscriberDirectory>();
        services.AddSingleton<RecordActivity>();
        services.AddSingleton<DemoSeeder>();
        services.AddSingleton<RotateKeys>();
        services.AddSingleton<MaintenanceState>();
        services.AddHostedService<RotationFollower>();
        return services;
    }
}

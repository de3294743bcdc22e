using ConsentDashboard.Data.Conversions;
using ConsentDashboard.Data.Identity;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data;

/// <summary>The one model; <see cref="SqliteDashboardDbContext"/> and <see cref="SqlServerDashboardDbContext"/> say how each database stores it.</summary>
public abstract class DashboardDbContext(DbContextOptions options) : IdentityDbContext<StaffAccount>(options), IDataProtectionKeyContext
{
    public DbSet<Subscriber> Subscribers => Set<Subscriber>();

    public DbSet<Reachability> Reachability => Set<Reachability>();

    public DbSet<Hold> Holds => Set<Hold>();

    public DbSet<Pause> Pauses => Set<Pause>();

    public DbSet<Restriction> Restrictions => Set<Restriction>();

    public DbSet<Sender> Senders => Set<Sender>();

    public DbSet<SenderAddress> SenderAddresses => Set<SenderAddress>();

    public DbSet<Purpose> Purposes => Set<Purpose>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<NoticeVersion> NoticeVersions => Set<NoticeVersion>();

    public DbSet<NoticeText> NoticeTexts => Set<NoticeText>();

    public DbSet<NoticeVersionPurpose> NoticeVersionPurposes => Set<NoticeVersionPurpose>();

    public DbSet<CollectionPoint> CollectionPoints => Set<CollectionPoint>();

    public DbSet<CollectionPointField> CollectionPointFields => Set<CollectionPointField>();

    public DbSet<FindingOverride> FindingOverrides => Set<FindingOverride>();

    public DbSet<PointCounter> PointCounters => Set<PointCounter>();

    public DbSet<Consent> Consents => Set<Consent>();

    public DbSet<PendingRequest> PendingRequests => Set<PendingRequest>();

    public DbSet<CodeSend> CodeSends => Set<CodeSend>();

    public DbSet<ConsentEvent> ConsentEvents => Set<ConsentEvent>();

    public DbSet<Evidence> Evidence => Set<Evidence>();

    public DbSet<Suppression> Suppressions => Set<Suppression>();

    public DbSet<InboundMessage> InboundMessages => Set<InboundMessage>();

    public DbSet<InboundSource> InboundSources => Set<InboundSource>();

    public DbSet<SenderReplyWord> SenderReplyWords => Set<SenderReplyWord>();

    public DbSet<WithdrawalOrigin> WithdrawalOrigins => Set<WithdrawalOrigin>();

    public DbSet<WithdrawalBurst> WithdrawalBursts => Set<WithdrawalBurst>();

    public DbSet<AnnulmentRequest> AnnulmentRequests => Set<AnnulmentRequest>();

    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();

    public DbSet<LedgerBatch> LedgerBatches => Set<LedgerBatch>();

    public DbSet<LedgerHead> LedgerHead => Set<LedgerHead>();

    public DbSet<CounterDelta> CounterDeltas => Set<CounterDelta>();

    public DbSet<Counter> Counters => Set<Counter>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<ImportBatch> ImportBatches => Set<ImportBatch>();

    public DbSet<ExportJob> ExportJobs => Set<ExportJob>();

    public DbSet<ExportItem> ExportItems => Set<ExportItem>();

    public DbSet<ImportProfile> ImportProfiles => Set<ImportProfile>();

    public DbSet<ExportSeed> ExportSeeds => Set<ExportSeed>();

    public DbSet<Segment> Segments => Set<Segment>();

    public DbSet<SegmentVersion> SegmentVersions => Set<SegmentVersion>();

    public DbSet<SendCount> SendCounts => Set<SendCount>();

    public DbSet<SendTotal> SendTotals => Set<SendTotal>();

    public DbSet<SendFile> SendFiles => Set<SendFile>();

    public DbSet<ReportRun> ReportRuns => Set<ReportRun>();

    public DbSet<ReportSchedule> ReportSchedules => Set<ReportSchedule>();

    public DbSet<RetentionPolicy> RetentionPolicies => Set<RetentionPolicy>();

    public DbSet<RetentionRun> RetentionRuns => Set<RetentionRun>();

    public DbSet<RetentionSettings> RetentionSettings => Set<RetentionSettings>();

    public DbSet<HoldOrder> HoldOrders => Set<HoldOrder>();

    public DbSet<PersonRequest> PersonRequests => Set<PersonRequest>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<IdempotencyReply> IdempotencyReplies => Set<IdempotencyReply>();

    public DbSet<KeyCheck> KeyChecks => Set<KeyCheck>();

    public DbSet<KeyRotation> KeyRotations => Set<KeyRotation>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<PublicId>().HaveConversion<PublicIdConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<EventKeyConverter>().HaveMaxLength(16).AreFixedLength();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(DashboardDbContext).Assembly);
        foreach (var key in builder.Model.GetEntityTypes().Where(type => type.ClrType.Namespace!.StartsWith("ConsentDashboard.Domain", StringComparison.Ordinal)).SelectMany(type => type.GetForeignKeys()))
        {
            key.DeleteBehavior = DeleteBehavior.Restrict;
        }
    }
}

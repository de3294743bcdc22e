using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConsentDashboard.Data.Configurations;

internal sealed class RetentionPolicyConfiguration : IEntityTypeConfiguration<RetentionPolicy>
{
    public void Configure(EntityTypeBuilder<RetentionPolicy> builder)
    {
        builder.ToTable("RetentionPolicies");
        builder.Property(p => p.Name).HasMaxLength(100);
        builder.Property(p => p.Region).HasMaxLength(2).IsUnicode(false);
        builder.Property(p => p.Cron).HasMaxLength(120);
        builder.Property(p => p.TimeZone).HasMaxLength(60);
        builder.Property(p => p.UpdatedBy).HasMaxLength(100);
        builder.Property(p => p.UpdatedByName).HasMaxLength(200);
        builder.Property(p => p.ArrangedBy).HasMaxLength(100);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasOne<Sender>().WithMany().HasForeignKey(p => p.SenderId);
        builder.HasOne<CollectionPoint>().WithMany().HasForeignKey(p => p.CollectionPointId);

        // The policy's address.
        builder.HasIndex(p => p.PublicId).IsUnique();
    }
}

internal sealed class RetentionRunConfiguration : LongJobConfiguration<RetentionRun>
{
    protected override string Table => "RetentionRuns";

    protected override void ConfigureOwn(EntityTypeBuilder<RetentionRun> builder)
    {
        builder.Property(r => r.SetDigest).HasMaxLength(32);
        builder.Property(r => r.CleanedDigest).IsHash();
        builder.Property(r => r.HeadBeforeHash).IsHash();
        builder.Property(r => r.HeadAfterHash).IsHash();
        builder.Property(r => r.Why).HasMaxLength(500);
        builder.Property(r => r.ArrangedBy).HasMaxLength(100);
        builder.Property(r => r.DecidedBy).HasMaxLength(100);
        builder.Property(r => r.DecidedByName).HasMaxLength(200);
        builder.Property(r => r.DecisionNote).HasMaxLength(500);
        builder.HasOne<RetentionPolicy>().WithMany().HasForeignKey(r => r.PolicyId);
    }
}

internal sealed class RetentionSettingsConfiguration : IEntityTypeConfiguration<RetentionSettings>
{
    public void Configure(EntityTypeBuilder<RetentionSettings> builder)
    {
        builder.ToTable("RetentionSettings");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasData(new RetentionSettings());
    }
}

internal sealed class HoldOrderConfiguration : LongJobConfiguration<HoldOrder>
{
    protected override string Table => "HoldOrders";

    protected override void ConfigureOwn(EntityTypeBuilder<HoldOrder> builder)
    {
        builder.Property(o => o.SegmentName).HasMaxLength(100);
        builder.Property(o => o.Reason).HasMaxLength(500);
        builder.Property(o => o.ReleasedBy).HasMaxLength(100);
        builder.Property(o => o.ReleasedByName).HasMaxLength(200);
        builder.Property(o => o.ReleaseReason).HasMaxLength(500);
        builder.HasOne<Segment>().WithMany().HasForeignKey(o => o.SegmentId);
    }
}

internal sealed class PersonRequestConfiguration : IEntityTypeConfiguration<PersonRequest>
{
    public void Configure(EntityTypeBuilder<PersonRequest> builder)
    {
        builder.ToTable("PersonRequests");
        builder.Property(r => r.ReceivedBy).HasMaxLength(40);
        builder.Property(r => r.NumberCipher).HasMaxLength(100);
        builder.Property(r => r.Language).HasMaxLength(20).IsUnicode(false);
        builder.Property(r => r.ExtensionReason).HasMaxLength(500);
        builder.Property(r => r.CodeHash).IsHash();
        builder.Property(r => r.VerifiedBy).HasMaxLength(40);
        builder.Property(r => r.AnswerChecksum).IsHash();
        builder.Property(r => r.OutcomeReason).HasMaxLength(1000);
        builder.Property(r => r.ClosedByKey).HasMaxLength(100);
        builder.Property(r => r.ClosedByName).HasMaxLength(200);
        builder.Property(r => r.CreatedBy).HasMaxLength(100);
        builder.Property(r => r.CreatedByName).HasMaxLength(200);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.HasOne<Subscriber>().WithMany().HasForeignKey(r => r.SubscriberId);
        builder.HasOne<Sender>().WithMany().HasForeignKey(r => r.SenderId);

        // The request's address.
        builder.HasIndex(r => r.PublicId).IsUnique();

        // The register: what is open, by its clock.
        builder.HasIndex(r => new { r.Status, r.DueAt, r.Id });

        // Erasure, and the requests of one person.
        builder.HasIndex(r => r.SubscriberId);

        // Rows whose 24 months are over.
        builder.HasIndex(r => r.KeptUntil);
    }
}

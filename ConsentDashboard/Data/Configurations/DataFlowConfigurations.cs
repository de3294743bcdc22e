using ConsentDashboard.Domain.DataFlow;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConsentDashboard.Data.Configurations;

internal sealed class ImportBatchConfiguration : LongJobConfiguration<ImportBatch>
{
    protected override string Table => "ImportBatches";

    protected override void ConfigureOwn(EntityTypeBuilder<ImportBatch> builder)
    {
        builder.Property(b => b.Total).HasColumnName("RowsTotal");
        builder.Property(b => b.Done).HasColumnName("RowsDone");
        builder.Property(b => b.WordingLanguage).HasMaxLength(20).IsUnicode(false);
        builder.Property(b => b.DefaultRegion).HasMaxLength(2).IsUnicode(false);
        builder.Property(b => b.ProofReference).HasMaxLength(500);
        builder.Property(b => b.FileName).HasMaxLength(260);
        builder.Property(b => b.SourceName).HasMaxLength(100);
        builder.Property(b => b.TriedDigest).IsHash();
        builder.Property(b => b.Checkpoint).HasMaxLength(64);
        builder.Property(b => b.UndoneBy).HasMaxLength(100);
    }
}

internal sealed class ImportProfileConfiguration : IEntityTypeConfiguration<ImportProfile>
{
    public void Configure(EntityTypeBuilder<ImportProfile> builder)
    {
        builder.ToTable("ImportProfiles");
        builder.Property(p => p.Name).HasMaxLength(100);
        builder.Property(p => p.UpdatedBy).HasMaxLength(100);
        builder.Property(p => p.Version).IsConcurrencyToken();

        // One mapping a source, found by its name.
        builder.HasIndex(p => p.Name).IsUnique();
    }
}

internal sealed class ExportJobConfiguration : LongJobConfiguration<ExportJob>
{
    protected override string Table => "ExportJobs";

    protected override void ConfigureOwn(EntityTypeBuilder<ExportJob> builder)
    {
        builder.Property(j => j.Why).HasMaxLength(500);
        builder.Property(j => j.ColumnsReason).HasMaxLength(500);
        builder.Property(j => j.DecidedBy).HasMaxLength(100);
        builder.Property(j => j.DecidedByName).HasMaxLength(200);
        builder.Property(j => j.DecisionNote).HasMaxLength(500);
        builder.Property(j => j.Checksum).IsHash();

        // How much one member of staff took out today.
        builder.HasIndex(j => new { j.CreatedBy, j.CreatedAt });
    }
}

internal sealed class ExportItemConfiguration : IEntityTypeConfiguration<ExportItem>
{
    public void Configure(EntityTypeBuilder<ExportItem> builder)
    {
        builder.ToTable("ExportItems");
        builder.HasKey(i => new { i.ExportJobId, i.RowKey });
        builder.Property(i => i.BlindIndex).IsHash();
        builder.HasOne<ExportJob>().WithMany().HasForeignKey(i => i.ExportJobId);

        // Recall: the rows of one person, over all exports.
        builder.HasIndex(i => i.SubscriberId);
    }
}

internal sealed class ExportSeedConfiguration : IEntityTypeConfiguration<ExportSeed>
{
    public void Configure(EntityTypeBuilder<ExportSeed> builder)
    {
        builder.ToTable("ExportSeeds");
        builder.Property(s => s.Recipient).HasMaxLength(100);
        builder.Property(s => s.NumberCipher).HasMaxLength(100);
        builder.Property(s => s.CreatedBy).HasMaxLength(100);
        builder.Property(s => s.Version).IsConcurrencyToken();

        // The seed's address.
        builder.HasIndex(s => s.PublicId).IsUnique();
    }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("Outbox");
        builder.Property(m => m.Endpoint).HasMaxLength(100);
        builder.Property(m => m.Kind).HasMaxLength(60);
        builder.Property(m => m.LastError).HasMaxLength(500);
        builder.Property(m => m.ClaimedBy).HasMaxLength(100);

        // A message is enqueued once.
        builder.HasIndex(m => m.MessageKey).IsUnique();

        // The head of a lane.
        builder.HasIndex(m => new { m.Endpoint, m.SubscriberId, m.Id }).HasFilter("[DeliveredAt] IS NULL");

        // What is due at one endpoint.
        builder.HasIndex(m => new { m.Endpoint, m.DueAt }).HasFilter("[DeliveredAt] IS NULL");

        // Erasure: what waits for one person, or failed.
        builder.HasIndex(m => m.SubscriberId).HasFilter("[SubscriberId] IS NOT NULL");

        // The delivery log of one endpoint, newest first.
        builder.HasIndex(m => new { m.Endpoint, m.Id });
    }
}

internal sealed class WebhookEndpointConfiguration : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> builder)
    {
        builder.ToTable("WebhookEndpoints");
        builder.Property(e => e.Name).HasMaxLength(100);
        builder.Property(e => e.Address).HasMaxLength(500);
        builder.Property(e => e.SecretCipher).HasMaxLength(200);
        builder.Property(e => e.OldSecretCipher).HasMaxLength(200);
        builder.Property(e => e.CreatedBy).HasMaxLength(100);
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.HasOne<Domain.Senders.Sender>().WithMany().HasForeignKey(e => e.SenderId);

        // The endpoint's address.
        builder.HasIndex(e => e.PublicId).IsUnique();
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("ApiKeys");
        builder.Property(k => k.Name).HasMaxLength(100);
        builder.Property(k => k.Prefix).HasMaxLength(16).IsUnicode(false);
        builder.Property(k => k.SecretHash).IsHash();
        builder.Property(k => k.CreatedBy).HasMaxLength(100);
        builder.Property(k => k.RevokedBy).HasMaxLength(100);
        builder.Property(k => k.Version).IsConcurrencyToken();
        builder.HasOne<Domain.Senders.Sender>().WithMany().HasForeignKey(k => k.SenderId);

        // The key's address.
        builder.HasIndex(k => k.PublicId).IsUnique();

        // Every call: whose secret it is.
        builder.HasIndex(k => k.SecretHash).IsUnique();
    }
}

internal sealed class IdempotencyReplyConfiguration : IEntityTypeConfiguration<IdempotencyReply>
{
    public void Configure(EntityTypeBuilder<IdempotencyReply> builder)
    {
        builder.ToTable("IdempotencyReplies");
        builder.HasKey(r => new { r.ApiKeyId, r.Key });
        builder.Property(r => r.Key).HasMaxLength(200);
        builder.Property(r => r.RequestHash).IsHash();
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(r => r.ApiKeyId);

        // Replies whose time is over.
        builder.HasIndex(r => r.ExpiresAt);
    }
}

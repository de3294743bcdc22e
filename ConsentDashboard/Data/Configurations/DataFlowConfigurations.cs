using ConsentDashboard.Domain.DataFlow;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConsentDashboard.Data.Configurations;

internal sealed class ImportBatchConfiguration : IEntityTypeConfiguration<ImportBatch>
{
    public void Configure(EntityTypeBuilder<ImportBatch> builder)
    {
        builder.ToTable("ImportBatches");
        builder.Property(b => b.ProofReference).HasMaxLength(500);
        builder.Property(b => b.FileName).HasMaxLength(260);
        builder.Property(b => b.Checkpoint).HasMaxLength(64);
        builder.Property(b => b.CreatedBy).HasMaxLength(100);
        builder.Property(b => b.Version).IsConcurrencyToken();

        // The batch's address.
        builder.HasIndex(b => b.PublicId).IsUnique();
    }
}

internal sealed class ExportJobConfiguration : IEntityTypeConfiguration<ExportJob>
{
    public void Configure(EntityTypeBuilder<ExportJob> builder)
    {
        builder.ToTable("ExportJobs");
        builder.Property(j => j.Why).HasMaxLength(500);
        builder.Property(j => j.CreatedBy).HasMaxLength(100);
        builder.Property(j => j.Checksum).IsHash();
        builder.Property(j => j.Version).IsConcurrencyToken();

        // The export's address.
        builder.HasIndex(j => j.PublicId).IsUnique();
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

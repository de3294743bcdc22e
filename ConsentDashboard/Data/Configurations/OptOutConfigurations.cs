using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Senders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConsentDashboard.Data.Configurations;

internal sealed class InboundMessageConfiguration : IEntityTypeConfiguration<InboundMessage>
{
    public void Configure(EntityTypeBuilder<InboundMessage> builder)
    {
        builder.ToTable("InboundMessages");
        builder.Property(m => m.Source).HasMaxLength(40);
        builder.Property(m => m.ProviderId).HasMaxLength(100);
        builder.Property(m => m.To).HasMaxLength(40);
        builder.Property(m => m.VerdictWords).HasMaxLength(200);
        builder.Property(m => m.HandledBy).HasMaxLength(100);
        builder.Property(m => m.Version).IsConcurrencyToken();

        // A gateway that delivers twice is heard once.
        builder.HasIndex(m => new { m.Source, m.ProviderId }).IsUnique();

        // The message's address.
        builder.HasIndex(m => m.PublicId).IsUnique();

        // The inbox, oldest first, and its history.
        builder.HasIndex(m => new { m.State, m.ReceivedAt, m.Id });

        // What one person wrote, and whether something of hers still waits.
        builder.HasIndex(m => new { m.SubscriberId, m.State });

        // Texts whose days are over.
        builder.HasIndex(m => m.TextExpiresAt).HasFilter("[TextCipher] IS NOT NULL");
    }
}

internal sealed class InboundSourceConfiguration : IEntityTypeConfiguration<InboundSource>
{
    public void Configure(EntityTypeBuilder<InboundSource> builder)
    {
        builder.ToTable("InboundSources");
        builder.Property(s => s.Name).HasMaxLength(40);
        builder.Property(s => s.FromField).HasMaxLength(100);
        builder.Property(s => s.ToField).HasMaxLength(100);
        builder.Property(s => s.TextField).HasMaxLength(100);
        builder.Property(s => s.IdField).HasMaxLength(100);
        builder.Property(s => s.Header).HasMaxLength(100);
        builder.Property(s => s.SecretCipher).HasMaxLength(600);
        builder.Property(s => s.CreatedBy).HasMaxLength(100);
        builder.Property(s => s.Version).IsConcurrencyToken();

        // Every request: whose it is.
        builder.HasIndex(s => s.Name).IsUnique();

        // The source's address on screen.
        builder.HasIndex(s => s.PublicId).IsUnique();
    }
}

internal sealed class SenderReplyWordConfiguration : IEntityTypeConfiguration<SenderReplyWord>
{
    public void Configure(EntityTypeBuilder<SenderReplyWord> builder)
    {
        builder.ToTable("SenderReplyWords");
        builder.Property(w => w.Language).HasMaxLength(10);
        builder.Property(w => w.Phrase).HasMaxLength(100);
        builder.HasOne<Sender>().WithMany().HasForeignKey(w => w.SenderId);

        // The words of one sender; the same is not said twice.
        builder.HasIndex(w => new { w.SenderId, w.Section, w.Language, w.Phrase }).IsUnique();
    }
}

internal sealed class WithdrawalOriginConfiguration : IEntityTypeConfiguration<WithdrawalOrigin>
{
    public void Configure(EntityTypeBuilder<WithdrawalOrigin> builder)
    {
        builder.ToTable("WithdrawalOrigins");
        builder.HasKey(o => o.EventId);
        builder.Property(o => o.EventId).ValueGeneratedNever();
        builder.Property(o => o.Origin).IsHash();

        // How many came from one origin within the last minutes.
        builder.HasIndex(o => new { o.Origin, o.At });

        // The withdrawals of a burst.
        builder.HasIndex(o => new { o.BurstId, o.EventId }).HasFilter("[BurstId] IS NOT NULL");

        // What is old enough to go.
        builder.HasIndex(o => o.At);

        // Erasure.
        builder.HasIndex(o => o.SubscriberId);
    }
}

internal sealed class WithdrawalBurstConfiguration : IEntityTypeConfiguration<WithdrawalBurst>
{
    public void Configure(EntityTypeBuilder<WithdrawalBurst> builder)
    {
        builder.ToTable("WithdrawalBursts");
        builder.Property(b => b.Origin).IsHash();
        builder.Property(b => b.Actor).HasMaxLength(100);
        builder.Property(b => b.ClosedBy).HasMaxLength(100);
        builder.Property(b => b.Version).IsConcurrencyToken();

        // The burst's address.
        builder.HasIndex(b => b.PublicId).IsUnique();

        // One open burst an origin, whichever process finds it.
        builder.HasIndex(b => b.Origin).IsUnique().HasFilter("[ClosedAt] IS NULL");
    }
}

internal sealed class AnnulmentRequestConfiguration : IEntityTypeConfiguration<AnnulmentRequest>
{
    public void Configure(EntityTypeBuilder<AnnulmentRequest> builder)
    {
        builder.ToTable("AnnulmentRequests");
        builder.Property(r => r.Reason).HasMaxLength(1000);
        builder.Property(r => r.EvidenceReference).HasMaxLength(300);
        builder.Property(r => r.DecisionNote).HasMaxLength(1000);
        builder.Property(r => r.RequestedBy).HasMaxLength(100);
        builder.Property(r => r.DecidedBy).HasMaxLength(100);
        builder.Property(r => r.Version).IsConcurrencyToken();

        // The request's address.
        builder.HasIndex(r => r.PublicId).IsUnique();

        // What waits for a second person, oldest first.
        builder.HasIndex(r => new { r.Status, r.Id });

        // One open request a withdrawal.
        builder.HasIndex(r => r.WithdrawalKey).IsUnique().HasFilter("[Status] = 1");

        // Those of one person.
        builder.HasIndex(r => r.SubscriberId);

        // Those of a burst.
        builder.HasIndex(r => r.BurstId).HasFilter("[BurstId] IS NOT NULL");
    }
}

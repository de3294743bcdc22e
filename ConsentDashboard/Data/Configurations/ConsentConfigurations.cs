using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConsentDashboard.Data.Configurations;

internal sealed class ConsentConfiguration : IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<Consent> builder)
    {
        builder.ToTable("Consents");

        // The key serves the profile's matrix and the decision on one cell.
        builder.HasKey(c => new { c.SubscriberId, c.SenderId, c.Kind, c.Channel, c.MessageType });
        builder.HasOne<Subscriber>().WithMany().HasForeignKey(c => c.SubscriberId);

        // SubscriberQueries: the list of one cell by when it was given; DecisionSets.Allowed. The state comes last, so that
        // the list has its order in every state, and a change of state stays on its page of the index.
        builder.HasIndex(c => new { c.SenderId, c.Kind, c.Channel, c.MessageType, c.GivenAt, c.SubscriberId, c.State });
    }
}

internal sealed class PendingRequestConfiguration : IEntityTypeConfiguration<PendingRequest>
{
    public void Configure(EntityTypeBuilder<PendingRequest> builder)
    {
        builder.ToTable("PendingRequests");
        builder.Property(p => p.Language).HasMaxLength(12);
        builder.Property(p => p.CodeHash).IsHash();
        builder.HasOne<Subscriber>().WithMany().HasForeignKey(p => p.SubscriberId);

        // A code names what was sent in, and so does the page that asks for it.
        builder.HasIndex(p => p.Submission);

        // The answer to a request finds it, and no act opens two.
        builder.HasIndex(p => p.EventKey).IsUnique();

        // The newest request that a YES answers.
        builder.HasIndex(p => new { p.SubscriberId, p.SenderId, p.ExpiresAt });

        // The requests whose window is over.
        builder.HasIndex(p => p.ExpiresAt);
    }
}

internal sealed class CodeSendConfiguration : IEntityTypeConfiguration<CodeSend>
{
    public void Configure(EntityTypeBuilder<CodeSend> builder)
    {
        builder.ToTable("CodeSends");
        builder.Property(s => s.Target).IsHash();

        // The slots of one number or address.
        builder.HasKey(s => new { s.Target, s.Slot });

        // What is too old to count.
        builder.HasIndex(s => s.At);
    }
}

internal sealed class ConsentEventConfiguration : IEntityTypeConfiguration<ConsentEvent>
{
    public void Configure(EntityTypeBuilder<ConsentEvent> builder)
    {
        builder.ToTable("ConsentEvents");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Actor).HasMaxLength(100);
        builder.Property(e => e.Language).HasMaxLength(12);
        builder.Property(e => e.NoticeContentHash).IsHash();
        builder.Property(e => e.NumberCommitment).IsHash();
        builder.Property(e => e.EvidenceDigest).IsHash();
        builder.Property(e => e.PrevHash).IsHash();
        builder.Property(e => e.Hash).IsHash();
        builder.HasOne<Subscriber>().WithMany().HasForeignKey(e => e.SubscriberId);

        // A person's history, its verification, and the decision as known at a past date; no sequence number twice.
        builder.HasIndex(e => new { e.SubscriberId, e.Seq }).IsUnique();

        // The same act delivered twice is found here.
        builder.HasIndex(e => e.EventKey).IsUnique();

        // Undoing an import batch.
        builder.HasIndex(e => e.ImportBatchId).HasFilter("[ImportBatchId] IS NOT NULL");
    }
}

internal sealed class EvidenceConfiguration : IEntityTypeConfiguration<Evidence>
{
    public void Configure(EntityTypeBuilder<Evidence> builder)
    {
        builder.ToTable("Evidence");
        builder.HasKey(e => e.EventId);
        builder.Property(e => e.EventId).ValueGeneratedNever();
        builder.Property(e => e.Salt).IsHash();
        builder.HasOne<ConsentEvent>().WithOne().HasForeignKey<Evidence>(e => e.EventId);
    }
}

internal sealed class SuppressionConfiguration : IEntityTypeConfiguration<Suppression>
{
    public void Configure(EntityTypeBuilder<Suppression> builder)
    {
        builder.ToTable("Suppressions");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.BlindIndex).IsHash();
        builder.Property(s => s.Seal).IsHash();

        // Every decision: what stands against this number.
        builder.HasIndex(s => s.BlindIndex);

        // Verification: the suppression that an event made.
        builder.HasIndex(s => s.EventId);
    }
}

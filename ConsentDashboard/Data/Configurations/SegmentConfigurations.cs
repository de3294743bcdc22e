using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConsentDashboard.Data.Configurations;

internal sealed class SegmentConfiguration : IEntityTypeConfiguration<Segment>
{
    public void Configure(EntityTypeBuilder<Segment> builder)
    {
        builder.ToTable("Segments");
        builder.Property(s => s.Name).HasMaxLength(100);
        builder.Property(s => s.Description).HasMaxLength(500);
        builder.Property(s => s.OwnedBy).HasMaxLength(100);
        builder.Property(s => s.OwnerName).HasMaxLength(200);
        builder.Property(s => s.Version).IsConcurrencyToken();

        // The segment's address.
        builder.HasIndex(s => s.PublicId).IsUnique();
    }
}

internal sealed class SegmentVersionConfiguration : IEntityTypeConfiguration<SegmentVersion>
{
    public void Configure(EntityTypeBuilder<SegmentVersion> builder)
    {
        builder.ToTable("SegmentVersions");
        builder.HasKey(v => new { v.SegmentId, v.Number });
        builder.Property(v => v.CreatedBy).HasMaxLength(100);
        builder.Property(v => v.CreatedByName).HasMaxLength(200);
        builder.HasOne<Segment>().WithMany().HasForeignKey(v => v.SegmentId);
    }
}

internal sealed class SendCountConfiguration : IEntityTypeConfiguration<SendCount>
{
    public void Configure(EntityTypeBuilder<SendCount> builder)
    {
        builder.ToTable("SendCounts");

        // The decision: what one person was sent in the days of the promise.
        builder.HasKey(c => new { c.SubscriberId, c.SenderId, c.Channel, c.MessageType, c.Day });
        builder.HasOne<Subscriber>().WithMany().HasForeignKey(c => c.SubscriberId);

        // Counts that no promise looks back on any more.
        builder.HasIndex(c => c.Day);
    }
}

internal sealed class SendTotalConfiguration : IEntityTypeConfiguration<SendTotal>
{
    public void Configure(EntityTypeBuilder<SendTotal> builder)
    {
        builder.ToTable("SendTotals");

        // Promise and practice of one sender, by day.
        builder.HasKey(t => new { t.SenderId, t.Channel, t.MessageType, t.Day });
        builder.HasOne<Sender>().WithMany().HasForeignKey(t => t.SenderId);
    }
}

internal sealed class SendFileConfiguration : IEntityTypeConfiguration<SendFile>
{
    public void Configure(EntityTypeBuilder<SendFile> builder)
    {
        builder.ToTable("SendFiles");
        builder.Property(f => f.Checksum).IsHash();
        builder.Property(f => f.RecordedBy).HasMaxLength(100);
        builder.HasOne<Domain.Senders.Sender>().WithMany().HasForeignKey(f => f.SenderId);

        // A list is counted once.
        builder.HasIndex(f => new { f.SenderId, f.Checksum }).IsUnique();

        // Those too old to be counted twice.
        builder.HasIndex(f => f.RecordedAt);
    }
}

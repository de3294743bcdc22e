using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConsentDashboard.Data.Configurations;

internal sealed class SenderConfiguration : IEntityTypeConfiguration<Sender>
{
    public void Configure(EntityTypeBuilder<Sender> builder)
    {
        builder.ToTable("Senders");
        builder.Property(s => s.Name).HasMaxLength(200);
        builder.Property(s => s.LegalName).HasMaxLength(300);
        builder.Property(s => s.SupportPhone).HasMaxLength(40);
        builder.Property(s => s.ContactPage).HasMaxLength(500);
        builder.Property(s => s.PostalAddress).HasMaxLength(500);
        builder.Property(s => s.Languages).HasMaxLength(100);
        builder.Property(s => s.DefaultRegion).HasMaxLength(2).IsUnicode(false);
        builder.Property(s => s.Version).IsConcurrencyToken();

        // The sender's address.
        builder.HasIndex(s => s.PublicId).IsUnique();
    }
}

internal sealed class SenderAddressConfiguration : IEntityTypeConfiguration<SenderAddress>
{
    public void Configure(EntityTypeBuilder<SenderAddress> builder)
    {
        builder.ToTable("SenderAddresses");
        builder.Property(a => a.Source).HasMaxLength(40);
        builder.Property(a => a.Address).HasMaxLength(40);
        builder.HasOne<Sender>().WithMany().HasForeignKey(a => a.SenderId);

        // The To of a reply finds the sender.
        builder.HasIndex(a => new { a.Source, a.Address }).IsUnique();
    }
}

internal sealed class PurposeConfiguration : IEntityTypeConfiguration<Purpose>
{
    public void Configure(EntityTypeBuilder<Purpose> builder)
    {
        builder.ToTable("Purposes");
        builder.Property(p => p.Code).HasMaxLength(60);
        builder.Property(p => p.TextEn).HasMaxLength(300);
        builder.Property(p => p.TextRu).HasMaxLength(300);
        builder.HasOne<Sender>().WithMany().HasForeignKey(p => p.SenderId);

        // The purposes of one sender, and no code twice.
        builder.HasIndex(p => new { p.SenderId, p.Code }).IsUnique();
    }
}

internal sealed class NoticeConfiguration : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("Notices");
        builder.Property(n => n.Name).HasMaxLength(200);
        builder.HasOne<Sender>().WithMany().HasForeignKey(n => n.SenderId);

        // The notice's address.
        builder.HasIndex(n => n.PublicId).IsUnique();
    }
}

internal sealed class NoticeVersionConfiguration : IEntityTypeConfiguration<NoticeVersion>
{
    public void Configure(EntityTypeBuilder<NoticeVersion> builder)
    {
        builder.ToTable("NoticeVersions");
        builder.Property(v => v.PrivacyPolicyUrl).HasMaxLength(500);
        builder.Property(v => v.ContentHash).IsHash();
        builder.Property(v => v.PublishedBy).HasMaxLength(100);
        builder.Property(v => v.Version).IsConcurrencyToken();
        builder.HasOne<Notice>().WithMany().HasForeignKey(v => v.NoticeId);

        // The permanent public address of a published version.
        builder.HasIndex(v => v.PublicId).IsUnique();

        // The versions of a notice in order.
        builder.HasIndex(v => new { v.NoticeId, v.Number }).IsUnique();
    }
}

internal sealed class NoticeTextConfiguration : IEntityTypeConfiguration<NoticeText>
{
    public void Configure(EntityTypeBuilder<NoticeText> builder)
    {
        builder.ToTable("NoticeTexts");
        builder.HasKey(t => new { t.NoticeVersionId, t.Language });
        builder.Property(t => t.Language).HasMaxLength(12);
        builder.Property(t => t.Title).HasMaxLength(300);
        builder.Property(t => t.Frequency).HasMaxLength(500);
        builder.Property(t => t.WhoWeAre).HasMaxLength(1000);
        builder.Property(t => t.HowToWithdraw).HasMaxLength(1000);
        builder.Property(t => t.Keeping).HasMaxLength(1000);
        builder.Property(t => t.ConfirmationText).HasMaxLength(500);
        builder.HasOne<NoticeVersion>().WithMany().HasForeignKey(t => t.NoticeVersionId);
    }
}

internal sealed class NoticeVersionPurposeConfiguration : IEntityTypeConfiguration<NoticeVersionPurpose>
{
    public void Configure(EntityTypeBuilder<NoticeVersionPurpose> builder)
    {
        builder.ToTable("NoticeVersionPurposes");
        builder.HasKey(p => new { p.NoticeVersionId, p.PurposeId });
        builder.HasOne<NoticeVersion>().WithMany().HasForeignKey(p => p.NoticeVersionId);
        builder.HasOne<Purpose>().WithMany().HasForeignKey(p => p.PurposeId);
    }
}

internal sealed class CollectionPointConfiguration : IEntityTypeConfiguration<CollectionPoint>
{
    public void Configure(EntityTypeBuilder<CollectionPoint> builder)
    {
        builder.ToTable("CollectionPoints");
        builder.Property(p => p.Slug).HasMaxLength(80);
        builder.Property(p => p.Name).HasMaxLength(200);
        builder.Property(p => p.Place).HasMaxLength(500);
        builder.Property(p => p.Reason).HasMaxLength(1000);
        builder.Property(p => p.WhyRequired).HasMaxLength(1000);
        builder.Property(p => p.DefaultRegion).HasMaxLength(2).IsUnicode(false);
        builder.Property(p => p.AllowedRegions).HasMaxLength(800).IsUnicode(false);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasOne<Sender>().WithMany().HasForeignKey(p => p.SenderId);
        builder.HasOne<NoticeVersion>().WithMany().HasForeignKey(p => p.NoticeVersionId);
        builder.HasOne<NoticeVersion>().WithMany().HasForeignKey(p => p.ProcessingNoticeVersionId);

        // The point's address.
        builder.HasIndex(p => p.PublicId).IsUnique();

        // The hosted form's address.
        builder.HasIndex(p => p.Slug).IsUnique();
    }
}

internal sealed class CollectionPointFieldConfiguration : IEntityTypeConfiguration<CollectionPointField>
{
    public void Configure(EntityTypeBuilder<CollectionPointField> builder)
    {
        builder.ToTable("CollectionPointFields");
        builder.Property(f => f.Name).HasMaxLength(60);
        builder.Property(f => f.Purpose).HasMaxLength(500);
        builder.HasOne<CollectionPoint>().WithMany().HasForeignKey(f => f.CollectionPointId);

        // The fields of one point, and no name twice.
        builder.HasIndex(f => new { f.CollectionPointId, f.Name }).IsUnique();
    }
}

internal sealed class FindingOverrideConfiguration : IEntityTypeConfiguration<FindingOverride>
{
    public void Configure(EntityTypeBuilder<FindingOverride> builder)
    {
        builder.ToTable("FindingOverrides");
        builder.HasKey(o => new { o.CollectionPointId, o.Rule });
        builder.Property(o => o.Rule).HasMaxLength(60);
        builder.Property(o => o.Reason).HasMaxLength(1000);
        builder.Property(o => o.By).HasMaxLength(100);
        builder.HasOne<CollectionPoint>().WithMany().HasForeignKey(o => o.CollectionPointId);
    }
}

internal sealed class PointCounterConfiguration : IEntityTypeConfiguration<PointCounter>
{
    public void Configure(EntityTypeBuilder<PointCounter> builder)
    {
        builder.ToTable("PointCounters");
        builder.HasKey(c => new { c.CollectionPointId, c.NoticeVersionId, c.Language, c.Hour });
        builder.Property(c => c.Language).HasMaxLength(12);
    }
}

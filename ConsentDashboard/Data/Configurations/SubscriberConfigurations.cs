using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConsentDashboard.Data.Configurations;

internal sealed class SubscriberConfiguration : IEntityTypeConfiguration<Subscriber>
{
    public const string HeldIndex = "IX_Subscribers_Held";

    public void Configure(EntityTypeBuilder<Subscriber> builder)
    {
        builder.ToTable("Subscribers");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Cipher).HasMaxLength(128);
        builder.Property(s => s.BlindIndex).IsHash();
        builder.Property(s => s.LastFourIndex).IsHash();
        builder.Property(s => s.Region).HasMaxLength(2).IsUnicode(false);
        builder.Property(s => s.Language).HasMaxLength(12).IsUnicode(false);
        builder.Property(s => s.ExternalRef).HasMaxLength(64);
        builder.Property(s => s.NumberSalt).IsHash();
        builder.Property(s => s.HeadHash).IsHash();
        builder.Property(s => s.HeadSeq).IsConcurrencyToken();

        // SubscriberDirectory.FindAsync(PublicId): the profile's address.
        builder.HasIndex(s => s.PublicId).IsUnique();

        // SubscriberDirectory.FindByNumberAsync, and every door that receives a number.
        builder.HasIndex(s => s.BlindIndex).IsUnique();

        // SubscriberQueries: search by the last four digits.
        builder.HasIndex(s => s.LastFourIndex);

        // SubscriberQueries: the list by last activity; region, standing and point are tested on the index itself.
        builder.HasIndex(s => new { s.LastActivityAt, s.Id, s.Standing, s.Region, s.CollectionPointId });

        // SubscriberQueries: the list of one standing, by last activity; region and point are tested on the index itself.
        builder.HasIndex(s => new { s.Standing, s.LastActivityAt, s.Id, s.Region, s.CollectionPointId });

        // SubscriberQueries: the few that are held, by last activity.
        builder.HasIndex(s => new { s.LastActivityAt, s.Id }, HeldIndex).HasFilter("[IsHeld] = 1");
    }
}

internal sealed class ReachabilityConfiguration : IEntityTypeConfiguration<Reachability>
{
    public void Configure(EntityTypeBuilder<Reachability> builder)
    {
        builder.ToTable("Reachability");
        builder.Property(r => r.Source).HasMaxLength(64);
        builder.HasOne<Subscriber>().WithMany().HasForeignKey(r => r.SubscriberId);

        // DecisionFacts: the status in force for one subscriber.
        builder.HasIndex(r => new { r.SubscriberId, r.To });
    }
}

internal sealed class HoldConfiguration : IntervalConfiguration<Hold>
{
    protected override string Table => "Holds";

    // Holds on single persons, newest first: an order for a segment may have placed any number between two of them.
    protected override void ConfigureOwn(EntityTypeBuilder<Hold> builder) => builder.HasIndex(h => new { h.HoldOrderId, h.Id }).HasFilter("[HoldOrderId] IS NULL");
}

internal sealed class PauseConfiguration : IntervalConfiguration<Pause>
{
    protected override string Table => "Pauses";
}

internal sealed class RestrictionConfiguration : IntervalConfiguration<Restriction>
{
    protected override string Table => "Restrictions";
}

internal abstract class IntervalConfiguration<T> : IEntityTypeConfiguration<T>
    where T : SubscriberInterval
{
    protected abstract string Table { get; }

    public void Configure(EntityTypeBuilder<T> builder)
    {
        builder.ToTable(Table);
        builder.Property(i => i.Reason).HasMaxLength(500);
        builder.Property(i => i.SetBy).HasMaxLength(100);
        builder.Property(i => i.EndedBy).HasMaxLength(100);
        builder.HasOne<Subscriber>().WithMany().HasForeignKey(i => i.SubscriberId);

        // DecisionFacts: what holds for one subscriber at a moment.
        builder.HasIndex(i => new { i.SubscriberId, i.To });
        ConfigureOwn(builder);
    }

    protected virtual void ConfigureOwn(EntityTypeBuilder<T> builder)
    {
    }
}

internal static class PropertyShapes
{
    /// <summary>A SHA-256 or HMAC-SHA-256 value.</summary>
    public static PropertyBuilder<T> IsHash<T>(this PropertyBuilder<T> property) => property.HasMaxLength(32).IsFixedLength();
}

using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Protection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConsentDashboard.Data.Configurations;

internal sealed class LedgerBatchConfiguration : IEntityTypeConfiguration<LedgerBatch>
{
    public void Configure(EntityTypeBuilder<LedgerBatch> builder)
    {
        builder.ToTable("LedgerBatches");
        builder.HasKey(b => b.Seq);
        builder.Property(b => b.Seq).ValueGeneratedNever();
        builder.Property(b => b.PrevHash).IsHash();
        builder.Property(b => b.Root).IsHash();
        builder.Property(b => b.AuditRoot).IsHash();
        builder.Property(b => b.Hash).IsHash();
        builder.Property(b => b.Signature).HasMaxLength(64).IsFixedLength();
    }
}

internal sealed class LedgerHeadConfiguration : IEntityTypeConfiguration<LedgerHead>
{
    public void Configure(EntityTypeBuilder<LedgerHead> builder)
    {
        builder.ToTable("LedgerHead");
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.Hash).IsHash();
        builder.Property(h => h.AuditHash).IsHash();
        builder.Property(h => h.Seq).IsConcurrencyToken();
        builder.HasData(new LedgerHead());
    }
}

internal sealed class CounterDeltaConfiguration : IEntityTypeConfiguration<CounterDelta>
{
    public void Configure(EntityTypeBuilder<CounterDelta> builder)
    {
        builder.ToTable("CounterDeltas");
        builder.HasKey(d => new { d.BatchSeq, d.Metric, d.Day, d.Dimension });
    }
}

internal sealed class CounterConfiguration : IEntityTypeConfiguration<Counter>
{
    public void Configure(EntityTypeBuilder<Counter> builder)
    {
        builder.ToTable("Counters");
        builder.HasKey(c => new { c.Metric, c.Day, c.Dimension });
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Actor).HasMaxLength(100);
        builder.Property(a => a.ActorName).HasMaxLength(200);
        builder.Property(a => a.Subject).HasMaxLength(200);
        builder.Property(a => a.Reason).HasMaxLength(1000);
        builder.Property(a => a.PrevHash).IsHash();
        builder.Property(a => a.Hash).IsHash();

        // AuditQueries: one action, newest first.
        builder.HasIndex(a => new { a.Action, a.Id });

        // AuditQueries: one member of staff, newest first.
        builder.HasIndex(a => new { a.Actor, a.Id });

        // The profile's timeline: who looked at this person.
        builder.HasIndex(a => new { a.SubscriberId, a.Id }).HasFilter("[SubscriberId] IS NOT NULL");
    }
}

internal sealed class KeyCheckConfiguration : IEntityTypeConfiguration<KeyCheck>
{
    public void Configure(EntityTypeBuilder<KeyCheck> builder)
    {
        builder.ToTable("KeyChecks");
        builder.HasKey(k => new { k.Purpose, k.KeyId });
        builder.Property(k => k.CheckValue).IsHash();
    }
}

internal sealed class KeyRotationConfiguration : IEntityTypeConfiguration<KeyRotation>
{
    public void Configure(EntityTypeBuilder<KeyRotation> builder)
    {
        builder.ToTable("KeyRotations");
        builder.Property(r => r.Table).HasMaxLength(60);
    }
}

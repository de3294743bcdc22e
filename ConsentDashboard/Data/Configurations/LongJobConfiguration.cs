using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConsentDashboard.Data.Configurations;

internal abstract class LongJobConfiguration<T> : IEntityTypeConfiguration<T>
    where T : LongJob
{
    protected abstract string Table { get; }

    public void Configure(EntityTypeBuilder<T> builder)
    {
        builder.ToTable(Table);
        builder.Property(j => j.FailureKey).HasMaxLength(100);
        builder.Property(j => j.FailureDetails).HasMaxLength(500);
        builder.Property(j => j.CreatedBy).HasMaxLength(100);
        builder.Property(j => j.CreatedByName).HasMaxLength(200);
        builder.Property(j => j.ClaimedBy).HasMaxLength(100);
        builder.Property(j => j.Version).IsConcurrencyToken();

        // The job's address.
        builder.HasIndex(j => j.PublicId).IsUnique();

        // What waits or was left by a process that died, oldest first; also those with a file that expires.
        builder.HasIndex(j => new { j.Status, j.ClaimedUntil });
        ConfigureOwn(builder);
    }

    protected abstract void ConfigureOwn(EntityTypeBuilder<T> builder);
}

internal sealed class ReportRunConfiguration : LongJobConfiguration<ReportRun>
{
    protected override string Table => "ReportRuns";

    protected override void ConfigureOwn(EntityTypeBuilder<ReportRun> builder)
    {
        builder.Property(r => r.Language).HasMaxLength(20).IsUnicode(false);
        builder.Property(r => r.Checksum).IsHash();
        builder.HasOne<ReportSchedule>().WithMany().HasForeignKey(r => r.ScheduleId);
    }
}

internal sealed class ReportScheduleConfiguration : IEntityTypeConfiguration<ReportSchedule>
{
    public void Configure(EntityTypeBuilder<ReportSchedule> builder)
    {
        builder.ToTable("ReportSchedules");
        builder.Property(s => s.Cron).HasMaxLength(120);
        builder.Property(s => s.TimeZone).HasMaxLength(60);
        builder.Property(s => s.Language).HasMaxLength(20).IsUnicode(false);
        builder.Property(s => s.CreatedBy).HasMaxLength(100);
        builder.Property(s => s.CreatedByName).HasMaxLength(200);
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasOne<Domain.Senders.Sender>().WithMany().HasForeignKey(s => s.SenderId);

        // The schedule's address.
        builder.HasIndex(s => s.PublicId).IsUnique();
    }
}

using ConsentDashboard.Data.Configurations;
using ConsentDashboard.Data.Conversions;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data;

public sealed class SqliteDashboardDbContext(DbContextOptions<SqliteDashboardDbContext> options) : DashboardDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTime>().HaveConversion<UnixMillisecondsConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // Entity Framework writes the condition as a bare column here, and SQLite takes a partial index only for its very words.
        builder.Model.FindEntityType(typeof(Subscriber))!.FindIndex(SubscriberConfiguration.HeldIndex)!.SetFilter("\"IsHeld\"");
    }
}

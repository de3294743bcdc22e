using ConsentDashboard.Data.Conversions;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data;

public sealed class SqlServerDashboardDbContext(DbContextOptions<SqlServerDashboardDbContext> options) : DashboardDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>().HaveColumnType("datetime2(3)");
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // Keys that are text compare ordinally, as they do on SQLite.
        foreach (var property in builder.Model.GetEntityTypes()
            .Where(type => type.ClrType.Namespace!.StartsWith("ConsentDashboard.Domain", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties())
            .Where(property => property.ClrType == typeof(string) && (property.IsKey() || property.IsIndex())))
        {
            property.SetCollation("Latin1_General_100_BIN2");
        }
    }
}

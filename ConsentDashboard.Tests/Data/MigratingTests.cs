using ConsentDashboard.Data;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ConsentDashboard.Tests.Data;

public sealed class MigratingTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite, "Data Source=none")]
    [InlineData(DatabaseProvider.SqlServer, "Server=none;Database=none")]
    public void The_model_has_no_changes_without_a_migration(DatabaseProvider provider, string connection)
    {
        using var db = new DashboardContexts(new() { Provider = provider, ConnectionString = connection }, Path.GetTempPath()).CreateDbContext();

        Assert.False(db.Database.HasPendingModelChanges(), "Run eng/add-migration.sh NAME.");
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_migrated_database_has_the_single_head_of_the_ledger(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();

        Assert.Equal(LedgerHead.OnlyId, (await db.LedgerHead.SingleAsync(TestContext.Current.CancellationToken)).Id);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_policy_of_before_is_of_whoever_changed_it_last(DatabaseProvider provider)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();
        db.Add(new RetentionPolicy { Name = "Left", Trigger = RetentionTrigger.Withdrawn, Period = 30, Unit = RetentionUnit.Days, Action = RetentionAction.Restrict, UpdatedBy = "user:1" });
        await db.SaveChangesAsync(cancellation);

        await db.GetService<IMigrator>().MigrateAsync("RequestMarks", cancellation);
        await db.GetService<IMigrator>().MigrateAsync(cancellationToken: cancellation);

        Assert.Equal("user:1", await db.RetentionPolicies.Select(p => p.ArrangedBy).SingleAsync(cancellation));
    }
}

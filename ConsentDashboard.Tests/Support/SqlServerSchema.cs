using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ConsentDashboard.Tests.Support;

/// <summary>The T-SQL side of the model, for a server that need not be there.</summary>
internal static class SqlServerSchema
{
    private static readonly Lazy<TransactSql> Made = new(() =>
    {
        var schema = new TransactSql();
        schema.Add(Script());
        return schema;
    });

    public static TransactSql Compiled => Made.Value;

    public static DashboardDbContext Context() =>
        new DashboardContexts(new() { Provider = DatabaseProvider.SqlServer, ConnectionString = "Server=none;Database=none" }, Path.GetTempPath()).CreateDbContext();

    public static string Script()
    {
        using var db = Context();
        return db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.NoTransactions);
    }
}

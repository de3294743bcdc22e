using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data.Reading;

/// <summary>Runs statements made by hand, in words that both databases know.</summary>
internal static class Statements
{
    /// <summary>Reads what belongs together on one connection, again where the database says that a second try may do.</summary>
    public static async Task<TResult> ReadAsync<TResult>(this IDbContextFactory<DashboardDbContext> contexts, Func<DashboardDbContext, Task<TResult>> read, CancellationToken cancellation)
    {
        await using var outer = await contexts.CreateDbContextAsync(cancellation);
        return await outer.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await db.Database.OpenConnectionAsync(cancellation);
            return await read(db);
        });
    }

    /// <param name="db">With its connection open.</param>
    /// <param name="parameters">Named in the text with an @ before them.</param>
    public static async Task<List<TRow>> ReadAsync<TRow>(
        this DashboardDbContext db, string text, (string Name, long Value)[] parameters, Func<DbDataReader, TRow> read, CancellationToken cancellation)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = text;
        command.CommandTimeout = db.Database.GetCommandTimeout() ?? command.CommandTimeout;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@{name}", value);
            command.Parameters.Add(parameter);
        }

        return await command.ReadAsync(read, cancellation);
    }

    /// <summary>Reads the rows of a statement that Entity Framework wrote.</summary>
    public static async Task<List<TRow>> ReadAsync<TRow>(this DbCommand command, Func<DbDataReader, TRow> read, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<TRow> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}

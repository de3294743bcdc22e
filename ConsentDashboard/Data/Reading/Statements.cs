using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data.Reading;

/// <summary>Runs statements made by hand, in words that both databases know. Not retried by itself: wrap what belongs together.</summary>
internal static class Statements
{
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

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<TRow> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}

using System.Data.Common;
using System.Text.RegularExpressions;
using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Support;

/// <summary>What SQLite means to do for a query. A plan does not depend on how many rows there are, so an empty database will do.</summary>
internal static partial class QueryPlans
{
    private const string ExplainPrefix = "EXPLAIN QUERY PLAN ";

    private static readonly string[] BigTables =
    [
        "Subscribers", "Consents", "ConsentEvents", "Evidence", "Suppressions", "PendingRequests", "Reachability", "Holds", "Pauses",
        "Restrictions", "InboundMessages", "WithdrawalOrigins", "AnnulmentRequests", "LedgerBatches", "CounterDeltas", "AuditEntries", "ExportItems", "Outbox", "PersonRequests",
    ];

    /// <summary>Fails where the plan reads a big table as a whole, sorts apart, or builds an index to throw away.</summary>
    /// <param name="bigTables">Names of tables; none: every table that grows with the number of subscribers.</param>
    public static async Task AssertNoScan(DashboardDbContext db, IQueryable query, params string[] bigTables)
    {
        await using var command = query.CreateDbCommand();
        await AssertNoScan(db, command, bigTables);
    }

    /// <summary>The same for a command made by hand, with its parameters.</summary>
    public static async Task AssertNoScan(DashboardDbContext db, DbCommand command, params string[] bigTables)
    {
        var plan = await ExplainAsync(db, command);
        var big = bigTables.Length > 0 ? bigTables : BigTables;
        var names = TablesByAlias(command.CommandText[ExplainPrefix.Length..]);

        Assert.NotEmpty(plan);
        Assert.True(
            !plan.Any(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)
                || step.Contains("AUTOMATIC", StringComparison.Ordinal)
                || (FullScan().Match(step) is { Success: true } scan && names[scan.Groups[1].Value].Any(big.Contains))),
            $"{string.Join('\n', plan)}\n\n{command.CommandText}");
    }

    /// <summary>The plan's steps, for a test that asks more of them.</summary>
    public static async Task<List<string>> ExplainAsync(DashboardDbContext db, IQueryable query)
    {
        await using var command = query.CreateDbCommand();
        return await ExplainAsync(db, command);
    }

    private static async Task<List<string>> ExplainAsync(DashboardDbContext db, DbCommand command)
    {
        await db.Database.OpenConnectionAsync();
        command.Connection ??= db.Database.GetDbConnection();
        command.CommandText = ExplainPrefix + command.CommandText;
        await using var reader = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    /// <summary>Plans speak of aliases; a table may have several, and an alias may name several tables in different subqueries.</summary>
    private static ILookup<string, string> TablesByAlias(string sql) => Source().Matches(sql)
        .SelectMany(match => new[] { (match.Groups["table"].Value, match.Groups["alias"].Value), (match.Groups["table"].Value, match.Groups["table"].Value) })
        .ToLookup(pair => pair.Item2, pair => pair.Item1, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"\b(?:FROM|JOIN|UPDATE)\s+""?(?<table>\w+)""?(?:\s+(?:AS\s+)?""?(?<alias>\w+)""?)?", RegexOptions.IgnoreCase)]
    private static partial Regex Source();

    [GeneratedRegex(@"^SCAN (\w+)(?!.*\bUSING\b)")]
    private static partial Regex FullScan();
}

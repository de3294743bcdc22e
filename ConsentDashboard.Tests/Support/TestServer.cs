using System.Globalization;
using ConsentDashboard.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Support;

/// <summary>The SQL Server that the environment names; without one, its rows of a theory are skipped and say so.</summary>
internal static class TestServer
{
    private const string Variable = "CONSENT_TEST_SQLSERVER";

    /// <summary>Options for a database that is not there yet.</summary>
    public static DatabaseOptions FreshOptions(string folder)
    {
        var server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(!string.IsNullOrWhiteSpace(server), $"No SQL Server: set {Variable} to a connection string whose login may create databases.");
        return new()
        {
            Provider = DatabaseProvider.SqlServer,
            Folder = folder,
            ConnectionString = new SqlConnectionStringBuilder(server) { InitialCatalog = $"consent_test_{Guid.CreateVersion7():N}" }.ConnectionString,
            MaxBatchSize = Number($"{Variable}_MAX_BATCH"),
            CommandTimeout = Number($"{Variable}_TIMEOUT"),
        };
    }

    public static async Task DropAsync(DashboardDbContext db)
    {
        var connection = (SqlConnection)db.Database.GetDbConnection();
        SqlConnection.ClearPool(connection);
        try
        {
            await db.Database.EnsureDeletedAsync();
        }
        catch (SqlException)
        {
            // A compatible server need not know SINGLE_USER, with which Entity Framework closes what is still open.
            await using var master = new SqlConnection(new SqlConnectionStringBuilder(connection.ConnectionString) { InitialCatalog = "master" }.ConnectionString);
            await master.OpenAsync();
            await using var drop = new SqlCommand($"DROP DATABASE [{connection.Database}]", master);
            await drop.ExecuteNonQueryAsync();
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

using ConsentDashboard.Data;

namespace ConsentDashboard.Tests.Support;

/// <summary>The rows of every database theory: <c>[Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]</c>.</summary>
public static class DatabaseProviders
{
    public static TheoryData<DatabaseProvider> All => [DatabaseProvider.Sqlite, DatabaseProvider.SqlServer];
}

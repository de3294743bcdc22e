using ConsentDashboard.Data;

namespace ConsentDashboard.Tests.Support;

/// <summary>The rows of every database theory: <c>[Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]</c>.</summary>
public static class DatabaseProviders
{
    public static TheoryData<DatabaseProvider> All => [DatabaseProvider.Sqlite, DatabaseProvider.SqlServer];

    /// <summary>For properties, whose samples would take the skip for a counter-example.</summary>
    public static async Task SkipUnlessAtHandAsync(DatabaseProvider provider) => await (await TestDatabase.CreateAsync(provider)).DisposeAsync();
}

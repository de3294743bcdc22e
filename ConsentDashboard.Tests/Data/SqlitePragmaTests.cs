using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Data;

public sealed class SqlitePragmaTests
{
    [Theory]
    [InlineData("foreign_keys", 1)]
    [InlineData("synchronous", 2)]
    [InlineData("secure_delete", 1)]
    [InlineData("busy_timeout", 5000)]
    [InlineData("cache_spill", 0)]
    public async Task An_opened_context_has_it_in_force(string pragma, long value)
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.Equal(value, await ReadAsync(database, pragma));
    }

    [Fact]
    public async Task Reads_go_through_mapped_memory()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.True(await ReadAsync(database, "mmap_size") > 1L << 30);
    }

    private static async Task<long> ReadAsync(TestDatabase database, string pragma)
    {
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}

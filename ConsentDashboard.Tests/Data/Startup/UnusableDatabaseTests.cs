using ConsentDashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ConsentDashboard.Tests.Data.Startup;

public sealed class UnusableDatabaseTests : IAsyncLifetime
{
    private readonly DataFolderFixture _data = new();

    public async ValueTask InitializeAsync() => await _data.StartAsync();

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Read_only()
    {
        var options = _data.Options;
        if (Environment.IsPrivilegedProcess)
        {
            // File modes do not bind the superuser; SQLite reports a connection that may not write in the same way.
            options.ConnectionString = $"Data Source={_data.DatabaseFile};Mode=ReadOnly";
        }
        else
        {
            File.SetAttributes(_data.DatabaseFile, FileAttributes.ReadOnly);
        }

        await RefusedAsync("is read-only", options);
    }

    [Fact]
    public async Task Locked_by_another_program()
    {
        await using var other = new SqliteConnection($"Data Source={_data.DatabaseFile};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = other.CreateCommand();
        command.CommandText = "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE;";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await RefusedAsync("is locked by another process");
    }

    [Fact]
    public async Task From_a_newer_version()
    {
        await _data.ExecuteAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_FromTheFuture', '99.0.0')");

        await RefusedAsync("was written by a newer version of the app (it has the change 29990101000000_FromTheFuture)");
    }

    [Fact]
    public async Task Not_a_database()
    {
        await File.WriteAllTextAsync(_data.DatabaseFile, string.Concat(Enumerable.Repeat("These are my notes. ", 300)), TestContext.Current.CancellationToken);

        await RefusedAsync("is damaged, or is no SQLite database");
    }

    [Theory]
    [InlineData(50)]
    [InlineData(4096)]
    [InlineData(20_000)]
    public async Task Cut_off(int length)
    {
        await File.WriteAllBytesAsync(_data.DatabaseFile, _data.DatabaseBytes()[..length], TestContext.Current.CancellationToken);

        await RefusedAsync("is damaged, or is no SQLite database");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4096)]
    public async Task Overwritten_in_places(int at)
    {
        var bytes = _data.DatabaseBytes();
        bytes.AsSpan(at, 600).Fill(0xA5);
        await File.WriteAllBytesAsync(_data.DatabaseFile, bytes, TestContext.Current.CancellationToken);

        await RefusedAsync("is damaged, or is no SQLite database");
    }

    [Fact]
    public async Task Of_another_program()
    {
        File.Delete(_data.DatabaseFile);
        await _data.ExecuteAsync("CREATE TABLE Songs (Name TEXT)");

        await RefusedAsync("holds the tables of another program");
    }

    [Fact]
    public async Task A_folder()
    {
        File.Delete(_data.DatabaseFile);
        Directory.CreateDirectory(_data.DatabaseFile);

        var refusal = await _data.RefusalAsync();

        Assert.Contains(_data.DatabaseFile, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_row_that_leads_the_ledger()
    {
        await _data.ExecuteAsync(
            """
            DELETE FROM "LedgerHead";
            INSERT INTO "LedgerBatches" ("Seq","PrevHash","Root","FirstEventId","EventCount","AuditRoot","FirstAuditId","AuditCount","At","Hash","Signature","SigningKeyId")
            VALUES (1, zeroblob(32), zeroblob(32), 1, 1, zeroblob(32), 1, 0, 0, zeroblob(32), zeroblob(64), 1);
            """);

        Assert.Contains("table LedgerHead", (await _data.RefusalAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file()
    {
        _data.Dispose();
        await File.WriteAllTextAsync(_data.Folder, "", TestContext.Current.CancellationToken);

        Assert.Contains($"The data folder {_data.Folder} cannot be created", (await _data.RefusalAsync()).Message, StringComparison.Ordinal);
        File.Delete(_data.Folder);
    }

    private async Task RefusedAsync(string why, ConsentDashboard.Data.DatabaseOptions? options = null)
    {
        var bytes = _data.DatabaseBytes();

        var refusal = await _data.RefusalAsync(options);

        Assert.Contains($"The database file {_data.DatabaseFile} {why}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, _data.DatabaseBytes());
    }
}

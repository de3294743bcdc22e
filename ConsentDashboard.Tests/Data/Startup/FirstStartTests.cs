using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Data.Startup;

public sealed class FirstStartTests : IDisposable
{
    private readonly DataFolderFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Makes_folder_database_and_keys()
    {
        await _data.StartAsync();

        await using var db = _data.Contexts.CreateDbContext();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("wal", (await db.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync(TestContext.Current.CancellationToken)).Single());
        Assert.Equal(1, (await db.LedgerHead.SingleAsync(TestContext.Current.CancellationToken)).IndexGeneration);
        var checks = await db.KeyChecks.ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enum.GetValues<KeyPurpose>(), checks.Select(check => check.Purpose).Order());
        Assert.All(checks, check => Assert.Equal(_data.Keys().Current.Find(check.Purpose, check.KeyId)!.CheckValue(), check.CheckValue));
    }

    [Fact]
    public async Task Everything_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _data.StartAsync();
        await using var db = _data.Contexts.CreateDbContext();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlRawAsync("UPDATE \"LedgerHead\" SET \"Seq\" = \"Seq\"", TestContext.Current.CancellationToken);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_data.Folder));
        foreach (var file in (string[])[_data.DatabaseFile, $"{_data.DatabaseFile}-wal", _data.KeyFile])
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Uses_keys_that_are_there_already()
    {
        var keys = _data.Keys().CreateFirst(DateTime.UnixEpoch);
        var bytes = await File.ReadAllBytesAsync(_data.KeyFile, TestContext.Current.CancellationToken);

        await _data.StartAsync();

        Assert.Equal(bytes, await File.ReadAllBytesAsync(_data.KeyFile, TestContext.Current.CancellationToken));
        await using var db = _data.Contexts.CreateDbContext();
        var cipher = await db.KeyChecks.SingleAsync(check => check.Purpose == KeyPurpose.Cipher, TestContext.Current.CancellationToken);
        Assert.Equal(keys.Cipher.CheckValue(), cipher.CheckValue);
    }

    [Fact]
    public async Task Uses_keys_from_the_configuration_and_writes_none()
    {
        await _data.StartAsync(keys: KeyStore.Fixed(TestKeys.Ring));

        Assert.False(File.Exists(_data.KeyFile));
        await _data.StartAsync(keys: KeyStore.Fixed(TestKeys.Ring));
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_leave_no_half_installation()
    {
        Directory.CreateDirectory(_data.Folder);
        await File.WriteAllTextAsync(_data.KeyFile, "{ not json", TestContext.Current.CancellationToken);

        var refusal = await _data.RefusalAsync();

        Assert.Contains(_data.KeyFile, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(_data.DatabaseFile).Length);
        Assert.Equal("{ not json", await File.ReadAllTextAsync(_data.KeyFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        await _data.StartAsync();
        var (database, keys) = (_data.DatabaseBytes(), await File.ReadAllBytesAsync(_data.KeyFile, TestContext.Current.CancellationToken));

        await _data.StartAsync();

        Assert.Equal(database, _data.DatabaseBytes());
        Assert.Equal(keys, await File.ReadAllBytesAsync(_data.KeyFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_first_starts_at_once_make_one_set_of_keys()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _data.StartAsync())));

        await _data.StartAsync();
    }

    [Fact]
    public async Task A_start_that_was_killed_while_migrating_is_finished_by_the_next()
    {
        Directory.CreateDirectory(_data.Folder);
        await _data.ExecuteAsync(
            """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01');
            CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT NOT NULL PRIMARY KEY, "ProductVersion" TEXT NOT NULL);
            """);

        await _data.StartAsync();

        await using var db = _data.Contexts.CreateDbContext();
        Assert.Equal(0, await db.Subscribers.CountAsync(TestContext.Current.CancellationToken));
    }
}

using ConsentDashboard.Commands;
using ConsentDashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ConsentDashboard.Tests.Commands;

/// <summary>The built app, started as a user starts it.</summary>
public sealed class StartingTheProcessTests : IDisposable
{
    private readonly DataFolderFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Migrate_makes_everything_and_may_be_repeated()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var app = await AppProcess.RunAsync(_data.Folder, "migrate");
            Assert.Equal((ExitCodes.Done, ""), (app.ExitCode, app.Error.Trim()));
            Assert.Contains(_data.DatabaseFile, app.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_command_touches_nothing()
    {
        await using var app = await AppProcess.RunAsync(_data.Folder, "migrat");

        Assert.Equal((ExitCodes.Usage, ""), (app.ExitCode, app.Out.Trim()));
        Assert.Contains("migrat is not a command.", app.Error, StringComparison.Ordinal);
        Assert.Contains("  migrate ", app.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data.Folder));
    }

    [Fact]
    public async Task Help_is_asked_for_and_no_error()
    {
        await using var app = await AppProcess.RunAsync(_data.Folder, "--help");

        Assert.Equal((ExitCodes.Done, ""), (app.ExitCode, app.Error.Trim()));
        Assert.Contains("  migrate ", app.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("newer", "newer version")]
    [InlineData("damaged", "is damaged")]
    [InlineData("read-only", "is read-only")]
    [InlineData("locked", "is locked by another process")]
    [InlineData("keys gone", "needs Cipher key 1, Index key 1")]
    [InlineData("keys of another", "needs Cipher key 1, Index key 1")]
    public async Task A_refused_start_says_why_and_changes_nothing(string state, string why)
    {
        await _data.StartAsync();
        string[] settings = [];
        var holds = false;
        switch (state)
        {
            case "newer":
                await _data.ExecuteAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_FromTheFuture', '99.0.0')");
                break;
            case "damaged":
                await File.WriteAllBytesAsync(_data.DatabaseFile, _data.DatabaseBytes()[..10_000], TestContext.Current.CancellationToken);
                break;
            case "read-only":
                settings = [$"--Database:ConnectionString=Data Source={_data.DatabaseFile};Mode=ReadOnly"];
                break;
            case "locked":
                settings = ["--Database:BusyTimeout=1000"];
                holds = true;
                break;
            case "keys gone":
                File.Delete(_data.KeyFile);
                break;
            default:
                File.Delete(_data.KeyFile);
                _data.Keys().CreateFirst(DateTime.UnixEpoch);
                break;
        }

        // In this order: closing a file drops every lock that this process has on it.
        var before = Bytes();
        var holder = holds ? await HoldAsync() : null;
        await using var app = await AppProcess.RunAsync(_data.Folder, ["--urls=http://127.0.0.1:0", .. settings]);

        await (holder?.DisposeAsync() ?? ValueTask.CompletedTask);

        Assert.Equal(ExitCodes.Failed, app.ExitCode);
        Assert.Contains(why, app.Error, StringComparison.Ordinal);
        Assert.Contains(_data.DatabaseFile, app.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Error, StringComparison.Ordinal);
        Assert.Equal(before, Bytes());
    }

    private List<(string Name, string Content)> Bytes() =>
    [
        .. new[] { _data.DatabaseFile, _data.KeyFile }.Where(File.Exists).Select(file => (file, Convert.ToHexString(File.ReadAllBytes(file)))),
    ];

    private async Task<SqliteConnection> HoldAsync()
    {
        var connection = new SqliteConnection($"Data Source={_data.DatabaseFile};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE;";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}

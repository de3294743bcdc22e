using ConsentDashboard.Commands;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Backups;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Backups;

public sealed class BackingUpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_overwrites_nothing_and_is_audited()
    {
        await using var room = await BackupRoom.CreateAsync();
        var backup = await room.BackUpAsync();
        var before = await File.ReadAllBytesAsync(backup, Cancellation);

        Assert.Equal(BackUp.Exists, (await room.Here.Get<BackUp>().ExecuteAsync(backup, BackupRoom.Operator, Cancellation)).Error);

        Assert.Equal(before, await File.ReadAllBytesAsync(backup, Cancellation));
        Assert.Empty(Directory.GetFiles(room.Folder, "*.partial*"));
        await using var db = room.Here.Open();
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.BackupMade, Cancellation));
    }

    [Fact]
    public async Task Only_its_owner_reads_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using var room = await BackupRoom.CreateAsync();

        var backup = await room.BackUpAsync();

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(backup) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_said_and_leaves_no_entry()
    {
        await using var room = await BackupRoom.CreateAsync(realTime: true);
        room.Close();

        await using var app = await AppProcess.RunAsync(room.Folder, "backup", Path.Combine(room.Folder, "nowhere", "backup.db"));

        Assert.Equal(ExitCodes.Failed, app.ExitCode);
        Assert.Contains("backup.db could not be written: ", app.Error, StringComparison.Ordinal);
        await using var db = room.Here.Open();
        Assert.False(await db.AuditEntries.AnyAsync(entry => entry.Action == AuditAction.BackupMade, Cancellation));
    }

    [Fact]
    public async Task A_full_disk_leaves_nothing_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The size of files is limited by the shell's ulimit.");
        await using var room = await BackupRoom.CreateAsync(realTime: true);
        await room.OptInAsync(1);
        room.Close();
        var kilobytes = (int)(new FileInfo(room.DatabaseFile).Length / 1024 / 2);
        var backup = Path.Combine(TestFolders.Create(), "backup.db");

        await using var app = AppProcess.StartOnFullDisk(room.Folder, kilobytes, "backup", backup);

        Assert.Equal(ExitCodes.Failed, await app.ExitAsync());
        Assert.Contains("the disk is full", app.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(backup)!));
    }

    [Fact]
    public async Task On_a_database_server_it_says_whose_work_it_is()
    {
        await using var room = await BackupRoom.CreateAsync();
        var server = new DashboardContexts(new() { Provider = DatabaseProvider.SqlServer, ConnectionString = "Server=nowhere" }, room.Folder);

        Assert.Equal(BackUp.ServersOwn, (await new BackUp(server, room.Here.Get<AuditTrail>()).ExecuteAsync(Path.Combine(room.Folder, "backup.db"), BackupRoom.Operator, Cancellation)).Error);
    }
}

using ConsentDashboard.Data.Startup;
using ConsentDashboard.Operations.Backups;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Backups;

public sealed class RestoringABackupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_damaged_backup_is_refused_and_everything_stays()
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.OptInAsync(1);
        var backup = await room.BackUpAsync();
        var bytes = await File.ReadAllBytesAsync(backup, Cancellation);
        room.Close();
        var before = await FilesAsync(room);

        foreach (var damaged in (byte[][])[[], [1, 2, 3], bytes[..(bytes.Length / 2)]])
        {
            await File.WriteAllBytesAsync(backup, damaged, Cancellation);
            Assert.Equal(RestoreBackup.Damaged, (await room.Here.Get<RestoreBackup>().ExecuteAsync(backup, Cancellation)).Error);
        }

        Assert.Equal(before, await FilesAsync(room));
    }

    [Fact]
    public async Task A_backup_under_other_keys_is_refused_and_everything_stays()
    {
        await using var here = await BackupRoom.CreateAsync();
        await using var there = await BackupRoom.CreateAsync();
        await here.OptInAsync(1);
        await there.OptInAsync(2);
        var backup = await there.BackUpAsync();
        here.Close();
        var before = await FilesAsync(here);

        var refused = await Assert.ThrowsAsync<StartupException>(() => here.Here.Get<RestoreBackup>().ExecuteAsync(backup, Cancellation));

        Assert.Contains("is another key", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await FilesAsync(here));
    }

    [Fact]
    public async Task A_database_whose_ledger_the_journal_never_saw_is_refused()
    {
        await using var room = await BackupRoom.CreateAsync();
        var backup = await room.BackUpAsync("empty.db");
        await room.OptInAsync(1);
        await room.RestoreAsync(backup);
        await room.OptInAsync(2);
        var stranger = await room.BackUpAsync("stranger.db");
        Directory.Delete(Path.GetDirectoryName(room.Journal.Path)!, recursive: true);
        await room.RestoreAsync(backup);
        await room.OptInAsync(3);
        room.Close();

        Assert.Equal(ReplayJournal.AnotherLedger, (await room.Here.Get<RestoreBackup>().ExecuteAsync(stranger, Cancellation)).Error);
    }

    [Fact]
    public async Task Nothing_is_put_in_place_while_another_process_has_the_database_open()
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.OptInAsync(1);
        var backup = await room.BackUpAsync();
        await using var open = room.Here.Open();
        await open.Database.OpenConnectionAsync(Cancellation);
        await open.Subscribers.CountAsync(Cancellation);

        Assert.Equal(RestoreBackup.Running, (await room.Here.Get<RestoreBackup>().ExecuteAsync(backup, Cancellation)).Error);

        Assert.Empty(Directory.GetFiles(room.Folder, "*.restoring*"));
    }

    [Fact]
    public async Task The_database_from_before_is_kept_whole_and_the_new_one_is_its_owners_alone()
    {
        await using var room = await BackupRoom.CreateAsync();
        var backup = await room.BackUpAsync();
        await room.OptInAsync(1);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(backup, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }

        var before = await room.RestoreAsync(backup);

        Assert.True(await BackupFile.IsWholeAsync(before, Cancellation));
        Assert.True(await BackupFile.LastBatchAsync(before, Cancellation) > await BackupFile.LastBatchAsync(backup, Cancellation));
        Assert.False(await room.HasRowAsync(1));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(room.DatabaseFile));
        }
    }

    [Fact]
    public async Task A_damaged_database_is_replaced_and_kept_as_it_is()
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.OptInAsync(1);
        var backup = await room.BackUpAsync();
        await room.Here.Ledger.RecordAsync(room.Here.Stop(1));
        room.Close();
        byte[] damaged = [.. Enumerable.Repeat((byte)7, 8192)];
        await File.WriteAllBytesAsync(room.DatabaseFile, damaged, Cancellation);

        var before = await room.RestoreAsync(backup);

        Assert.Equal(damaged, await File.ReadAllBytesAsync(before, Cancellation));
        Assert.Equal(1, (await room.ReplayAsync()).Withdrawals);
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task The_log_of_a_database_that_is_gone_is_not_taken_for_the_new_ones()
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.OptInAsync(1);
        var backup = await room.BackUpAsync();
        await room.Here.Ledger.RecordAsync(room.Here.Stop(1));
        room.Close();
        File.Delete(room.DatabaseFile);
        await File.WriteAllBytesAsync($"{room.DatabaseFile}-wal", [4, 5, 6], Cancellation);

        Assert.Equal("", await room.RestoreAsync(backup));

        Assert.Equal(3, new FileInfo(Assert.Single(Directory.GetFiles(room.Folder, "*.before-*-wal"))).Length);
        Assert.Equal(1, (await room.ReplayAsync()).Withdrawals);
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task Without_a_journal_the_backup_is_taken_as_it_is()
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.OptInAsync(1);
        var backup = await room.BackUpAsync();
        await room.RestoreAsync(backup);
        File.Delete(room.Journal.Path);

        var replayed = await room.ReplayAsync();

        Assert.Equal((0, 0, 0), (replayed.Withdrawals, replayed.Restrictions, replayed.Erasures));
        Assert.True(await room.Here.Get<JournalCatchUp>().RunAsync(Cancellation) > 0);
        await room.AssertSoundAsync();
    }

    private static async Task<List<string>> FilesAsync(BackupRoom room)
    {
        var files = Directory.GetFiles(room.Folder, "consent.db*").Order(StringComparer.Ordinal).ToList();
        return [.. files, Convert.ToHexString(await File.ReadAllBytesAsync(room.DatabaseFile, Cancellation))];
    }
}

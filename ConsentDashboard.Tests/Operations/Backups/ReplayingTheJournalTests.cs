using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.Backups;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.KeyRotation;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Backups;

public sealed class ReplayingTheJournalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_who_stopped_or_was_erased_since_comes_back_and_nothing_else_does()
    {
        await using var room = await BackupRoom.CreateAsync();
        var (stops, erased) = (await room.OptInAsync(1), await room.OptInAsync(2));
        var backup = await room.BackUpAsync();
        room.AMinuteLater();
        var stoppedAt = room.Here.Database.Now;
        await room.Here.Ledger.RecordAsync(room.Here.Stop(1));
        await room.EraseAsync(erased);
        await room.OptInAsync(3);
        await room.Here.Ledger.RecordAsync(room.Here.Stop(4));
        room.AMinuteLater();

        await room.RestoreAsync(backup);
        Assert.Contains("-- replay-journal", (await room.RefusalToStartAsync()).Message, StringComparison.Ordinal);
        var replayed = await room.ReplayAsync();

        Assert.Equal((2, 1), (replayed.Withdrawals, replayed.Erasures));
        await using var db = room.Here.Open();
        var cell = await db.Consents.SingleAsync(cell => cell.SubscriberId == stops, Cancellation);
        Assert.Equal((ConsentState.Withdrawn, stoppedAt), (cell.State, cell.StoppedAt));
        var row = await db.Subscribers.SingleAsync(s => s.Id == erased, Cancellation);
        Assert.Equal((null, null), (row.Cipher, row.BlindIndex));
        Assert.Equal((1, 2, 0, 1), (await room.SuppressionsAsync(1), await room.SuppressionsAsync(2), await room.SuppressionsAsync(3), await room.SuppressionsAsync(4)));
        Assert.False(await room.HasRowAsync(3));
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.BackupRestored, Cancellation));
        await room.AssertSoundAsync();
        Assert.Equal((0, 0), ((await room.ReplayAsync()).Withdrawals, (await room.ReplayAsync()).Erasures));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_number_that_nobody_confirmed_goes_again_and_leaves_nothing_again(bool anchoredAtTheNextStart)
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.Here.Ledger.RecordAsync(room.Here.OptIn(1) with { Type = ConsentEventType.Requested, Pending = new(Guid.CreateVersion7(), new byte[32], room.Here.Database.Now.AddHours(24)) });
        var backup = await room.BackUpAsync();
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(40));
        await room.Here.Get<LapseRequests>().RunAsync(Cancellation);
        Assert.False(await room.HasRowAsync(1));
        if (anchoredAtTheNextStart)
        {
            File.Delete(room.Journal.Path);
            await room.Here.Get<JournalCatchUp>().RunAsync(Cancellation);
        }

        await room.RestoreAsync(backup);
        Assert.True(await room.HasRowAsync(1));
        Assert.Equal(1, (await room.ReplayAsync()).Erasures);

        Assert.False(await room.HasRowAsync(1));
        await using var db = room.Here.Open();
        Assert.Empty(await db.Suppressions.ToListAsync(Cancellation));
        Assert.Empty(await db.PendingRequests.ToListAsync(Cancellation));
        Assert.Empty(await db.Evidence.ToListAsync(Cancellation));
        Assert.DoesNotContain(room.Journal.Read().SelectMany(batch => batch.Stops), stop => stop.Key.AsSpan().SequenceEqual(room.BlindIndex(1)));
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task An_erasure_after_a_stop_for_everything_that_was_anchored_late_is_done_again()
    {
        await using var room = await BackupRoom.CreateAsync();
        var person = await room.OptInAsync(1);
        await room.Here.Ledger.RecordAsync(room.Here.Stop(1));
        await room.Here.Ledger.RecordAsync(room.Here.Stop(1) with { Kind = ConsentKind.Processing });
        var backup = await room.BackUpAsync();
        await room.EraseAsync(person);
        File.Delete(room.Journal.Path);
        await room.Here.Get<JournalCatchUp>().RunAsync(Cancellation);

        await room.RestoreAsync(backup);
        await room.ReplayAsync();

        Assert.False(await room.HasRowAsync(1));
        Assert.Equal(2, await room.SuppressionsAsync(1));
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task A_hold_that_was_released_since_does_not_keep_her()
    {
        await using var room = await BackupRoom.CreateAsync();
        var person = await room.OptInAsync(1);
        await room.Here.Ledger.RecordAsync(room.Act(person, ConsentEventType.HoldPlaced) with { IntervalReason = "a case" });
        var backup = await room.BackUpAsync();
        room.AMinuteLater();
        await room.Here.Ledger.RecordAsync(room.Act(person, ConsentEventType.HoldReleased));
        room.AMinuteLater();
        await room.EraseAsync(person);

        await room.RestoreAsync(backup);
        await room.ReplayAsync();

        Assert.False(await room.HasRowAsync(1));
        await using var db = room.Here.Open();
        Assert.False(await db.Holds.AnyAsync(hold => hold.To > room.Here.Database.Now || hold.Reason != "", Cancellation));
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task A_stop_for_a_sender_that_the_backup_does_not_know_stops_all()
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.OptInAsync(1);
        var backup = await room.BackUpAsync();
        var sender = new Sender { Name = "East Club", LegalName = "East Club Ltd", PublicId = PublicId.Create() };
        await using (var db = room.Here.Open())
        {
            db.Add(sender);
            await db.SaveChangesAsync(Cancellation);
        }

        await room.Here.Ledger.RecordAsync(room.Here.Stop(1, sender: sender));
        await room.RestoreAsync(backup);
        await room.ReplayAsync();

        await using var after = room.Here.Open();
        Assert.Null((await after.Suppressions.SingleAsync(Cancellation)).SenderId);
        Assert.Equal(ConsentState.Withdrawn, (await after.Consents.SingleAsync(Cancellation)).State);
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task A_backup_of_a_time_that_was_put_back_itself_is_brought_up_to_date_too()
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.OptInAsync(1);
        await room.OptInAsync(2);
        await room.OptInAsync(3);
        var early = await room.BackUpAsync("early.db");
        await room.Here.Ledger.RecordAsync(room.Here.Stop(1));
        var late = await room.BackUpAsync("late.db");
        await room.Here.Ledger.RecordAsync(room.Here.Stop(2));
        await room.RestoreAsync(early);
        await room.ReplayAsync();
        await room.Here.Ledger.RecordAsync(room.Here.Stop(3));
        room.AMinuteLater();

        await room.RestoreAsync(late);
        await room.RefusalToStartAsync();
        await room.ReplayAsync();

        await using var db = room.Here.Open();
        Assert.All(await db.Consents.ToListAsync(Cancellation), cell => Assert.Equal(ConsentState.Withdrawn, cell.State));
        await room.AssertSoundAsync();
    }

    [Theory]
    [InlineData("put aside")]
    [InlineData("moved")]
    [InlineData("recorded and not anchored")]
    [InlineData("audited")]
    public async Task Broken_off_it_goes_on_and_does_nothing_twice(string where)
    {
        await using var room = await BackupRoom.CreateAsync();
        var erased = await room.OptInAsync(1);
        await room.OptInAsync(2);
        var backup = await room.BackUpAsync();
        await room.EraseAsync(erased);
        await room.Here.Ledger.RecordAsync(room.Here.Stop(2));
        await room.RestoreAsync(backup);
        var folder = Path.GetDirectoryName(room.Journal.Path)!;
        var replaying = Path.Combine(folder, "replaying");
        if (where is "put aside" or "moved")
        {
            Directory.CreateDirectory(replaying);
            await File.WriteAllTextAsync(Path.Combine(replaying, "from"), $"{await BackupFile.LastBatchAsync(backup, Cancellation)}", Cancellation);
            if (where == "moved")
            {
                File.Move(room.Journal.Path, Path.Combine(replaying, AnchorJournal.FileName));
            }
        }
        else
        {
            await room.ReplayAsync();
            Directory.Move(Assert.Single(Directory.GetDirectories(folder, "replaced-*")), replaying);
            if (where == "recorded and not anchored")
            {
                File.Delete(room.Journal.Path);
            }
        }

        Assert.Contains("broken off", (await room.RefusalToStartAsync()).Message, StringComparison.Ordinal);
        var replayed = await room.ReplayAsync();

        Assert.Equal((1, 1), (replayed.Withdrawals, replayed.Erasures));
        await using var db = room.Here.Open();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Erased, Cancellation));
        Assert.Equal(1, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Withdrawn, Cancellation));
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.BackupRestored, Cancellation));
        Assert.Equal(2, room.Journal.Read().SelectMany(batch => batch.Stops).Count());
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task Another_backup_restored_in_the_middle_of_a_replay_is_replayed_from_its_own_beginning()
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.OptInAsync(1);
        var early = await room.BackUpAsync("early.db");
        await room.OptInAsync(2);
        var late = await room.BackUpAsync("late.db");
        await room.Here.Ledger.RecordAsync(room.Here.Stop(1));
        await room.Here.Ledger.RecordAsync(room.Here.Stop(2));
        await room.RestoreAsync(early);
        await room.ReplayAsync();
        var folder = Path.GetDirectoryName(room.Journal.Path)!;
        Directory.Move(Assert.Single(Directory.GetDirectories(folder, "replaced-*")), Path.Combine(folder, "replaying"));

        await room.RestoreAsync(late);
        Assert.Equal(2, (await room.ReplayAsync()).Withdrawals);

        await using var db = room.Here.Open();
        Assert.Equal(2, await db.Consents.CountAsync(cell => cell.State == ConsentState.Withdrawn, Cancellation));
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task A_backup_from_before_a_rotation_waits_until_its_index_is_wrapped_too()
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.OptInAsync(1);
        var erased = await room.OptInAsync(2);
        var backup = await room.BackUpAsync();
        await room.Here.Ledger.RecordAsync(room.Here.Stop(1));
        await RotateAsync(room);
        await room.EraseAsync(erased);
        await room.RestoreAsync(backup);

        Assert.Equal(ReplayJournal.OlderIndex, (await room.Here.Get<ReplayJournal>().ExecuteAsync(BackupRoom.Operator, Cancellation)).Error);
        await RotateAsync(room);
        Assert.Equal(1, (await room.ReplayAsync()).Withdrawals);

        await using var db = room.Here.Open();
        Assert.Equal(ConsentState.Withdrawn, (await db.Consents.SingleAsync(cell => cell.SubscriberId != erased, Cancellation)).State);
        Assert.Null((await db.Subscribers.SingleAsync(s => s.Id == erased, Cancellation)).BlindIndex);
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task Files_that_nothing_knows_any_more_are_taken_away_and_others_stay()
    {
        await using var room = await BackupRoom.CreateAsync();
        var (known, stranded) = (new ConsentDashboard.Domain.DataFlow.ImportBatch { PublicId = PublicId.Create(), CreatedAt = room.Here.Database.Now }, PublicId.Create());
        await using (var db = room.Here.Open())
        {
            db.Add(known);
            await db.SaveChangesAsync(Cancellation);
        }

        var backup = await room.BackUpAsync();
        var files = room.Here.Get<JobFiles>();
        foreach (var job in (PublicId[])[known.PublicId, stranded])
        {
            await using var file = files.Create(job, "upload");
            await file.WriteAsync(new byte[] { 1, 2, 3 }, Cancellation);
            await file.CompleteAsync();
        }

        await room.OptInAsync(1);
        await room.RestoreAsync(backup);
        await room.ReplayAsync();

        Assert.True(files.Exists(known.PublicId, "upload"));
        Assert.False(files.Exists(stranded, "upload"));
    }

    [Fact]
    public async Task On_another_machine_without_the_files_each_is_simply_missing()
    {
        await using var room = await BackupRoom.CreateAsync();

        Assert.Throws<FileNotFoundException>(() => room.Here.Get<JobFiles>().Open(PublicId.Create(), "export"));
    }

    private static Task RotateAsync(BackupRoom room) => room.Here.Get<RotateKeys>().ExecuteAsync(new() { Index = true, Options = new() { SettleMilliseconds = 0 } }, BackupRoom.Operator, null, Cancellation);
}

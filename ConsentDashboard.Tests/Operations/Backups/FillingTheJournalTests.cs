using ConsentDashboard.Commands;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Backups;

/// <summary>A process died between its commit and its line in the journal, and another one has written lines since.</summary>
public sealed class FillingTheJournalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_stopped_or_erased_without_a_line_is_so_again_after_a_restore()
    {
        await using var room = await BackupRoom.CreateAsync();
        var (_, erased) = (await room.OptInAsync(1), await room.OptInAsync(2));
        var backup = await room.BackUpAsync();
        var stop = await LostAsync(room, () => room.Here.Ledger.RecordAsync(room.Here.Stop(1)));
        await room.OptInAsync(3);
        var erasure = await LostAsync(room, () => room.EraseAsync(erased));
        await room.OptInAsync(4);

        Assert.Equal(2, await room.Here.Get<JournalCatchUp>().RunAsync(Cancellation));

        Assert.Single(room.Journal.Read(), batch => batch.Seq == stop && batch.Stops.Count == 1);
        Assert.Single(room.Journal.Read(), batch => batch.Seq == erasure && batch.Stops.Count == 1);
        await room.AssertSoundAsync();
        await room.RestoreAsync(backup);
        var replayed = await room.ReplayAsync();
        Assert.Equal((1, 1), (replayed.Withdrawals, replayed.Erasures));
        Assert.False(await room.HasRowAsync(2));
        Assert.Equal((1, 2), (await room.SuppressionsAsync(1), await room.SuppressionsAsync(2)));
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task What_was_appended_in_the_wrong_order_is_replayed_to_the_same_end()
    {
        await using var room = await BackupRoom.CreateAsync();
        var person = await room.OptInAsync(1);
        var backup = await room.BackUpAsync();
        await LostAsync(room, () => room.Here.Ledger.RecordAsync(room.Here.Stop(1)));
        await LostAsync(room, () => room.Here.Ledger.RecordAsync(room.Act(person, ConsentEventType.Restricted)));
        await room.EraseAsync(person);
        await room.Here.Get<JournalCatchUp>().RunAsync(Cancellation);

        await room.RestoreAsync(backup);
        Assert.Equal(1, (await room.ReplayAsync()).Erasures);

        await using var db = room.Here.Open();
        Assert.False(await db.Consents.AnyAsync(cell => cell.State == ConsentState.Given && db.Subscribers.Any(s => s.Id == cell.SubscriberId && s.ErasedAt == null), Cancellation));
        Assert.False(await db.Subscribers.AnyAsync(s => s.Cipher != null, Cancellation));
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task A_stop_of_a_number_that_was_erased_before_is_replayed_with_the_erasure()
    {
        await using var room = await BackupRoom.CreateAsync();
        var person = await room.OptInAsync(1);
        var backup = await room.BackUpAsync();
        await room.EraseAsync(person);
        await room.Here.Ledger.RecordAsync(room.Here.Stop(1));

        await room.RestoreAsync(backup);
        var replayed = await room.ReplayAsync();

        Assert.Equal((1, 1), (replayed.Withdrawals, replayed.Erasures));
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task Verification_names_it_once_it_cannot_be_on_its_way_any_more()
    {
        await using var room = await BackupRoom.CreateAsync();
        var lost = await LostAsync(room, () => room.OptInAsync(1));
        await room.OptInAsync(2);
        Assert.Empty(await FindingsAsync(room));

        room.AMinuteLater();
        room.AMinuteLater();

        var finding = Assert.Single(await FindingsAsync(room));
        Assert.Equal((FindingKind.JournalDiffers, lost), (finding.Kind, finding.BatchSeq));
    }

    [Fact]
    public async Task A_journal_that_is_damaged_in_its_middle_goes_on_at_its_end()
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.OptInAsync(1);
        var bytes = await File.ReadAllBytesAsync(room.Journal.Path, Cancellation);
        await room.OptInAsync(2);
        var lost = await LostAsync(room, () => room.OptInAsync(3));
        await using (var file = File.OpenWrite(room.Journal.Path))
        {
            file.Position = bytes.Length - 6;
            file.WriteByte((byte)~bytes[^6]);
        }

        Assert.Throws<AnchorJournalException>(() => room.Journal.Read().Count());

        Assert.Equal(1, await room.Here.Get<JournalCatchUp>().RunAsync(Cancellation));
        Assert.Equal(lost, room.Journal.Last()!.Seq);
    }

    [Fact]
    public async Task While_the_index_is_being_wrapped_nothing_is_written()
    {
        await using var room = await BackupRoom.CreateAsync();
        await LostAsync(room, () => room.OptInAsync(1));
        await room.OptInAsync(2);
        await using var db = room.Here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Cancellation);

        Assert.Equal(0, await room.Here.Get<JournalCatchUp>().RunAsync(Cancellation));
    }

    [Fact]
    public async Task A_command_writes_what_is_missing_before_it_records_anything()
    {
        await using var room = await BackupRoom.CreateAsync(realTime: true);
        var lost = await LostAsync(room, () => room.OptInAsync(1));
        room.Close();

        await using var command = await AppProcess.RunAsync(room.Folder, "backup", Path.Combine(TestFolders.Create(), "backup.db"));

        Assert.True(command.ExitCode == ExitCodes.Done, $"{command.Out}{command.Error}");
        Assert.Equal([lost, lost + 1], room.Journal.Read().Select(batch => batch.Seq).TakeLast(2));
    }

    private static async Task<IReadOnlyList<Finding>> FindingsAsync(BackupRoom room) =>
        (await room.Here.Get<LedgerVerification>().VerifyAsync(BackupRoom.Operator, cancellation: Cancellation)).Findings;

    /// <returns>The batch that the act became; the journal does not have it.</returns>
    private static async Task<long> LostAsync(BackupRoom room, Func<Task> act)
    {
        await act();
        List<JournalBatch> kept = [.. room.Journal.Read()];
        File.Delete(room.Journal.Path);
        foreach (var batch in kept.SkipLast(1))
        {
            room.Journal.Append(batch);
        }

        return kept[^1].Seq;
    }
}

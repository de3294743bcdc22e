using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Backups;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.KeyRotation;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Backups;

/// <summary>Whoever was taken off every list after a backup, and had not withdrawn, must not be on one again after the restore.</summary>
public sealed class ReplayingRestrictionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Source.Staff, false)]
    [InlineData(Source.Policy, false)]
    [InlineData(Source.Staff, true)]
    public async Task Whoever_was_restricted_since_is_so_again_and_nobody_else_is(Source source, bool anchoredAtTheNextStart)
    {
        await using var room = await BackupRoom.CreateAsync();
        var (restricted, other) = (await room.OptInAsync(1), await room.OptInAsync(2));
        var backup = await room.BackUpAsync();
        room.AMinuteLater();
        var at = room.Here.Database.Now;
        await RestrictAsync(room, restricted, source);
        if (anchoredAtTheNextStart)
        {
            File.Delete(room.Journal.Path);
            await room.Here.Get<JournalCatchUp>().RunAsync(Cancellation);
        }

        room.AMinuteLater();
        await room.RestoreAsync(backup);
        Assert.Equal([DecisionReasons.None], await DecideAsync(room, 1));
        await room.RefusalToStartAsync();
        var replayed = await room.ReplayAsync();

        Assert.Equal((0, 1, 0), (replayed.Withdrawals, replayed.Restrictions, replayed.Erasures));
        Assert.Equal([DecisionReasons.Restricted], await DecideAsync(room, 1));
        Assert.Equal([DecisionReasons.None], await DecideAsync(room, 2));
        await using var db = room.Here.Open();
        var act = await db.ConsentEvents.SingleAsync(e => e.Type == ConsentEventType.Restricted, Cancellation);
        Assert.Equal((restricted, Source.System, BackupRoom.Operator.Key, at), (act.SubscriberId, act.Source, act.Actor, act.OccurredAt));
        var interval = await db.Restrictions.SingleAsync(Cancellation);
        Assert.Equal((restricted, Times.Never, "restricted before the restore"), (interval.SubscriberId, interval.To, interval.Reason));
        Assert.Null((await db.Subscribers.SingleAsync(s => s.Id == other, Cancellation)).RestrictedAt);
        var details = (await db.AuditEntries.SingleAsync(entry => entry.Action == AuditAction.BackupRestored, Cancellation)).Details;
        Assert.Contains("\"restrictions\":1", details, StringComparison.Ordinal);
        await room.AssertSoundAsync();
        Assert.Equal(0, (await room.ReplayAsync()).Restrictions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restricted_and_then_erased_she_ends_as_erased_also_where_a_hold_stood_before(bool wasHeld)
    {
        await using var room = await BackupRoom.CreateAsync();
        var person = await room.OptInAsync(1);
        if (wasHeld)
        {
            await room.Here.Ledger.RecordAsync(room.Act(person, ConsentEventType.HoldPlaced) with { IntervalReason = "a case" });
        }

        var backup = await room.BackUpAsync();
        room.AMinuteLater();
        if (wasHeld)
        {
            await room.Here.Ledger.RecordAsync(room.Act(person, ConsentEventType.HoldReleased));
        }

        await RestrictAsync(room, person);
        room.AMinuteLater();
        await room.EraseAsync(person);

        await room.RestoreAsync(backup);
        var replayed = await room.ReplayAsync();

        Assert.Equal((1, 1), (replayed.Restrictions, replayed.Erasures));
        Assert.False(await room.HasRowAsync(1));
        await using var db = room.Here.Open();
        Assert.Equal(
            (ConsentEventType[])[.. wasHeld ? [ConsentEventType.HoldPlaced, ConsentEventType.HoldReleased] : Array.Empty<ConsentEventType>(), ConsentEventType.Restricted, ConsentEventType.Erased],
            await db.ConsentEvents.Where(e => e.SubscriberId == person && e.Type != ConsentEventType.Given).OrderBy(e => e.Seq).Select(e => e.Type).ToListAsync(Cancellation));
        var interval = await db.Restrictions.SingleAsync(Cancellation);
        Assert.Equal((room.Here.Database.Now, ""), (interval.To, interval.Reason));
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task Held_in_the_backup_and_released_since_she_is_restricted_all_the_same()
    {
        await using var room = await BackupRoom.CreateAsync();
        var person = await room.OptInAsync(1);
        await room.Here.Ledger.RecordAsync(room.Act(person, ConsentEventType.HoldPlaced) with { IntervalReason = "a case" });
        var backup = await room.BackUpAsync();
        await room.Here.Ledger.RecordAsync(room.Act(person, ConsentEventType.HoldReleased));
        await RestrictAsync(room, person);
        room.AMinuteLater();

        await room.RestoreAsync(backup);
        Assert.Equal(1, (await room.ReplayAsync()).Restrictions);

        Assert.Equal([DecisionReasons.Restricted], await DecideAsync(room, 1));
        await room.AssertSoundAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restricted_a_second_time_after_she_agreed_again_she_is_restricted_once(bool firstIsInTheBackup)
    {
        await using var room = await BackupRoom.CreateAsync();
        var person = await room.OptInAsync(1);
        var backup = firstIsInTheBackup ? "" : await room.BackUpAsync();
        await RestrictAsync(room, person);
        backup = firstIsInTheBackup ? await room.BackUpAsync() : backup;
        room.AMinuteLater();
        await room.OptInAsync(1);
        Assert.Equal([DecisionReasons.None], await DecideAsync(room, 1));
        await RestrictAsync(room, person);

        await room.RestoreAsync(backup);
        Assert.Equal(firstIsInTheBackup ? 0 : 1, (await room.ReplayAsync()).Restrictions);

        Assert.Equal([DecisionReasons.Restricted], await DecideAsync(room, 1));
        await using var db = room.Here.Open();
        Assert.Single(await db.Restrictions.ToListAsync(Cancellation));
        Assert.Equal(1, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Restricted, Cancellation));
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task Who_agreed_again_since_stays_restricted_until_she_agrees_once_more()
    {
        await using var room = await BackupRoom.CreateAsync();
        var person = await room.OptInAsync(1);
        var backup = await room.BackUpAsync();
        await RestrictAsync(room, person);
        room.AMinuteLater();
        await room.OptInAsync(1);
        await room.RestoreAsync(backup);
        await room.ReplayAsync();
        Assert.Equal([DecisionReasons.Restricted], await DecideAsync(room, 1));

        room.AMinuteLater();
        await room.OptInAsync(1);

        Assert.Equal([DecisionReasons.None], await DecideAsync(room, 1));
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task Who_came_after_the_backup_is_nobody()
    {
        await using var room = await BackupRoom.CreateAsync();
        await room.OptInAsync(1);
        var backup = await room.BackUpAsync();
        await RestrictAsync(room, await room.OptInAsync(2));

        await room.RestoreAsync(backup);
        Assert.Equal(0, (await room.ReplayAsync()).Restrictions);

        Assert.False(await room.HasRowAsync(2));
        await using var db = room.Here.Open();
        Assert.Empty(await db.Restrictions.ToListAsync(Cancellation));
        await room.AssertSoundAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Broken_off_it_goes_on_and_restricts_nobody_twice(bool anchored)
    {
        await using var room = await BackupRoom.CreateAsync();
        var (restricted, erased) = (await room.OptInAsync(1), await room.OptInAsync(2));
        var backup = await room.BackUpAsync();
        await RestrictAsync(room, restricted);
        await RestrictAsync(room, erased);
        await room.EraseAsync(erased);
        await room.RestoreAsync(backup);
        await room.ReplayAsync();
        var folder = Path.GetDirectoryName(room.Journal.Path)!;
        Directory.Move(Assert.Single(Directory.GetDirectories(folder, "replaced-*")), Path.Combine(folder, "replaying"));
        if (!anchored)
        {
            File.Delete(room.Journal.Path);
        }

        var replayed = await room.ReplayAsync();

        Assert.Equal((2, 1), (replayed.Restrictions, replayed.Erasures));
        await using var db = room.Here.Open();
        Assert.Equal(2, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Restricted, Cancellation));
        Assert.Equal(1, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Erased, Cancellation));
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.BackupRestored, Cancellation));
        Assert.Equal(3, room.Journal.Read().SelectMany(batch => batch.Stops).Count());
        await room.AssertSoundAsync();
    }

    [Fact]
    public async Task A_number_that_nobody_confirmed_leaves_nothing_also_where_it_was_restricted_first()
    {
        await using var room = await BackupRoom.CreateAsync();
        var asked = await room.Here.Ledger.RecordAsync(room.Here.OptIn(1) with { Type = ConsentEventType.Requested, Pending = new(Guid.CreateVersion7(), new byte[32], room.Here.Database.Now.AddHours(24)) });
        var early = await room.BackUpAsync("early.db");
        await RestrictAsync(room, asked.Value!.SubscriberId);
        var late = await room.BackUpAsync("late.db");
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(40));
        await room.Here.Get<LapseRequests>().RunAsync(Cancellation);
        Assert.False(await room.HasRowAsync(1));

        foreach (var backup in (string[])[late, early])
        {
            room.AMinuteLater();
            await room.RestoreAsync(backup);
            Assert.True(await room.HasRowAsync(1));
            Assert.Equal(1, (await room.ReplayAsync()).Erasures);

            Assert.False(await room.HasRowAsync(1));
            Assert.Equal(0, await room.SuppressionsAsync(1));
            await room.AssertSoundAsync();
        }
    }

    [Fact]
    public async Task A_rotation_of_the_index_since_leaves_the_name_of_her_row_as_it_is()
    {
        await using var room = await BackupRoom.CreateAsync();
        var person = await room.OptInAsync(1);
        var backup = await room.BackUpAsync();
        await RestrictAsync(room, person);
        await RotateAsync(room);
        await room.RestoreAsync(backup);

        Assert.Equal(ReplayJournal.OlderIndex, (await room.Here.Get<ReplayJournal>().ExecuteAsync(BackupRoom.Operator, Cancellation)).Error);
        await RotateAsync(room);
        Assert.Equal(1, (await room.ReplayAsync()).Restrictions);

        Assert.Equal([DecisionReasons.Restricted], await DecideAsync(room, 1));
        await room.AssertSoundAsync();
    }

    private static async Task RestrictAsync(BackupRoom room, long person, Source source = Source.Staff) =>
        Assert.Null((await room.Here.Ledger.RecordAsync(room.Act(person, ConsentEventType.Restricted) with { Source = source, IntervalReason = "she disputes that she agreed" })).Error);

    private static Task<IReadOnlyList<DecisionReasons>> DecideAsync(BackupRoom room, int number) =>
        room.Here.Get<ConsentDecisions>().DecideAsync([room.Here.Number(number)], new(room.Here.Shop.Id, Channel.Sms, MessageType.Promotional), Cancellation);

    private static Task RotateAsync(BackupRoom room) => room.Here.Get<RotateKeys>().ExecuteAsync(new() { Index = true, Options = new() { SettleMilliseconds = 0 } }, BackupRoom.Operator, null, Cancellation);
}

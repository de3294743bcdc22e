using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Backups;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Backups;

public sealed class RestoringABackupTests
{
    private static readonly Actor Operator = Actor.System("test");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_who_stopped_or_was_erased_since_comes_back()
    {
        await using var here = await Installation.CreateAsync();
        var (stops, erased) = ((await here.Ledger.RecordAsync(here.OptIn(1))).Value!.SubscriberId, (await here.Ledger.RecordAsync(here.OptIn(2))).Value!.SubscriberId);
        var backup = await BackUpAsync(here);
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await here.Ledger.RecordAsync(here.Stop(1));
        await here.Ledger.RecordAsync(new() { SubscriberId = erased, Type = ConsentEventType.Erased, Source = Source.System, OccurredAt = here.Database.Now, Actor = Operator });
        await here.Ledger.RecordAsync(here.OptIn(3));
        await here.Ledger.RecordAsync(here.Stop(4));
        Close(here);

        Assert.Null((await here.Get<RestoreBackup>().ExecuteAsync(backup, Cancellation)).Error);
        await Assert.ThrowsAsync<AnchorJournalException>(() => here.Get<JournalCatchUp>().RunAsync(Cancellation));
        var replayed = await here.Get<ReplayJournal>().ExecuteAsync(Operator, Cancellation);

        Assert.Equal((2, 1), (replayed.Value!.Withdrawals, replayed.Value.Erasures));
        await using var db = here.Open();
        Assert.Equal(ConsentState.Withdrawn, (await db.Consents.SingleAsync(cell => cell.SubscriberId == stops, Cancellation)).State);
        var row = await db.Subscribers.SingleAsync(s => s.Id == erased, Cancellation);
        Assert.Equal((null, null), (row.Cipher, row.BlindIndex));
        Assert.Equal(2, await db.Suppressions.CountAsync(s => s.Reason == SuppressionReason.Erased, Cancellation));
        Assert.Equal(2, await db.Suppressions.CountAsync(s => s.Reason == SuppressionReason.Withdrawn, Cancellation));
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.BackupRestored, Cancellation));
        Assert.Empty((await here.Get<LedgerVerification>().VerifyAsync(Operator, cancellation: Cancellation)).Findings);
        Assert.Equal(0, await here.Get<JournalCatchUp>().RunAsync(Cancellation));
        Assert.Equal(0, (await here.Get<ReplayJournal>().ExecuteAsync(Operator, Cancellation)).Value!.Withdrawals);
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_and_everything_stays()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        var backup = await BackUpAsync(here);
        var bytes = await File.ReadAllBytesAsync(backup, Cancellation);
        Close(here);
        var before = await FilesAsync(here);

        foreach (var damaged in (byte[][])[[], [1, 2, 3], bytes[..(bytes.Length / 2)]])
        {
            await File.WriteAllBytesAsync(backup, damaged, Cancellation);
            var refused = await Record.ExceptionAsync(async () => Assert.Equal(RestoreBackup.Damaged, (await here.Get<RestoreBackup>().ExecuteAsync(backup, Cancellation)).Error));
            Assert.True(refused is null or StartupException, refused?.ToString());
        }

        Assert.Equal(before, await FilesAsync(here));
    }

    [Fact]
    public async Task A_backup_of_another_installation_is_refused()
    {
        await using var here = await Installation.CreateAsync();
        await using var there = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await there.Ledger.RecordAsync(there.OptIn(2));
        var backup = await BackUpAsync(there);
        Close(here);

        Assert.Equal(ReplayJournal.AnotherLedger, (await here.Get<RestoreBackup>().ExecuteAsync(backup, Cancellation)).Error);
    }

    [Fact]
    public async Task Nothing_is_put_in_place_while_another_process_has_the_database_open()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        var backup = await BackUpAsync(here);
        await using var open = here.Open();
        await open.Database.OpenConnectionAsync(Cancellation);
        await open.Subscribers.CountAsync(Cancellation);

        Assert.Equal(RestoreBackup.Running, (await here.Get<RestoreBackup>().ExecuteAsync(backup, Cancellation)).Error);
    }

    [Fact]
    public async Task A_backup_overwrites_nothing_and_is_audited()
    {
        await using var here = await Installation.CreateAsync();
        var backup = await BackUpAsync(here);
        var before = await File.ReadAllBytesAsync(backup, Cancellation);

        Assert.Equal(BackUp.Exists, (await here.Get<BackUp>().ExecuteAsync(backup, Operator, Cancellation)).Error);

        Assert.Equal(before, await File.ReadAllBytesAsync(backup, Cancellation));
        await using var db = here.Open();
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.BackupMade, Cancellation));
    }

    private static async Task<string> BackUpAsync(Installation here)
    {
        var file = Path.Combine(here.Database.Folder, "backup.db");
        Assert.Null((await here.Get<BackUp>().ExecuteAsync(file, Operator, Cancellation)).Error);
        return file;
    }

    private static void Close(Installation here)
    {
        using var db = here.Open();
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
    }

    private static async Task<List<string>> FilesAsync(Installation here)
    {
        var files = Directory.GetFiles(here.Database.Folder, "consent.db*").Order(StringComparer.Ordinal).ToList();
        return [.. files, Convert.ToHexString(await File.ReadAllBytesAsync(here.Database.Contexts.SqliteFile!, Cancellation))];
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Backups;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Operations.Backups;

/// <summary>An installation with its keys in the folder, that is backed up and put back.</summary>
internal sealed class BackupRoom : IAsyncDisposable
{
    private BackupRoom(Installation here) => Here = here;

    public static Actor Operator { get; } = Actor.System("test");

    public Installation Here { get; }

    public string Folder => Here.Database.Folder;

    public string DatabaseFile => Here.Database.Contexts.SqliteFile!;

    public AnchorJournal Journal => Here.Get<AnchorJournal>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="realTime">So that the app itself may be started on it.</param>
    public static async Task<BackupRoom> CreateAsync(bool realTime = false)
    {
        var here = await Installation.CreateAsync(configure: services =>
        {
            services.AddSingleton(at => KeyStore.From(new(), at.GetRequiredService<DashboardContexts>().Folder));
            if (realTime)
            {
                services.AddSingleton(TimeProvider.System);
            }
        });
        await here.Get<DatabaseStartup>().PrepareAsync(Cancellation);
        return new(here);
    }

    public async Task<long> OptInAsync(int number) => (await Here.Ledger.RecordAsync(Here.OptIn(number))).Value!.SubscriberId;

    public async Task EraseAsync(long subscriber) => Assert.False((await Here.Ledger.RecordAsync(Act(subscriber, ConsentEventType.Erased))).Failed);

    public ConsentAct Act(long subscriber, ConsentEventType type) => new() { SubscriberId = subscriber, Type = type, Source = Source.System, OccurredAt = Here.Database.Now, Actor = Operator };

    public void AMinuteLater() => Here.Database.Clock.Advance(TimeSpan.FromMinutes(1));

    public async Task<string> BackUpAsync(string name = "backup.db")
    {
        var file = Path.Combine(Folder, name);
        Assert.Null((await Here.Get<BackUp>().ExecuteAsync(file, Operator, Cancellation)).Error);
        return file;
    }

    /// <summary>As if this process had ended: nothing of it has the file open.</summary>
    public void Close()
    {
        using var db = Here.Open();
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
    }

    /// <returns>Where the database from before lies.</returns>
    public async Task<string> RestoreAsync(string backup)
    {
        Close();
        var restored = await Here.Get<RestoreBackup>().ExecuteAsync(backup, Cancellation);
        Assert.Null(restored.Error);
        return restored.Value!;
    }

    public async Task<ReplayedJournal> ReplayAsync()
    {
        var replayed = await Here.Get<ReplayJournal>().ExecuteAsync(Operator, Cancellation);
        Assert.Null(replayed.Error);
        return replayed.Value!;
    }

    public Task<AnchorJournalException> RefusalToStartAsync() => Assert.ThrowsAsync<AnchorJournalException>(() => Here.Get<JournalCatchUp>().RunAsync(Cancellation));

    /// <summary>The app starts, finds nothing to mend, and the ledger holds.</summary>
    public async Task AssertSoundAsync()
    {
        Assert.Equal(0, await Here.Get<JournalCatchUp>().RunAsync(Cancellation));
        Assert.Empty((await Here.Get<LedgerVerification>().VerifyAsync(Operator, cancellation: Cancellation)).Findings);
    }

    public byte[] BlindIndex(int number) => Here.Get<NumberVault>().BlindIndex(Here.Number(number).Value, 1);

    public async Task<bool> HasRowAsync(int number)
    {
        await using var db = Here.Open();
        var index = BlindIndex(number);
        return await db.Subscribers.AnyAsync(s => s.BlindIndex == index, Cancellation);
    }

    public async Task<int> SuppressionsAsync(int number)
    {
        await using var db = Here.Open();
        var index = BlindIndex(number);
        return await db.Suppressions.CountAsync(s => s.BlindIndex == index, Cancellation);
    }

    public ValueTask DisposeAsync() => Here.DisposeAsync();
}

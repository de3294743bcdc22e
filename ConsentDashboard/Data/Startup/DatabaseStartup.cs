using System.Data.Common;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Security.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ConsentDashboard.Data.Startup;

/// <summary>
/// Brings the database and its keys to where this build can work with them, or says why not. Everything that can refuse
/// is looked at before anything is written, and nothing that is there is ever overwritten.
/// </summary>
public sealed class DatabaseStartup(DashboardContexts contexts, KeyStore keys, TimeProvider clock)
{
    /// <exception cref="StartupException">The database or the keys cannot be used.</exception>
    public async Task PrepareAsync(CancellationToken cancellation = default)
    {
        try
        {
            DataFolder.Create(contexts.Folder);
            using var turn = await DataFolder.LockAsync(contexts.Folder, cancellation);
            await PrepareLockedAsync(cancellation);
        }
        catch (KeyException e)
        {
            throw new StartupException(e.Message, e);
        }
        catch (Exception e) when (Unwrap(e) is SqliteException sqlite && SqliteFile.Of(contexts) is { } file && SqliteRefusals.Explain(sqlite, file.Path) is { } why)
        {
            throw new StartupException(why, e);
        }
        catch (Exception e) when (Unwrap(e) is DbException server && contexts.Options.Provider == DatabaseProvider.SqlServer)
        {
            throw new StartupException($"The database server does not let the app in: {server.Message} Check Database:ConnectionString, and that the login may create and change tables.", e);
        }
    }

    private static Exception Unwrap(Exception e) => e is DbUpdateException or RetryLimitExceededException && e.InnerException is { } inner ? Unwrap(inner) : e;

    private async Task PrepareLockedAsync(CancellationToken cancellation)
    {
        var file = SqliteFile.Of(contexts);
        if (file is not null)
        {
            await file.CreateOrProbeAsync(cancellation);
        }

        await using var db = contexts.CreateDbContext();
        var register = new KeyRegister(db, keys, DatabaseName(file), clock);
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellation)).ToList();
        RefuseNewer(applied, db, DatabaseName(file));
        if (applied.Count > 0)
        {
            await register.CheckAsync(cancellation);
        }
        else if (keys.Exists)
        {
            // Read them before there is a table: unreadable keys must not leave half an installation behind.
            _ = keys.Current;
        }

        if (file is not null)
        {
            await SqliteFile.UseWriteAheadLogAsync(db, cancellation);
        }

        if (applied.Count < db.Database.GetMigrations().Count())
        {
            await (file is null ? Task.CompletedTask : SqliteFile.DropAbandonedLockAsync(db, cancellation));
            await db.Database.MigrateAsync(cancellation);
        }

        await EnsureHeadAsync(db, cancellation);
        await register.RegisterAsync(cancellation);
    }

    private static void RefuseNewer(List<string> applied, DashboardDbContext db, string name)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        if (applied.Find(migration => !known.Contains(migration)) is { } newer)
        {
            throw new StartupException($"{name} was written by a newer version of the app (it has the change {newer}). Start that version or a later one, or restore the backup from before the update. It was not changed.");
        }
    }

    private async Task EnsureHeadAsync(DashboardDbContext db, CancellationToken cancellation)
    {
        if (await db.LedgerHead.AnyAsync(cancellation))
        {
            return;
        }

        if (await db.Subscribers.AnyAsync(cancellation) || await db.LedgerBatches.AnyAsync(cancellation))
        {
            throw new StartupException("The row that leads the ledger (table LedgerHead) is gone, though there are records. Restore the database from your backup.");
        }

        db.LedgerHead.Add(new LedgerHead());
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // Another node of the same server was quicker.
            db.ChangeTracker.Clear();
            _ = await db.LedgerHead.SingleAsync(cancellation);
        }
    }

    private static string DatabaseName(SqliteFile? file) => file is null ? "The database" : $"The database file {file.Path}";
}

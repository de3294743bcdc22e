using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Backups;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.Data.Sqlite;

namespace ConsentDashboard.Commands;

internal static class BackupCommands
{
    public static readonly Command Backup = new("backup", "writes a consistent copy of the database to a new FILE while the app goes on; the keys are not in it", BackUpAsync) { Argument = "FILE" };

    public static readonly Command Restore = new("restore", "puts a backup in the place of the database, and stops, restricts and erases again whoever was since; the app must not run", RestoreAsync)
    {
        Argument = "FILE",
        NeedsDatabase = false,
    };

    public static readonly Command Replay = new("replay-journal", "the second half of a restore: stops, restricts and erases again whoever was since; for a database server's own backup, or after a restore was broken off", ReplayAsync)
    {
        WorksInMaintenance = true,
        WorksBeforeReplay = true,
    };

    private static async Task<int> BackUpAsync(CommandContext context)
    {
        var last = await OrAsync(context, $"{context.Input.Argument} could not be written", () => context.Services.GetRequiredService<BackUp>().ExecuteAsync(Path.GetFullPath(context.Input.Argument), Actor.System("backup"), context.Cancellation));
        await context.Out.WriteLineAsync($"Everything up to batch {last} is in {context.Input.Argument}. The keys are not: keep them in another place.");
        return ExitCodes.Done;
    }

    private static async Task<int> RestoreAsync(CommandContext context)
    {
        var before = await OrAsync(context, $"{context.Input.Argument} could not be put in place", () => context.Services.GetRequiredService<RestoreBackup>().ExecuteAsync(Path.GetFullPath(context.Input.Argument), context.Cancellation));
        if (before.Length > 0)
        {
            await context.Out.WriteLineAsync($"The database from before is kept as {before}. It still holds whoever was erased since the backup: delete that file, and those whose names begin like it, once the app runs well.");
        }

        // Without it nothing shows who stopped since, and nobody would know that it is missing.
        if (context.Services.GetRequiredService<AnchorJournal>() is var journal && !File.Exists(journal.Path) && new ReplacedJournal(journal) is { IsThere: false })
        {
            await context.Error.WriteLineAsync($"THERE IS NO JOURNAL at {journal.Path}: whoever stopped, was restricted or was erased since the backup is not known. If you have it, put it there and run -- replay-journal before the app is started.");
        }

        await context.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(context.Cancellation);
        return await ReplayAsync(context);
    }

    private static async Task<int> ReplayAsync(CommandContext context)
    {
        var done = await OrAsync(context, "The journal could not be replayed to its end", () => context.Services.GetRequiredService<ReplayJournal>().ExecuteAsync(Actor.System("restore"), context.Cancellation));
        await context.Out.WriteLineAsync(done.From == done.To
            ? $"The database has everything that the journal has, up to batch {done.To}. There was nothing to replay."
            : $"The database had everything up to batch {done.From}, the journal goes to {done.To}: {done.Withdrawals} withdrawals, {done.Restrictions} restrictions and {done.Erasures} erasures were recorded again. Run -- verify-ledger.");
        return ExitCodes.Done;
    }

    private static async Task<T> OrAsync<T>(CommandContext context, string failure, Func<Task<Result<T>>> work)
    {
        try
        {
            var result = await work();
            return result.Failed ? throw new CommandException(Why(result.Error, context)) : result.Value;
        }
        catch (Exception e) when (DiskSpace.IsFull(e))
        {
            throw new CommandException($"{failure}: the disk is full. Make room and try again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new CommandException($"{failure}: {e.Message}");
        }
    }

    private static string Why(Error error, CommandContext context) => error switch
    {
        _ when error == BackUp.Exists => $"{context.Input.Argument} is there already and was left as it is. Name another file.",
        _ when error == BackUp.ServersOwn => "The data is on a database server: use its own BACKUP and RESTORE, and run -- replay-journal after a restore.",
        _ when error == RestoreBackup.Damaged => $"{context.Input.Argument} is damaged, or no database of this app. Nothing was changed.",
        _ when error == RestoreBackup.Running => "The database is open in another process. Stop the app, and whatever else reads the file. Nothing was changed.",
        _ when error == ReplayJournal.AnotherLedger => "The journal and this database have no batch in common: it is not a backup of this installation. Nothing was changed.",
        _ when error == ReplayJournal.OlderIndex => "The database is from before the Index key was rotated last. Run -- rotate-keys --index, then -- replay-journal; the app does not start until then.",
        _ => "Not every stop of the journal could be recorded. Run -- replay-journal to go on; the app does not start until then.",
    };
}

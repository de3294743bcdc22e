using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Backups;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Commands;

internal static class BackupCommands
{
    public static readonly Command Backup = new("backup", "writes a consistent copy of the database to a new FILE while the app goes on; the keys are not in it", BackUpAsync) { Argument = "FILE" };

    public static readonly Command Restore = new("restore", "puts a backup in the place of the database, and stops and erases again whoever was since; the app must not run", RestoreAsync)
    {
        Argument = "FILE",
        NeedsDatabase = false,
    };

    public static readonly Command Replay = new("replay-journal", "the second half of a restore: stops and erases again whoever was since; for a database server's own backup, or after a restore was broken off", ReplayAsync);

    private static async Task<int> BackUpAsync(CommandContext context)
    {
        try
        {
            var done = await context.Services.GetRequiredService<BackUp>().ExecuteAsync(Path.GetFullPath(context.Input.Argument), Actor.System("backup"), context.Cancellation);
            await context.Out.WriteLineAsync($"Everything up to batch {Or(done, context)} is in {context.Input.Argument}. The keys are not: keep them in another place.");
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{context.Input.Argument} cannot be written: {e.Message}");
        }
    }

    private static async Task<int> RestoreAsync(CommandContext context)
    {
        try
        {
            var before = Or(await context.Services.GetRequiredService<RestoreBackup>().ExecuteAsync(Path.GetFullPath(context.Input.Argument), context.Cancellation), context);
            if (before.Length > 0)
            {
                await context.Out.WriteLineAsync($"The database from before is kept as {before}. It still holds whoever was erased since the backup: delete it when you no longer need it.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{context.Input.Argument} cannot be put in place: {e.Message}");
        }

        return await ReplayAsync(context);
    }

    private static async Task<int> ReplayAsync(CommandContext context)
    {
        var done = Or(await context.Services.GetRequiredService<ReplayJournal>().ExecuteAsync(Actor.System("restore"), context.Cancellation), context);
        await context.Out.WriteLineAsync($"The database ended at batch {done.From}, the journal at {done.To}: {done.Withdrawals} withdrawals and {done.Erasures} erasures were recorded again. Run -- verify-ledger.");
        return ExitCodes.Done;
    }

    private static T Or<T>(Result<T> result, CommandContext context) => result.Error is { } error ? throw new CommandException(Why(error, context)) : result.Value!;

    private static string Why(Error error, CommandContext context) => error switch
    {
        _ when error.Equals(BackUp.Exists) => $"{context.Input.Argument} is there already and was left as it is. Name another file.",
        _ when error.Equals(BackUp.ServersOwn) => "The data is on a database server: use its own BACKUP and RESTORE, and run -- replay-journal after a restore.",
        _ when error.Equals(RestoreBackup.Damaged) => $"{context.Input.Argument} is damaged, or no database of this app. Nothing was changed.",
        _ when error.Equals(RestoreBackup.Running) => "The database is open in another process. Stop the app, and whatever else reads the file. Nothing was changed.",
        _ when error.Equals(ReplayJournal.AnotherLedger) => "The journal knows another batch at the place where this database ends: it is not a backup of this installation. Nothing was changed.",
        _ when error.Equals(ReplayJournal.OlderIndex) => "The database is from before a rotation of the index key. Run -- rotate-keys --index, then -- replay-journal.",
        _ => "Not every stop of the journal could be recorded. Run -- replay-journal to go on; the app does not start until then.",
    };
}

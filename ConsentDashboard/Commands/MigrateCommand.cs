using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Commands;

/// <summary>Preparing the database is the whole of it; it happens before any command that needs one.</summary>
internal static class MigrateCommand
{
    public static readonly Command Command = new("migrate", "brings the database to this version; a start does the same", RunAsync) { WorksInMaintenance = true, WorksBeforeReplay = true };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var contexts = context.Services.GetRequiredService<DashboardContexts>();
        await using var db = contexts.CreateDbContext();
        var applied = await db.Database.GetAppliedMigrationsAsync(context.Cancellation);
        await context.Out.WriteLineAsync($"The database {contexts.SqliteFile ?? "on the server"} is at {applied.Last()}.");
        return ExitCodes.Done;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Backups;

/// <summary>A consistent copy of the database in one new file, while the app goes on. The keys are not in it.</summary>
public sealed class BackUp(DashboardContexts contexts, AuditTrail audit)
{
    public static readonly Error Exists = new("Backups.Exists", ErrorKind.Conflict);

    /// <summary>The data is on a database server, or in no file.</summary>
    public static readonly Error ServersOwn = new("Backups.ServersOwn", ErrorKind.Refused);

    /// <returns>The last batch that is in the copy.</returns>
    public async Task<Result<long>> ExecuteAsync(string file, Actor actor, CancellationToken cancellation = default)
    {
        if (SqliteFile.Of(contexts) is null)
        {
            return ServersOwn;
        }

        if (Path.Exists(file))
        {
            return Exists;
        }

        // Complete or not there at all: whoever finds the file may trust it.
        var partial = $"{file}.{Guid.CreateVersion7():N}.partial";
        try
        {
            BackupFile.CreateForOwner(partial).Dispose();
            await using (var db = contexts.CreateDbContext())
            {
                await db.Database.ExecuteSqlAsync($"VACUUM INTO {partial}", cancellation);
            }

            var last = await BackupFile.LastBatchAsync(partial, cancellation);
            BackupFile.FlushToDisk(partial);
            File.Move(partial, file, overwrite: false);
            AnchorJournalFolder.Flush(Path.GetDirectoryName(file)!);
            await audit.RecordAsync(new(actor, AuditAction.BackupMade, Details: $$"""{"batch":{{last}}}"""), CancellationToken.None);
            return last;
        }
        finally
        {
            BackupFile.Remove(partial);
        }
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Backups;

/// <summary>A consistent copy of the database in one new file, while the app goes on. The keys are not in it.</summary>
public sealed class BackUp(DashboardContexts contexts, AuditTrail audit)
{
    public static readonly Error Exists = new("Backups.Exists", ErrorKind.Conflict);
    public static readonly Error ServersOwn = new("Backups.ServersOwn", ErrorKind.Refused);

    /// <returns>The last batch that is in the copy.</returns>
    public async Task<Result<long>> ExecuteAsync(string file, Actor actor, CancellationToken cancellation = default)
    {
        if (contexts.SqliteFile is null)
        {
            return ServersOwn;
        }

        if (File.Exists(file))
        {
            return Exists;
        }

        // Complete or not there at all: whoever finds the file may trust it.
        var partial = $"{file}.{Guid.CreateVersion7():N}.partial";
        try
        {
            CreateForOwner(partial);
            await using (var db = contexts.CreateDbContext())
            {
                await db.Database.ExecuteSqlAsync($"VACUUM INTO {partial}", cancellation);
            }

            var seq = await BackupFile.HeadAsync(partial, cancellation);
            File.Move(partial, file, overwrite: false);
            await audit.RecordAsync(new(actor, AuditAction.BackupMade, Details: $$"""{"batch":{{seq.Seq}}}"""), cancellation);
            return seq.Seq;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    // SQLite writes into an empty file that is there, and leaves its mode as it is.
    private static void CreateForOwner(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }
}

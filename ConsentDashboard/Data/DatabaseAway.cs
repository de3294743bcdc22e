using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ConsentDashboard.Data;

public static class DatabaseAway
{
    /// <summary>
    /// Whether the database or the journal could not be used, so that the same may well work a little later. A full disk meets
    /// the journal as an IOException, and SQLite as an error of its own.
    /// </summary>
    public static bool Is(Exception e) => e is DbException or DbUpdateException or RetryLimitExceededException or TimeoutException or IOException;
}

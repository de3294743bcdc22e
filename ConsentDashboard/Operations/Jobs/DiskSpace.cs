using Microsoft.Data.Sqlite;

namespace ConsentDashboard.Operations.Jobs;

/// <summary>Tells a full disk from other failures, because staff can do something about it.</summary>
public static class DiskSpace
{
    private const int SqliteFull = 13;

    // A quota, or a file that may not grow: SQLite says FULL only of a disk without a free block.
    private const int SqliteWriteFailed = 778;
    private const int NoSpace = 28;
    private const int FileTooLarge = 27;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static bool IsFull(Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: SqliteFull } or SqliteException { SqliteExtendedErrorCode: SqliteWriteFailed } => true,
        IOException { HResult: NoSpace or FileTooLarge or WindowsDiskFull } => true,
        { InnerException: { } inner } => IsFull(inner),
        _ => false,
    };
}

using Microsoft.Data.Sqlite;

namespace ConsentDashboard.Data.Startup;

/// <summary>What SQLite's errors mean to the person who runs the app, and what to do.</summary>
internal static class SqliteRefusals
{
    /// <returns>Null where the error says nothing about the file.</returns>
    public static string? Explain(SqliteException error, string file) => error.SqliteErrorCode switch
    {
        5 or 6 => $"The database file {file} is locked by another process. Close what holds it (a database browser, a backup, a copy of the app) and start again. Nothing was changed.",
        8 => ReadOnly(file),
        10 or 13 => $"The disk under the database file {file} is full or fails ({error.Message}). Make room or move it, then start again.",
        11 or 26 => Damaged(file),
        14 => $"The database file {file} cannot be opened. See that it is a file, and that the service's user may write to it and to its folder. Nothing was changed.",
        _ => null,
    };

    public static string ReadOnly(string file) =>
        $"The database file {file} is read-only. Give the service's user the right to write to it and to its folder, or set Database:Folder to a folder where it has that right. Nothing was changed.";

    public static string Damaged(string file) =>
        $"The database file {file} is damaged, or is no SQLite database. Restore it from your backup, or set Database:File to another name to begin anew. It was not changed.";
}

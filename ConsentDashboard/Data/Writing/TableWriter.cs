using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ConsentDashboard.Data.Writing;

/// <summary>
/// Writes rows of one table inside the caller's transaction, with the columns and conversions of the model: bare
/// prepared statements on SQLite, <see cref="SqlBulkCopy"/> for large inserts on SQL Server. Entity Framework's own
/// batches spend four times as long on change tracking as the database spends on writing.
/// </summary>
public sealed class TableWriter<T> : IDisposable
    where T : class
{
    private const int BulkCopyFrom = 200;

    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly TableShape<T> _shape;
    private Func<T, CancellationToken, ValueTask<int>>? _insert;
    private Func<T, CancellationToken, ValueTask<int>>? _update;
    private Func<T, CancellationToken, ValueTask<int>>? _add;
    private Action? _dispose;

    public TableWriter(DashboardDbContext db)
    {
        _connection = db.Database.GetDbConnection();
        _transaction = db.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Rows are written inside a transaction.");
        _shape = TableShape<T>.Of(db);
    }

    public async Task InsertAsync(IReadOnlyCollection<T> rows, CancellationToken cancellation = default)
    {
        if (_connection is SqlConnection connection && rows.Count >= BulkCopyFrom)
        {
            await CopyAsync(connection, rows, cancellation);
        }
        else if (rows.Count > 0)
        {
            _insert ??= Statement(_shape.Insert);
            await ExecuteAsync(_insert, rows, cancellation);
        }
    }

    /// <summary>Writes every column but the key.</summary>
    /// <returns>How many rows there were to update.</returns>
    public async Task<int> UpdateAsync(IReadOnlyCollection<T> rows, CancellationToken cancellation = default)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        _update ??= Statement(_shape.Update);
        return await ExecuteAsync(_update, rows, cancellation);
    }

    /// <summary>Adds to one column of the rows that are there. Always the same column for one writer.</summary>
    /// <returns>The rows that are not there, for the caller to insert.</returns>
    public async Task<IReadOnlyList<T>> AddAsync(IReadOnlyCollection<T> rows, string property, CancellationToken cancellation = default)
    {
        _add ??= Statement(parameter => _shape.Add(property, parameter));
        List<T> missing = [];
        foreach (var row in rows)
        {
            if (await _add(row, cancellation) == 0)
            {
                missing.Add(row);
            }
        }

        return missing;
    }

    public void Dispose() => _dispose?.Invoke();

    private static async Task<int> ExecuteAsync(Func<T, CancellationToken, ValueTask<int>> statement, IReadOnlyCollection<T> rows, CancellationToken cancellation)
    {
        var changed = 0;
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            changed += await statement(row, cancellation);
        }

        return changed;
    }

    private Func<T, CancellationToken, ValueTask<int>> Statement(Func<Func<TableColumn, string>, string> text)
    {
        if (_connection is SqliteConnection sqlite)
        {
            var statement = new SqliteStatement<T>(sqlite, text(column => $"?{column.Number}"), _shape.Bind);
            _dispose += statement.Dispose;
            return (row, _) => ValueTask.FromResult(statement.Execute(row));
        }

        var command = Command(text(column => column.Parameter));
        _dispose += command.Dispose;
        return async (row, cancellation) =>
        {
            foreach (var column in _shape.Columns)
            {
                command.Parameters[column.Number - 1].Value = column.Read(row);
            }

            return await command.ExecuteNonQueryAsync(cancellation);
        };
    }

    private DbCommand Command(string text)
    {
        var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = text;
        foreach (var column in _shape.Columns)
        {
            command.Parameters.Add(column.CreateParameter(command));
        }

        command.Prepare();
        return command;
    }

    private async Task CopyAsync(SqlConnection connection, IReadOnlyCollection<T> rows, CancellationToken cancellation)
    {
        using var table = new DataTable();
        foreach (var column in _shape.Columns)
        {
            table.Columns.Add(column.Name, column.ProviderType);
        }

        foreach (var row in rows)
        {
            table.Rows.Add([.. _shape.Columns.Select(column => column.Read(row))]);
        }

        using var copy = new SqlBulkCopy(connection, SqlBulkCopyOptions.CheckConstraints, (SqlTransaction)_transaction) { DestinationTableName = _shape.Table };
        foreach (var column in _shape.Columns)
        {
            copy.ColumnMappings.Add(column.Name, column.Name);
        }

        await copy.WriteToServerAsync(table, cancellation);
    }
}

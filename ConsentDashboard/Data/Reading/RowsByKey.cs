using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace ConsentDashboard.Data.Reading;

/// <summary>
/// Reads the rows that have one of many keys in an indexed column: the ledger asks for hundreds at a time, inside the
/// transaction that keeps others from writing. On SQLite one prepared statement takes key after key, which is five times as
/// fast as Entity Framework's list of parameters; SQL Server is given lists.
/// </summary>
internal sealed class RowsByKey<T>
    where T : class, new()
{
    // SQL Server takes 2,100 parameters a statement.
    private const int Chunk = 500;

    private static readonly ConditionalWeakTable<IEntityType, Dictionary<string, RowsByKey<T>>> Known = [];

    private readonly string _text;
    private readonly Func<object, object> _store;
    private readonly Func<sqlite3_stmt, int, T>? _readStatement;
    private readonly Func<DbDataReader, int, T>? _readRow;

    private RowsByKey(IEntityType type, string property, bool isSqlite)
    {
        IProperty[] properties = [.. type.GetProperties()];
        var key = type.FindProperty(property)!;
        _text = $"SELECT {string.Join(", ", properties.Select(p => $"\"{p.GetColumnName()}\""))} FROM \"{type.GetTableName()}\" WHERE \"{key.GetColumnName()}\"";
        _store = key.GetTypeMapping().Converter is { } converter ? value => converter.ConvertToProvider(value)! : value => value;
        if (isSqlite)
        {
            _readStatement = RowReading.Compile<sqlite3_stmt, T>(properties, new SqliteStatementReading());
        }
        else
        {
            _readRow = RowReading.Compile<T>(properties, new());
        }
    }

    /// <param name="property">Of a whole number, bytes or a key of sixteen bytes.</param>
    public static RowsByKey<T> Of(DashboardDbContext db, string property)
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        var byProperty = Known.GetValue(type, static _ => []);
        lock (byProperty)
        {
            if (!byProperty.TryGetValue(property, out var rows))
            {
                byProperty[property] = rows = new(type, property, db.Database.IsSqlite());
            }

            return rows;
        }
    }

    /// <summary>What is asked of either database, for the plan tests.</summary>
    public string Text(int keys) => _readStatement is null
        ? $"{_text} IN ({string.Join(", ", Enumerable.Range(0, keys).Select(key => $"@k{key}"))})"
        : $"{_text} = ?1";

    /// <param name="db">With its connection open.</param>
    /// <param name="keys">Each once.</param>
    public async Task<List<T>> ReadAsync<TKey>(DashboardDbContext db, IReadOnlyCollection<TKey> keys)
        where TKey : notnull
    {
        List<T> rows = [];
        if (keys.Count == 0)
        {
            return rows;
        }

        if (db.Database.GetDbConnection() is SqliteConnection connection)
        {
            ReadEach(connection, keys, rows);
            return rows;
        }

        foreach (var some in keys.Chunk(Chunk))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandText = Text(some.Length);
            for (var i = 0; i < some.Length; i++)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@k{i}", _store(some[i]));
                command.Parameters.Add(parameter);
            }

            rows.AddRange(await command.ReadAsync(reader => _readRow!(reader, 0), default));
        }

        return rows;
    }

    private void ReadEach<TKey>(SqliteConnection connection, IReadOnlyCollection<TKey> keys, List<T> rows)
        where TKey : notnull
    {
        var handle = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, Text(1), out var statement), handle);
        using (statement)
        {
            foreach (var key in keys)
            {
                Bind(statement, key);
                int step;
                while ((step = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
                {
                    rows.Add(_readStatement!(statement, 0));
                }

                SqliteException.ThrowExceptionForRC(step == raw.SQLITE_DONE ? raw.SQLITE_OK : step, handle);
                raw.sqlite3_reset(statement);
            }
        }
    }

    private void Bind<TKey>(sqlite3_stmt statement, TKey key)
        where TKey : notnull
    {
        if (key is long number)
        {
            raw.sqlite3_bind_int64(statement, 1, number);
        }
        else
        {
            raw.sqlite3_bind_blob(statement, 1, (byte[])_store(key));
        }
    }
}

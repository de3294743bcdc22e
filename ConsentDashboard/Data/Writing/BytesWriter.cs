using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace ConsentDashboard.Data.Writing;

/// <summary>
/// Replaces columns of bytes in single rows, inside the caller's transaction, and only where the first of them still
/// holds what was read: what somebody else wrote meanwhile stays.
/// </summary>
public sealed class BytesWriter : IDisposable
{
    private readonly DbCommand _command;
    private readonly int _columns;
    private readonly int _keys;

    /// <param name="columns">Names of properties; the first is the one compared.</param>
    public BytesWriter(DashboardDbContext db, Type entity, params string[] columns)
    {
        var type = db.Model.FindEntityType(entity)!;
        (_columns, _keys) = (columns.Length, type.FindPrimaryKey()!.Properties.Count);
        _command = db.Database.GetDbConnection().CreateCommand();
        _command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("Rows are written inside a transaction.");
        _command.CommandText = Text(type, columns);
        foreach (var (prefix, count, dbType) in (ReadOnlySpan<(string, int, DbType)>)[("@c", _columns, DbType.Binary), ("@k", _keys, DbType.Int64)])
        {
            for (var i = 0; i < count; i++)
            {
                Add($"{prefix}{i}", dbType);
            }
        }

        Add("@old", DbType.Binary);
    }

    /// <returns>Whether the row was there with the old bytes.</returns>
    public async Task<bool> WriteAsync(long[] key, byte[] old, byte[]?[] values, CancellationToken cancellation)
    {
        for (var i = 0; i < _columns; i++)
        {
            _command.Parameters[i].Value = values[i] ?? (object)DBNull.Value;
        }

        for (var i = 0; i < _keys; i++)
        {
            _command.Parameters[_columns + i].Value = key[i];
        }

        _command.Parameters[^1].Value = old;
        return await _command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    internal static string Text(IEntityType type, params string[] columns)
    {
        string[] names = [.. columns.Select(column => $"\"{type.FindProperty(column)!.GetColumnName()}\"")];
        var set = string.Join(", ", names.Select((name, i) => $"{name} = @c{i}"));
        var keys = string.Concat(type.FindPrimaryKey()!.Properties.Select((key, i) => $"\"{key.GetColumnName()}\" = @k{i} AND "));
        return $"UPDATE \"{type.GetTableName()}\" SET {set} WHERE {keys}{names[0]} = @old";
    }

    public void Dispose() => _command.Dispose();

    private void Add(string name, DbType type)
    {
        var parameter = _command.CreateParameter();
        (parameter.ParameterName, parameter.DbType) = (name, type);
        _command.Parameters.Add(parameter);
    }
}

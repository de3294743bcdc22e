using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ConsentDashboard.Data.Reading;

/// <summary>
/// A table as rows of <typeparamref name="T"/> are read from it, for the few readers that go through all of it: Entity
/// Framework takes twice the time and four times the memory for the same row. Worked out once for each model.
/// </summary>
internal sealed class TableRows<T>
    where T : class, new()
{
    private static readonly ConditionalWeakTable<IEntityType, TableRows<T>> Known = [];

    private readonly string[] _columns;
    private readonly int _key;
    private readonly Func<DbDataReader, int, T> _read;

    private TableRows(IEntityType type, bool isSqlite)
    {
        IProperty[] properties = [.. type.GetProperties()];
        _columns = [.. properties.Select(property => property.GetColumnName())];
        _key = Array.FindIndex(properties, property => property.IsPrimaryKey());
        _read = RowReading.Compile<T>(properties, isSqlite ? new SqliteColumnReading() : new ColumnReading());
    }

    /// <summary>How many columns a row takes.</summary>
    public int Count => _columns.Length;

    public static TableRows<T> Of(DashboardDbContext db)
    {
        var isSqlite = db.Database.IsSqlite();
        return Known.GetValue(db.Model.FindEntityType(typeof(T))!, type => new(type, isSqlite));
    }

    /// <summary>What a statement selects to read whole rows.</summary>
    /// <param name="alias">What the statement calls the table.</param>
    public string Columns(string alias) => string.Join(", ", _columns.Select(column => $"{alias}.\"{column}\""));

    /// <param name="first">Where the row's columns begin.</param>
    public T Read(DbDataReader reader, int first = 0) => _read(reader, first);

    /// <returns>Null where an outer join found no row.</returns>
    public T? ReadJoined(DbDataReader reader, int first) => reader.IsDBNull(first + _key) ? null : _read(reader, first);
}

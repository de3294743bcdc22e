using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace ConsentDashboard.Data.Writing;

/// <summary>A table as rows of <typeparamref name="T"/> are written to it; worked out once for each model.</summary>
internal sealed class TableShape<T>
    where T : class
{
    private static readonly ConditionalWeakTable<IEntityType, TableShape<T>> Known = [];

    private readonly Lazy<Action<sqlite3_stmt, T>> _bind;

    private TableShape(IEntityType type)
    {
        Table = type.GetTableName()!;
        IProperty[] properties = [.. type.GetProperties().Where(property => !IsGenerated(property))];
        Columns = [.. properties.Select((property, index) => new TableColumn(property, index + 1))];
        _bind = new(() => SqliteBinding.Compile<T>(properties));
    }

    public string Table { get; }

    public IReadOnlyList<TableColumn> Columns { get; }

    public Action<sqlite3_stmt, T> Bind => _bind.Value;

    public static TableShape<T> Of(DashboardDbContext db) => Known.GetValue(db.Model.FindEntityType(typeof(T))!, static type => new(type));

    /// <param name="parameter">How a statement names the parameter of a column.</param>
    public string Insert(Func<TableColumn, string> parameter) =>
        $"INSERT INTO \"{Table}\" ({string.Join(", ", Columns.Select(c => $"\"{c.Name}\""))}) VALUES ({string.Join(", ", Columns.Select(parameter))})";

    public string Update(Func<TableColumn, string> parameter)
    {
        var values = Columns.Where(c => !c.IsKey).Select(c => $"\"{c.Name}\" = {parameter(c)}");
        return $"UPDATE \"{Table}\" SET {string.Join(", ", values)} WHERE {Key(parameter)}";
    }

    public string Add(string property, Func<TableColumn, string> parameter)
    {
        var added = Columns.Single(c => c.Name == property);
        return $"UPDATE \"{Table}\" SET \"{added.Name}\" = \"{added.Name}\" + {parameter(added)} WHERE {Key(parameter)}";
    }

    private string Key(Func<TableColumn, string> parameter) => string.Join(" AND ", Columns.Where(c => c.IsKey).Select(c => $"\"{c.Name}\" = {parameter(c)}"));

    private static bool IsGenerated(IProperty property) => property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType == typeof(long) && property.IsPrimaryKey();
}

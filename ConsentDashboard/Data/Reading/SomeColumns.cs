using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data.Reading;

/// <summary>Reads rows of which a statement selects only some columns; to be worked out once for each model.</summary>
internal static class SomeColumns
{
    /// <param name="db">Whose model and database they are.</param>
    /// <param name="properties">In the order in which the statement selects their columns; the others keep their defaults.</param>
    public static Func<DbDataReader, int, T> Of<T>(DashboardDbContext db, params string[] properties)
        where T : class, new()
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        return RowReading.Compile<T>([.. properties.Select(name => type.FindProperty(name)!)], db.Database.IsSqlite() ? new SqliteColumnReading() : new ColumnReading());
    }
}

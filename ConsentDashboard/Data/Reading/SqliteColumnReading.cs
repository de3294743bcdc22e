using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ConsentDashboard.Data.Reading;

/// <summary>Takes the values straight from the statement: ADO.NET's reader calls the library two or three times for each.</summary>
internal class SqliteColumnReading : ColumnReading
{
    protected ParameterExpression Statement { get; } = Expression.Variable(typeof(sqlite3_stmt));

    public override Expression Around(Expression row)
    {
        var handle = Expression.Property(Expression.Convert(Reader, typeof(SqliteDataReader)), nameof(SqliteDataReader.Handle));
        return Expression.Block([Statement], Expression.Assign(Statement, handle), row);
    }

    public override bool ReadsNull(Type type) => type == typeof(string) || type == typeof(byte[]);

    public override Expression IsNull(Expression place) => Call(nameof(IsNull), place);

    public override Expression Stored(Type type, Expression place) => type switch
    {
        _ when type == typeof(string) => Call(nameof(Text), place),
        _ when type == typeof(byte[]) => Call(nameof(Bytes), place),
        _ when type == typeof(bool) => Expression.NotEqual(Call(nameof(Integer), place), Expression.Constant(0L)),
        { IsPrimitive: true } when type != typeof(double) && type != typeof(float) => Expression.Convert(Call(nameof(Integer), place), type),
        _ => throw new NotSupportedException($"No reading is written for {type.Name}."),
    };

    private MethodCallExpression Call(string method, Expression place) =>
        Expression.Call(typeof(SqliteColumnReading).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!, Statement, place);

    private static bool IsNull(sqlite3_stmt statement, int place) => raw.sqlite3_column_type(statement, place) == raw.SQLITE_NULL;

    private static long Integer(sqlite3_stmt statement, int place) => raw.sqlite3_column_int64(statement, place);

    private static string? Text(sqlite3_stmt statement, int place) => raw.sqlite3_column_text(statement, place).utf8_to_string();

    private static byte[]? Bytes(sqlite3_stmt statement, int place)
    {
        var bytes = raw.sqlite3_column_blob(statement, place);
        return bytes.IsEmpty && IsNull(statement, place) ? null : bytes.ToArray();
    }
}

/// <summary>The same from a statement that no ADO.NET reader stands before.</summary>
internal sealed class SqliteStatementReading : SqliteColumnReading
{
    public override ParameterExpression Reader => Statement;

    public override Expression Around(Expression row) => row;
}

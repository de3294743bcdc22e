using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace ConsentDashboard.Data.Writing;

/// <summary>Compiles, for one table, what binds a row to the numbered parameters of a statement, with the model's conversions.</summary>
internal static class SqliteBinding
{
    private static readonly ParameterExpression Statement = Expression.Parameter(typeof(sqlite3_stmt));

    /// <param name="columns">In the order of their parameters, which count from 1.</param>
    public static Action<sqlite3_stmt, T> Compile<T>(IReadOnlyList<IProperty> columns)
    {
        var row = Expression.Parameter(typeof(T));
        var binds = columns.Select((column, index) => Bind(Read(row, column), column, Expression.Constant(index + 1)));
        return Expression.Lambda<Action<sqlite3_stmt, T>>(Expression.Block(binds), Statement, row).Compile();
    }

    private static MemberExpression Read(Expression row, IProperty column) =>
        Expression.MakeMemberAccess(row, column.PropertyInfo ?? (MemberInfo?)column.FieldInfo ?? throw new InvalidOperationException($"{column.Name} has no member to read."));

    private static Expression Bind(Expression value, IProperty column, Expression index)
    {
        if (Nullable.GetUnderlyingType(value.Type) is not null)
        {
            return Expression.IfThenElse(
                Expression.Property(value, nameof(Nullable<>.HasValue)),
                Bind(Expression.Property(value, nameof(Nullable<>.Value)), column, index),
                Call(nameof(BindNull), index));
        }

        var store = column.GetTypeMapping().Converter is { } converter ? Expression.Invoke(converter.ConvertToProviderExpression, value) : value;
        return store.Type switch
        {
            var type when type == typeof(string) => Call(nameof(BindText), index, store),
            var type when type == typeof(byte[]) => Call(nameof(BindBlob), index, store),
            var type when type == typeof(bool) => Call(nameof(BindBoolean), index, store),
            var type when type.IsPrimitive && type != typeof(double) && type != typeof(float) => Call(nameof(BindInteger), index, Expression.Convert(store, typeof(long))),
            var type => throw new NotSupportedException($"{column.DeclaringType.DisplayName()}.{column.Name} is stored as {type.Name}, which no binding is written for."),
        };
    }

    private static MethodCallExpression Call(string method, params Expression[] arguments) =>
        Expression.Call(typeof(SqliteBinding).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!, [Statement, .. arguments]);

    private static void BindNull(sqlite3_stmt statement, int index) => raw.sqlite3_bind_null(statement, index);

    private static void BindInteger(sqlite3_stmt statement, int index, long value) => raw.sqlite3_bind_int64(statement, index, value);

    private static void BindBoolean(sqlite3_stmt statement, int index, bool value) => raw.sqlite3_bind_int(statement, index, value ? 1 : 0);

    private static void BindText(sqlite3_stmt statement, int index, string? value)
    {
        if (value is null)
        {
            raw.sqlite3_bind_null(statement, index);
        }
        else
        {
            raw.sqlite3_bind_text(statement, index, value);
        }
    }

    private static void BindBlob(sqlite3_stmt statement, int index, byte[]? value)
    {
        if (value is null)
        {
            raw.sqlite3_bind_null(statement, index);
        }
        else
        {
            raw.sqlite3_bind_blob(statement, index, value);
        }
    }
}

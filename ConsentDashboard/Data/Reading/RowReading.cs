using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ConsentDashboard.Data.Reading;

/// <summary>Compiles, for one table, what makes a row of the columns of a reader, by their places and with the model's conversions.</summary>
internal static class RowReading
{
    private static readonly ParameterExpression Reader = Expression.Parameter(typeof(DbDataReader));
    private static readonly ParameterExpression First = Expression.Parameter(typeof(int));

    /// <param name="columns">In the order in which a statement names them; the first stands at the place that is given when reading.</param>
    public static Func<DbDataReader, int, T> Compile<T>(IReadOnlyList<IProperty> columns)
        where T : class, new()
    {
        var values = columns.Select((column, index) => Expression.Bind(
            column.PropertyInfo ?? throw new InvalidOperationException($"{column.Name} has no property to write."),
            Value(column, Expression.Add(First, Expression.Constant(index)))));
        return Expression.Lambda<Func<DbDataReader, int, T>>(Expression.MemberInit(Expression.New(typeof(T)), values), Reader, First).Compile();
    }

    private static Expression Value(IProperty column, Expression place)
    {
        var converter = column.GetTypeMapping().Converter;
        var stored = converter?.ProviderClrType ?? column.ClrType;
        Expression value = Stored(Nullable.GetUnderlyingType(stored) ?? stored, place);
        if (converter is not null)
        {
            var convert = converter.ConvertFromProviderExpression;
            value = Expression.Invoke(convert, value.Type == convert.Parameters[0].Type ? value : Expression.Convert(value, convert.Parameters[0].Type));
        }

        value = value.Type == column.ClrType ? value : Expression.Convert(value, column.ClrType);
        return column.IsNullable
            ? Expression.Condition(Expression.Call(Reader, nameof(DbDataReader.IsDBNull), null, place), Expression.Default(column.ClrType), value)
            : value;
    }

    private static MethodCallExpression Stored(Type type, Expression place)
    {
        // Each has a method of its own, which boxes nothing; the generic one takes whatever is left.
        var method = typeof(DbDataReader).GetMethod($"Get{type.Name}", BindingFlags.Instance | BindingFlags.Public, [typeof(int)]);
        return method?.ReturnType == type
            ? Expression.Call(Reader, method, place)
            : Expression.Call(Reader, nameof(DbDataReader.GetFieldValue), [type], place);
    }
}

using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ConsentDashboard.Data.Reading;

/// <summary>Compiles, for one table, what makes a row of the columns of a reader, by their places and with the model's conversions.</summary>
internal static class RowReading
{
    /// <param name="columns">In the order in which a statement names them; the first stands at the place that is given when reading.</param>
    public static Func<DbDataReader, int, T> Compile<T>(IReadOnlyList<IProperty> columns, ColumnReading reading)
        where T : class, new() => Compile<DbDataReader, T>(columns, reading);

    /// <typeparam name="TReader">What <see cref="ColumnReading.Reader"/> is.</typeparam>
    public static Func<TReader, int, T> Compile<TReader, T>(IReadOnlyList<IProperty> columns, ColumnReading reading)
        where T : class, new()
    {
        var first = Expression.Parameter(typeof(int));
        var values = columns.Select((column, index) => Expression.Bind(
            column.PropertyInfo ?? throw new InvalidOperationException($"{column.Name} has no property to write."),
            Value(column, reading, Expression.Add(first, Expression.Constant(index)))));
        var row = reading.Around(Expression.MemberInit(Expression.New(typeof(T)), values));
        return Expression.Lambda<Func<TReader, int, T>>(row, reading.Reader, first).Compile();
    }

    private static Expression Value(IProperty column, ColumnReading reading, Expression place)
    {
        var converter = column.GetTypeMapping().Converter;
        var stored = converter?.ProviderClrType ?? column.ClrType;
        var value = reading.Stored(Nullable.GetUnderlyingType(stored) ?? stored, place);
        if (converter is not null)
        {
            var convert = converter.ConvertFromProviderExpression;
            value = Expression.Invoke(convert, As(value, convert.Parameters[0].Type));
        }

        value = As(value, column.ClrType);
        return column.IsNullable && !(converter is null && reading.ReadsNull(stored))
            ? Expression.Condition(reading.IsNull(place), Expression.Default(column.ClrType), value)
            : value;
    }

    private static Expression As(Expression value, Type type) => value.Type == type ? value : Expression.Convert(value, type);
}

using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;

namespace ConsentDashboard.Data.Reading;

/// <summary>How a column's value is read, as an expression: here through ADO.NET, on any database.</summary>
internal class ColumnReading
{
    public virtual ParameterExpression Reader { get; } = Expression.Parameter(typeof(DbDataReader));

    /// <summary>The whole, with what reading any column of a row needs.</summary>
    public virtual Expression Around(Expression row) => row;

    /// <summary>Whether <see cref="Stored"/> gives null for what is null, so that nobody need ask before.</summary>
    public virtual bool ReadsNull(Type type) => false;

    public virtual Expression IsNull(Expression place) => Expression.Call(Reader, nameof(DbDataReader.IsDBNull), null, place);

    public virtual Expression Stored(Type type, Expression place)
    {
        // Most types have a method of their own; the generic one takes whatever is left.
        var method = typeof(DbDataReader).GetMethod($"Get{type.Name}", BindingFlags.Instance | BindingFlags.Public, [typeof(int)]);
        return method?.ReturnType == type
            ? Expression.Call(Reader, method, place)
            : Expression.Call(Reader, nameof(DbDataReader.GetFieldValue), [type], place);
    }
}

using System.Linq.Expressions;

namespace ConsentDashboard.Operations.Segments;

/// <summary>Joins conditions into one that Entity Framework translates: both speak of the same row.</summary>
internal static class Predicates
{
    public static Expression<Func<T, bool>> And<T>(Expression<Func<T, bool>> left, Expression<Func<T, bool>> right) => Join(left, right, Expression.AndAlso);

    public static Expression<Func<T, bool>> Or<T>(Expression<Func<T, bool>> left, Expression<Func<T, bool>> right) => Join(left, right, Expression.OrElse);

    public static Expression<Func<T, bool>> Not<T>(Expression<Func<T, bool>> condition) => Expression.Lambda<Func<T, bool>>(Expression.Not(condition.Body), condition.Parameters);

    private static Expression<Func<T, bool>> Join<T>(Expression<Func<T, bool>> left, Expression<Func<T, bool>> right, Func<Expression, Expression, Expression> join)
    {
        var row = left.Parameters[0];
        return Expression.Lambda<Func<T, bool>>(join(left.Body, new Replacing(right.Parameters[0], row).Visit(right.Body)), row);
    }

    private sealed class Replacing(ParameterExpression old, ParameterExpression with) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == old ? with : base.VisitParameter(node);
    }
}

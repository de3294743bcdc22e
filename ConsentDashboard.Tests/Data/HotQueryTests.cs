using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Data;

/// <summary>
/// No server runs where this is built, so the T-SQL of each query that has to be fast is at least compiled against the
/// schema. Register a query by its name and its text: <c>ToQueryString()</c>, or raw text that declares its parameters.
/// </summary>
public sealed class HotQueryTests
{
    internal static readonly IReadOnlyList<(string Name, Func<DashboardDbContext, string> ToSql)> Queries =
    [
        ("a subscriber by public id", db => BySubscriber(db, new PublicId(7)).ToQueryString()),
        ("the history of one subscriber", db => History(db, 7, 3).ToQueryString()),
    ];

    public static TheoryData<string> Names => [.. Queries.Select(query => query.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hot_query_compiles_on_SQL_Server(string name)
    {
        using var db = SqlServerSchema.Context();

        Findings.None(SqlServerSchema.Compiled.ErrorsIn(Queries.Single(query => query.Name == name).ToSql(db)));
    }

    [Theory]
    [InlineData("SELECT [Wrong] FROM [Subscribers]", "71501")]
    [InlineData("SELECT s.[Id] FROM [Subscribers] AS s WHERE s.[Wrong] = 1", "71501")]
    [InlineData("UPDATE [LedgerHead] SET [Wrong] = 1", "71501")]
    [InlineData("SELECT [Id] FROM [Wrong]", "715")]
    public void The_guard_finds_what_is_not_in_the_schema(string sql, string error) =>
        Assert.Contains(SqlServerSchema.Compiled.ErrorsIn(sql), message => message.Contains(error, StringComparison.Ordinal));

    private static IQueryable<object> BySubscriber(DashboardDbContext db, PublicId id) =>
        db.Subscribers.AsNoTracking().Where(s => s.PublicId == id).Select(s => new { s.Id, s.Cipher, s.Standing, s.LastActivityAt });

    private static IQueryable<object> History(DashboardDbContext db, long subscriber, int after) =>
        db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == subscriber && e.Seq > after).OrderBy(e => e.Seq).Take(50);
}

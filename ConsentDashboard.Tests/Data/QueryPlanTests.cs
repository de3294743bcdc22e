using ConsentDashboard.Data;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit.Sdk;

namespace ConsentDashboard.Tests.Data;

public sealed class QueryPlanTests
{
    public static TheoryData<string> Good => [.. GoodQueries.Keys];

    public static TheoryData<string> Bad => [.. BadQueries.Keys];

    private static Dictionary<string, Func<DashboardDbContext, IQueryable<object>>> GoodQueries { get; } = new()
    {
        ["newest activity first"] = db => db.Subscribers.OrderByDescending(s => s.LastActivityAt).ThenByDescending(s => s.Id).Take(50),
        ["one standing by activity"] = db => db.Subscribers.Where(s => s.Standing == Standing.Withdrawn).OrderBy(s => s.LastActivityAt).ThenBy(s => s.Id).Take(50),
        ["by blind index"] = db => db.Subscribers.Where(s => s.BlindIndex == new byte[32]),
        ["a history"] = db => db.ConsentEvents.Where(e => e.SubscriberId == 1).OrderBy(e => e.Seq),
        ["suppressions of a number"] = db => db.Suppressions.Where(s => s.BlindIndex == new byte[32]),
        ["a small table as a whole"] = db => db.Senders.Where(s => s.Name == "North Shop"),
    };

    private static Dictionary<string, Func<DashboardDbContext, IQueryable<object>>> BadQueries { get; } = new()
    {
        ["a big table as a whole"] = db => db.Subscribers.Where(s => s.ExternalRef == "7"),
        ["a sort without an index"] = db => db.Subscribers.OrderBy(s => s.ExternalRef).Take(50),
        ["a join without an index"] = db => db.Subscribers.Where(s => s.Id == 1).SelectMany(s => db.Suppressions.Where(p => p.Since == s.FirstSeenAt)),
    };

    [Theory]
    [MemberData(nameof(Good))]
    public async Task A_query_with_its_index_passes(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();

        await QueryPlans.AssertNoScan(db, GoodQueries[name](db));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task The_guard_finds_a_query_without_one(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();

        await Assert.ThrowsAsync<TrueException>(() => QueryPlans.AssertNoScan(db, BadQueries[name](db)));
    }
}

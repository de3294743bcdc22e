using ConsentDashboard.Data;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers;

/// <summary>Each offered order under each kind of filter reads ranges of an index: no scan, no sorting apart, and the T-SQL compiles.</summary>
public sealed class PlanningTheListTests
{
    private static readonly Dictionary<string, SubscriberFilter> Filters = new()
    {
        ["everybody"] = new(),
        ["a state"] = new() { State = Standing.Withdrawn },
        ["a region"] = new() { Region = "RU" },
        ["a point and a state"] = new() { CollectionPointId = 3, State = Standing.Erased },
        ["on hold"] = new() { OnHold = true, Region = "RU", State = Standing.Contactable },
        ["active then"] = new() { ActiveFrom = new(2026, 1, 1), ActiveTo = new(2026, 1, 31) },
        ["opted in then"] = new() { OptedInFrom = new(2026, 1, 1), OptedInTo = new(2026, 1, 31) },
        ["a sender"] = new() { SenderId = 1 },
        ["a channel"] = new() { Channel = Channel.Call },
        ["a message type of a sender, given"] = new() { SenderId = 1, MessageType = MessageType.Promotional, State = Standing.Contactable },
        ["a message type of a sender, expired"] = new() { SenderId = 1, MessageType = MessageType.Promotional, State = Standing.Expired },
        ["never asked by a sender"] = new() { SenderId = 1, State = Standing.None },
        ["one cell"] = OneCell,
        ["one cell, given"] = OneCell with { State = Standing.Contactable },
        ["one cell, withdrawn, in a region"] = OneCell with { State = Standing.Withdrawn, Region = "RU" },
        ["one cell, erased"] = OneCell with { State = Standing.Erased },
        ["one cell, then"] = OneCell with { OptedInFrom = new(2026, 1, 1), OptedInTo = new(2026, 1, 31), ActiveFrom = new(2026, 1, 1) },
    };

    private static readonly Dictionary<string, Func<DashboardDbContext, IQueryable>> Others = new()
    {
        ["the people of a page"] = db => SubscriberRows.People(db, [1, 2, 3]),
        ["the cells of a page"] = db => SubscriberRows.CellsOf(db, [1, 2, 3]),
        ["the last four digits"] = db => SubscriberQueries.LastFour(db, new byte[32], 7),
    };

    public static TheoryData<string, SortBy> Lists => new(Filters.SelectMany(filter => SubscriberSort.Offered(filter.Value).Select(sort => (filter.Key, sort))));

    public static TheoryData<string> OtherNames => [.. Others.Keys];

    private static SubscriberFilter OneCell => new() { SenderId = 1, Channel = Channel.Sms, MessageType = MessageType.Promotional };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_page_reads_ranges_of_an_index(string filter, SortBy sort)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();
        foreach (var query in Queries(db, Filters[filter], sort))
        {
            await QueryPlans.AssertNoScan(db, query);

            // Cells are asked for person by person, and never by all that a sender has.
            Assert.DoesNotContain(await QueryPlans.ExplainAsync(db, query), step => sort != SortBy.OptedIn && step.Contains("IX_Consents", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_page_compiles_on_SQL_Server(string filter, SortBy sort)
    {
        using var db = SqlServerSchema.Context();
        Findings.None(Queries(db, Filters[filter], sort).SelectMany(query => SqlServerSchema.Compiled.ErrorsIn(query.ToQueryString())));
    }

    [Theory]
    [MemberData(nameof(OtherNames))]
    public async Task The_rest_of_a_page_reads_no_big_table_as_a_whole(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();
        await QueryPlans.AssertNoScan(db, Others[name](db));

        await using var server = SqlServerSchema.Context();
        Findings.None(SqlServerSchema.Compiled.ErrorsIn(Others[name](server).ToQueryString()));
    }

    private static IEnumerable<IQueryable> Queries(DashboardDbContext db, SubscriberFilter filter, SortBy sort)
    {
        var plan = new SubscriberPlan(db, filter, sort, SearchBudgets.Default);
        var place = new Cursor(default, new DateTime(2026, 1, 15, 0, 0, 0, DateTimeKind.Utc).ToUnixMilliseconds(), 7);
        foreach (var segment in new[] { null, place }.SelectMany(from => new[] { true, false }.SelectMany(down => plan.Rows.Beyond(from, plan.Range(down)))))
        {
            yield return SubscriberKeys.Keys(plan.Tests ? segment.Take(51, plan.Budget, plan.Matching) : segment.Take(51));
            yield return SubscriberKeys.Keys(segment.End(plan.Budget));
        }
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;
using CsCheck;

namespace ConsentDashboard.Tests.Features.Subscribers;

/// <summary>Whatever the filter, the order, the size of a page and the budget: the pages together are what reading everything gives.</summary>
public sealed class WalkingTheListTests
{
    private static readonly Gen<Walk> Walks =
        from filter in ListedPeople.Filter
        from order in Gen.Int[0, SubscriberSort.Offered(filter).Count - 1]
        from down in Gen.Bool
        from size in Gen.Int[2, 12]
        from budget in Gen.Int[4, 60]
        select new Walk(filter, new(SubscriberSort.Offered(filter)[order], down), size, budget);

    private static readonly Gen<(ListedPerson[], Walk[])> Lists = Gen.Select(ListedPeople.Some, Walks.Array[12]);

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Pages_hold_what_reading_everything_gives(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await Lists.SampleAsync(list => CheckAsync(provider, list.Item1, list.Item2), iter: 8, threads: 1);
    }

    private static async Task CheckAsync(DatabaseProvider provider, ListedPerson[] people, Walk[] walks)
    {
        await using var here = await Installation.CreateAsync(provider);
        var listed = await ListedPeople.AddAsync(here, people);
        foreach (var walk in walks)
        {
            var expected = listed.Expect(walk.Filter, walk.Sort);
            var queries = new SubscriberQueries(here.Database.Contexts, here.Database.Vault, here.Database.Clock)
            {
                Budgets = new(walk.Budget, walk.Budget, walk.Budget),
            };
            Assert.Equal(expected, await ForwardAsync(queries, walk, listed));
            Assert.Equal(expected, await BackwardAsync(queries, walk, expected));
            var count = await queries.CountAsync(walk.Filter);
            Assert.True(count.Kind == CountKind.Exact ? count.Value == expected.Count : count.Kind == CountKind.About || count.Value <= expected.Count);
        }
    }

    private static async Task<List<long>> ForwardAsync(SubscriberQueries queries, Walk walk, ListedPeople listed)
    {
        List<long> seen = [];
        var page = await queries.SearchAsync(walk.Filter, walk.Sort, size: walk.Size);
        Assert.Null(page.Previous);
        while (true)
        {
            Check(page, walk);
            Assert.All(page.Rows, row => Assert.Equal(listed.Summary(walk.Filter, listed.Subscribers[(int)row.Id - 1]), row.Standing));
            seen.AddRange(page.Rows.Select(row => row.Id));
            if (page.Next is null)
            {
                return seen;
            }

            page = await queries.SearchAsync(walk.Filter, walk.Sort, page.Next, PageMove.Next, walk.Size);
            Assert.False(page.CursorRefused);
        }
    }

    private static async Task<List<long>> BackwardAsync(SubscriberQueries queries, Walk walk, List<long> expected)
    {
        List<long> seen = [];
        var page = await queries.SearchAsync(walk.Filter, walk.Sort, move: PageMove.Last, size: walk.Size);
        Assert.Null(page.Next);
        while (true)
        {
            Check(page, walk);
            var ids = page.Rows.Select(row => row.Id).ToList();
            if (page.Previous is null)
            {
                // The first page is filled up: it may show again what the page after it has shown.
                Assert.Equal(expected.Take(ids.Count), ids);
                return [.. ids.Take(Math.Max(0, expected.Count - seen.Count)), .. seen];
            }

            seen.InsertRange(0, ids);
            page = await queries.SearchAsync(walk.Filter, walk.Sort, page.Previous, PageMove.Previous, walk.Size);
        }
    }

    private static void Check(SubscriberPage page, Walk walk)
    {
        Assert.True(page.Rows.Count <= walk.Size);
        Assert.True(page.Rows.Count == walk.Size || page.Partial || page.Next is null || page.Previous is null);
        Assert.True(!page.Partial || page.Next is not null || page.Previous is not null);
    }

    private sealed record Walk(SubscriberFilter Filter, SubscriberSort Sort, int Size, int Budget);
}

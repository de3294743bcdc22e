using ConsentDashboard.Data;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Data.Paging;

/// <summary>Page after page to the oldest and back, every row comes once, and the addresses lead where they say.</summary>
public sealed class ReadingNewestFirstTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string?, string?, NewestPlace> Addresses => new()
    {
        { null, null, new() },
        { "7", null, new(Older: 7) },
        { null, "9", new(Newer: 9) },
        { "-1", "x", new() },
        { "99999999999999999999", "1e3", new() },
    };

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task There_and_back_every_row_comes_once(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await FillAsync(here, (2 * NewestFirst.PageSize) + 3);
        List<NewestPage<Row>> there = [await PageAsync(here, new())];
        while (there[^1].HasOlder)
        {
            there.Add(await PageAsync(here, new(Older: there[^1].Rows[^1].Place)));
        }

        List<NewestPage<Row>> back = [there[^1]];
        while (back[^1].HasNewer)
        {
            back.Add(await PageAsync(here, new(Newer: back[^1].Rows[0].Place)));
        }

        var all = there.SelectMany(page => page.Rows).Select(row => row.Place).ToList();
        Assert.Equal([NewestFirst.PageSize, NewestFirst.PageSize, 3], there.Select(page => page.Rows.Count));
        Assert.Equal(all.OrderDescending().Distinct(), all);
        Assert.Equal(there.Select(page => page.Rows[0]), back.AsEnumerable().Reverse().Select(page => page.Rows[0]));
        Assert.Equal((false, true), (there[0].HasNewer, there[0].HasOlder));
    }

    [Fact]
    public async Task A_list_that_fits_on_a_page_leads_nowhere()
    {
        await using var here = await Installation.CreateAsync();
        await FillAsync(here, NewestFirst.PageSize);

        var page = await PageAsync(here, new());

        Assert.Equal((null, null, null), (page.ToNewest("/x"), page.ToNewer("/x"), page.ToOlder("/x")));
    }

    [Fact]
    public void Addresses_keep_what_the_list_has_in_its_own()
    {
        var page = new NewestPage<Row>([new(9), new(7)], HasNewer: true, HasOlder: true);

        Assert.Equal(("/x", "/x?newer=9", "/x?older=7"), (page.ToNewest("/x"), page.ToNewer("/x"), page.ToOlder("/x")));
        Assert.Equal("/x?view=a&older=7", page.ToOlder("/x?view=a"));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void What_is_no_place_says_nothing(string? older, string? newer, NewestPlace place) => Assert.Equal(place, NewestPlace.Parse(older, newer));

    private static async Task FillAsync(Installation here, int rows)
    {
        await using var db = here.Open();
        db.AddRange(Enumerable.Range(0, rows).Select(n => new HoldOrder { PublicId = PublicId.Create(), CreatedAt = here.Database.Now.AddMinutes(-n), CreatedBy = "x", CreatedByName = "x" }));
        await db.SaveChangesAsync(Cancellation);
    }

    private static async Task<NewestPage<Row>> PageAsync(Installation here, NewestPlace place)
    {
        await using var db = here.Open();
        return (await db.HoldOrders.PageAsync(place, rows => rows, Cancellation)).As(order => new Row(order.Id));
    }

    private sealed record Row(long Place) : IPlaced;
}

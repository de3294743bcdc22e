using System.Globalization;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>A page of fifty under every offered filter and order, at the first, a middle and the last page; the usual way counts and skips.</summary>
internal static class BrowseWorkload
{
    private const int Rounds = 25;
    private const int NaiveRounds = 5;

    private static readonly string[] Places = ["first page", "middle page", "last page"];

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.OpenAsync(subscribers);
        var browser = new Browser(database);
        var asked = await browser.QuestionsAsync();
        var times = asked.ToDictionary(question => question, _ => new Timings());
        Console.Error.WriteLine($"{asked.Count} pages, {Rounds} times each");
        for (var round = -2; round < Rounds; round++)
        {
            foreach (var question in asked)
            {
                var timings = round < 0 ? new() : times[question];
                await timings.MeasureAsync(() => browser.AskAsync(question));
            }
        }

        var all = new Timings();
        times.Values.ToList().ForEach(all.Add);
        var worst = times.MaxBy(question => question.Value.P95);
        var plain = Places.Select(place => times.Single(item => item.Key is { Filter.IsEmpty: true, Sort: { By: SortBy.LastActivity, Descending: true } } && item.Key.Place == place).Value).ToList();
        var naive = new NaiveBrowser(database);
        var last = (int)((await browser.CountAsync() - 1) / SearchBudgets.PageSize * SearchBudgets.PageSize);
        return new Figures("browse", subscribers)
            .Add("questions", asked.Count)
            .Add("p50Ms", all.P50)
            .Add("p95Ms", all.P95)
            .Add("worstP95Ms", worst.Value.P95)
            .Add("worst", worst.Key.ToString())
            .Add("firstPageMs", plain[0].P50)
            .Add("middlePageMs", plain[1].P50)
            .Add("lastPageMs", plain[2].P50)
            .Add("lookupP95Ms", (await LookUpAsync(database)).P95)
            .Add("naiveFirstPageMs", await naive.PageAsync(0, NaiveRounds))
            .Add("naiveMiddlePageMs", await naive.PageAsync(last / 2, NaiveRounds))
            .Add("naiveLastPageMs", await naive.PageAsync(last, NaiveRounds));
    }

    private static async Task<Timings> LookUpAsync(BenchDatabase database)
    {
        var directory = database.Get<SubscriberDirectory>();
        var timings = new Timings();
        foreach (var (place, number) in (await BenchNumbers.TakeAsync(database, 3_000)).Index())
        {
            var warm = place < 500 ? new() : timings;
            _ = await warm.MeasureAsync(() => directory.FindByNumberAsync(number)) ?? throw new InvalidOperationException("A known number was not found.");
        }

        return timings;
    }

    private sealed record Question(string Name, SubscriberFilter Filter, SubscriberSort Sort, string Place, Cursor? Cursor, PageMove Move)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}, by {Sort.By} {(Sort.Descending ? "descending" : "ascending")}, {Place}");
    }

    private sealed class Browser(BenchDatabase database)
    {
        private readonly SubscriberQueries _queries = new(database.Get<IDbContextFactory<Data.DashboardDbContext>>(), database.Get<NumberVault>(), database.Get<TimeProvider>());

        public Task<SubscriberPage> AskAsync(Question question) => _queries.SearchAsync(question.Filter, question.Sort, question.Cursor, question.Move);

        public async Task<long> CountAsync() => (await _queries.CountAsync(SubscriberFilter.None)).Value;

        public async Task<List<Question>> QuestionsAsync()
        {
            await using var db = database.Open();
            var middle = await MiddleAsync(db);
            var day = DateOnly.FromDateTime(database.Now);
            List<(string, SubscriberFilter)> filters =
            [
                ("no filter", new()),
                .. Enum.GetValues<Standing>().Select(state => ($"state {state}", new SubscriberFilter { State = state })),
                ("sender", new() { SenderId = 2 }),
                ("channel", new() { Channel = Channel.Call }),
                ("message type", new() { MessageType = MessageType.Advertising }),
                ("one cell", new() { SenderId = 1, Channel = Channel.Sms, MessageType = MessageType.Promotional }),
                ("one rare cell", new() { SenderId = 2, Channel = Channel.Call, MessageType = MessageType.Promotional }),
                ("frequent region", new() { Region = "RU" }),
                ("rare region", new() { Region = "PL" }),
                ("region of nobody", new() { Region = "NZ" }),
                ("point", new() { CollectionPointId = 1 }),
                ("rare point", new() { CollectionPointId = 5 }),
                ("opted in this month", new() { OptedInFrom = day.AddDays(-30) }),
                ("opted in long ago", new() { OptedInTo = day.AddDays(-600) }),
                ("active this week", new() { ActiveFrom = day.AddDays(-7) }),
                ("active long ago", new() { ActiveTo = day.AddDays(-500) }),
                ("on hold", new() { OnHold = true }),
                ("state and region", new() { State = Standing.Withdrawn, Region = "PL" }),
                ("state and sender", new() { State = Standing.Contactable, SenderId = 2 }),
                ("state, cell and region", new() { State = Standing.Expired, SenderId = 1, Channel = Channel.Sms, MessageType = MessageType.Promotional, Region = "FR" }),
                ("cell and dates", new() { SenderId = 1, Channel = Channel.Sms, MessageType = MessageType.Informational, OptedInFrom = day.AddDays(-90), ActiveFrom = day.AddDays(-20) }),
                ("region, point and dates", new() { Region = "GB", CollectionPointId = 2, ActiveFrom = day.AddDays(-300), ActiveTo = day.AddDays(-100) }),
                ("everything", new() { State = Standing.Contactable, SenderId = 1, Channel = Channel.Sms, MessageType = MessageType.Promotional, Region = "PL", CollectionPointId = 5, OptedInFrom = day.AddDays(-500), ActiveFrom = day.AddDays(-400) }),
            ];
            return
            [
                .. from filter in filters
                   from order in SubscriberSort.Offered(filter.Item2)
                   from down in (bool[])[true, false]
                   from place in Places
                   select Ask(filter.Item1, filter.Item2, new(order, down), place, middle),
            ];
        }

        private static Question Ask(string name, SubscriberFilter filter, SubscriberSort sort, string place, (DateTime At, long Id) middle)
        {
            var value = sort.By == SortBy.Added ? 0 : middle.At.ToUnixMilliseconds();
            return place switch
            {
                "first page" => new(name, filter, sort, place, null, PageMove.First),
                "last page" => new(name, filter, sort, place, null, PageMove.Last),
                _ => new(name, filter, sort, place, new(new((byte)sort.By, sort.Descending, filter.Digest()), value, middle.Id), PageMove.Next),
            };
        }

        // Half of all are more recently active than she.
        private static async Task<(DateTime At, long Id)> MiddleAsync(Data.DashboardDbContext db)
        {
            var half = (int)(await db.LedgerHead.Select(h => h.LastSubscriberId).SingleAsync() / 2);
            var row = await db.Subscribers.OrderBy(s => s.LastActivityAt).ThenBy(s => s.Id).Skip(half).Select(s => new { s.LastActivityAt, s.Id }).FirstAsync();
            return (row.LastActivityAt, row.Id);
        }
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Tests.Support;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Segments;

/// <summary>The form in SQL holds whom the plain words hold; counts and pages tell of the same people.</summary>
public sealed class FilteringSegmentsTests
{
    private static readonly Gen<SegmentPeriod> Periods =
        from kind in Gen.OneOf(Enum.GetValues<SegmentPeriodKind>())
        from days in Gen.Int[1, 80]
        from start in Gen.Int[0, 200]
        from length in Gen.Int[0, 60]
        from open in Gen.Int[0, 2]
        select kind == SegmentPeriodKind.Between
            ? new SegmentPeriod { Kind = kind, From = open == 1 ? null : new DateOnly(2026, 6, 1).AddDays(start), To = open == 2 ? null : new DateOnly(2026, 6, 1).AddDays(start + length) }
            : new SegmentPeriod { Kind = kind, Days = kind == SegmentPeriodKind.Never ? 0 : days };

    private static readonly Gen<SegmentCondition> Conditions =
        from field in Gen.OneOf(Enum.GetValues<SegmentField>())
        from not in Gen.Bool
        from states in Gen.OneOf(Enum.GetValues<ConsentState>()).Array[1, 3]
        from sender in Gen.Int[0, 2]
        from channel in Gen.Int[0, 2]
        from type in Gen.Int[0, 3]
        from region in Gen.OneOf("RU", "KZ")
        from id in Gen.Int[1, 2]
        from source in Gen.OneOf(Source.HostedForm, Source.SmsReply, Source.Staff, Source.Import)
        from period in Periods
        select new SegmentCondition
        {
            Field = field,
            Not = not,
            States = states,
            SenderId = sender == 0 ? null : sender,
            Channel = channel == 0 ? null : (Channel)channel,
            MessageType = type == 0 ? null : (MessageType)type,
            Values = field == SegmentField.Language ? ["ru", "en"] : [region],
            Ids = [id],
            Sources = [source],
            Period = period,
        };

    private static readonly Gen<SegmentDefinition> Definitions =
        from any in Gen.Bool
        from outer in Conditions.Array[1, 3]
        from inner in Conditions.Array[0, 2]
        select new SegmentDefinition { Root = new() { Any = any, Conditions = outer, Groups = inner.Length == 0 ? [] : [new() { Any = !any, Conditions = inner }] } };

    private static readonly Gen<(HistoryStep[], SegmentDefinition[])> Cases = Gen.Select(History.Steps, Definitions.Array[12]);

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_segment_holds_whom_its_words_hold(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await Cases.SampleAsync(some => CheckAsync(provider, some.Item1, some.Item2), iter: 20, threads: 1);
    }

    private static async Task CheckAsync(DatabaseProvider provider, HistoryStep[] steps, SegmentDefinition[] definitions)
    {
        await using var here = await Installation.CreateAsync(provider);
        await History.PlayAsync(here, steps);
        await using var db = here.Open();
        var people = await db.Subscribers.AsNoTracking().ToListAsync();
        var cells = (await db.Consents.AsNoTracking().ToListAsync()).ToLookup(cell => cell.SubscriberId);
        var sources = await db.ConsentEvents.ToDictionaryAsync(act => act.Id, act => act.Source);
        var plain = new PlainSegments(cells, sources, here.Database.Now);

        foreach (var definition in definitions)
        {
            var expected = people.Where(person => plain.Holds(definition, person)).Select(person => person.Id).Order().ToList();
            var found = await SegmentFilters.Apply(db, db.Subscribers, definition, here.Database.Now).Select(s => s.Id).OrderBy(id => id).ToListAsync();

            Assert.Equal(expected, found);
            if (SegmentLeads.Of(db, definition, here.Database.Now) is { } led)
            {
                // What leads leaves nobody out.
                Assert.Equal(expected, await SegmentFilters.Apply(db, led, definition, here.Database.Now).Select(s => s.Id).OrderBy(id => id).ToListAsync());
            }

            await CheckBoundedAsync(here, definition, expected, people.ToDictionary(person => person.Id, person => person.PublicId));
        }
    }

    // The same look by look, as a large list is read.
    private static async Task CheckBoundedAsync(Installation here, SegmentDefinition definition, List<long> expected, Dictionary<long, ConsentDashboard.Domain.PublicId> ids)
    {
        Assert.Equal(new(expected.Count, SegmentCountKind.Exact), await here.Get<SegmentCounts>().CountAsync(definition));

        List<ConsentDashboard.Domain.PublicId> shown = [];
        var people = new SegmentPeople(here.Database.Contexts, here.Database.Vault, here.Database.Clock) { Look = 1, Looks = 1 };
        SegmentPage page;
        long? place = null;
        do
        {
            page = await people.ReadAsync(definition, place);
            shown.AddRange(page.People.Select(person => person.PublicId));
            place = page.Next;
        }
        while (place is not null);

        Assert.Equal(expected.OrderDescending().Select(id => ids[id]), shown);
    }

    [Fact]
    public async Task An_estimate_says_so_and_is_near()
    {
        await using var here = await Installation.CreateAsync();
        var acts = Enumerable.Range(1, 600).Select(n => here.OptIn(n, n % 3 == 0 ? ConsentCells.CallPromotional : ConsentCells.SmsPromotional)).ToList();
        await here.Ledger.RecordSliceAsync(acts, cancellation: TestContext.Current.CancellationToken);
        var counts = new SegmentCounts(here.Database.Contexts, here.Database.Clock) { Exactly = 10, Sample = 200 };

        var third = await counts.CountAsync(new() { Root = new() { Conditions = [new() { Field = SegmentField.State, States = [ConsentState.Given], Channel = Channel.Call }] } }, TestContext.Current.CancellationToken);

        Assert.Equal(SegmentCountKind.About, third.Kind);
        Assert.InRange(third.Value, 150, 250);
    }

    [Fact]
    public async Task Few_among_many_are_counted_by_the_condition_that_leads_or_said_to_be_few()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordSliceAsync([.. Enumerable.Range(1, 600).Select(n => here.OptIn(n, n == 300 ? ConsentCells.CallPromotional : ConsentCells.SmsPromotional))], cancellation: TestContext.Current.CancellationToken);
        var counts = new SegmentCounts(here.Database.Contexts, here.Database.Clock) { Exactly = 10, Sample = 20 };
        var calls = new SegmentCondition { Field = SegmentField.State, States = [ConsentState.Given], Channel = Channel.Call, MessageType = MessageType.Promotional };

        var led = await counts.CountAsync(Of(calls with { SenderId = here.Shop.Id }), TestContext.Current.CancellationToken);
        var sampled = await counts.CountAsync(Of(calls with { MessageType = MessageType.Advertising }), TestContext.Current.CancellationToken);

        Assert.Equal(new(1, SegmentCountKind.Exact), led);
        Assert.Equal(new(90, SegmentCountKind.FewerThan), sampled);
    }

    private static SegmentDefinition Of(SegmentCondition condition) => new() { Root = new() { Conditions = [condition] } };

    [Fact]
    public async Task A_page_goes_on_behind_the_last()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordSliceAsync([.. Enumerable.Range(1, 60).Select(n => here.OptIn(n))], cancellation: TestContext.Current.CancellationToken);
        var people = here.Get<SegmentPeople>();

        var first = await people.ReadAsync(SegmentDefinition.Everybody, null, TestContext.Current.CancellationToken);
        var second = await people.ReadAsync(SegmentDefinition.Everybody, first.Next, TestContext.Current.CancellationToken);
        var third = await people.ReadAsync(SegmentDefinition.Everybody, second.Next, TestContext.Current.CancellationToken);

        Assert.Equal((25, 25, 10), (first.People.Count, second.People.Count, third.People.Count));
        Assert.Null(third.Next);
        Assert.Equal(60, first.People.Concat(second.People).Concat(third.People).Select(person => person.PublicId).Distinct().Count());
    }
}

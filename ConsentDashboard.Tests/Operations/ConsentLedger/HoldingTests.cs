using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class HoldingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_hold_that_is_over_forbids_nothing_even_before_anybody_has_tidied_up(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.SubscriberId;
        await here.Ledger.RecordAsync(Hold(here, person) with { IntervalUntil = here.Database.Now.AddDays(2) });
        Assert.Equal(DecisionReasons.OnHold, await ReasonsAsync(here, person));
        Assert.Equal([person], await HeldAsync(here));

        here.Database.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(DecisionReasons.None, await ReasonsAsync(here, person));
        Assert.Empty(await HeldAsync(here));
        Assert.False((await here.Ledger.RecordAsync(Act(here, person, ConsentEventType.Restricted))).Failed);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_flag_goes_with_the_last_hold_and_not_before(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        List<long> people = [];
        for (var n = 1; n <= 3; n++)
        {
            people.Add((await here.Ledger.RecordAsync(here.OptIn(n))).Value!.SubscriberId);
            await here.Ledger.RecordAsync(Hold(here, people[^1]) with { IntervalUntil = here.Database.Now.AddDays(n) });
        }

        await here.Ledger.RecordAsync(Hold(here, people[0]));
        here.Database.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, await here.Get<HoldExpiry>().ExpireAsync(Token));
        Assert.Equal(0, await here.Get<HoldExpiry>().ExpireAsync(Token));

        await using var db = here.Open();
        Assert.Equal([people[0], people[2]], await db.Subscribers.Where(s => s.IsHeld).Select(s => s.Id).Order().ToListAsync(Token));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_release_ends_holds_whose_end_lies_ahead_too(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.SubscriberId;
        await here.Ledger.RecordAsync(Hold(here, person) with { IntervalUntil = here.Database.Now.AddDays(9) });
        await here.Ledger.RecordAsync(Hold(here, person));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));

        await here.Ledger.RecordAsync(Act(here, person, ConsentEventType.HoldReleased));

        await using var db = here.Open();
        Assert.Equal([here.Database.Now, here.Database.Now], await db.Holds.Select(h => h.To).ToListAsync(Token));
        Assert.False((await db.Subscribers.SingleAsync(Token)).IsHeld);
        Assert.Equal(DecisionReasons.None, await ReasonsAsync(here, person));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_release_of_one_hold_leaves_the_others_alone(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.SubscriberId;
        await here.Ledger.RecordAsync(Hold(here, person));
        await here.Ledger.RecordAsync(Hold(here, person) with { IntervalReason = "another case" });
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        await using var db = here.Open();
        var first = await db.Holds.OrderBy(h => h.Id).Select(h => h.Id).FirstAsync(Token);

        await here.Ledger.RecordAsync(Act(here, person, ConsentEventType.HoldReleased) with { HoldId = first });

        Assert.Equal("another case", (await db.Holds.SingleAsync(h => h.To == Times.Never, Token)).Reason);
        Assert.True((await db.Subscribers.SingleAsync(Token)).IsHeld);
        Assert.Equal(DecisionReasons.OnHold, await ReasonsAsync(here, person));
    }

    [Fact]
    public async Task Placed_and_released_in_one_group_nothing_stands()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.SubscriberId;

        await here.Ledger.RecordSliceAsync([Hold(here, person), Act(here, person, ConsentEventType.HoldReleased)], cancellation: Token);

        await using var db = here.Open();
        Assert.False((await db.Subscribers.SingleAsync(Token)).IsHeld);
        Assert.Equal(here.Database.Now, (await db.Holds.SingleAsync(Token)).To);
    }

    [Theory]
    [InlineData(ConsentEventType.Restricted)]
    [InlineData(ConsentEventType.Erased)]
    public async Task Nobody_who_is_held_is_cleaned(ConsentEventType type)
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.SubscriberId;
        await here.Ledger.RecordAsync(Hold(here, person));

        Assert.Equal(LedgerErrors.Held, (await here.Ledger.RecordAsync(Act(here, person, type))).Error);

        await using var db = here.Open();
        Assert.NotEqual(Standing.Erased, (await db.Subscribers.SingleAsync(Token)).Standing);
        Assert.True((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Token)).Holds);
    }

    private static ConsentAct Hold(Installation here, long person) => Act(here, person, ConsentEventType.HoldPlaced) with { IntervalReason = "case 12/26" };

    private static ConsentAct Act(Installation here, long person, ConsentEventType type) => new()
    {
        SubscriberId = person,
        Type = type,
        Source = Source.Staff,
        OccurredAt = here.Database.Now,
        Actor = Staff.Officer,
    };

    private static async Task<DecisionReasons> ReasonsAsync(Installation here, long person)
    {
        await using var db = here.Open();
        var rows = await DecisionSets.Explain(db, db.Subscribers.Where(s => s.Id == person), new(here.Shop.Id, Channel.Sms, MessageType.Promotional), false, here.Database.Now).ToListAsync(Token);
        return (DecisionReasons)rows.Single().Reasons;
    }

    private static async Task<List<long>> HeldAsync(Installation here)
    {
        var held = new SegmentDefinition { Root = new() { Conditions = [new() { Field = SegmentField.OnHold }] } };
        await using var db = here.Open();
        return await SegmentFilters.Apply(db, db.Subscribers, held, here.Database.Now).Select(s => s.Id).ToListAsync(Token);
    }
}

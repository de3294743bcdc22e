using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

public sealed class RestrictingPeopleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Nobody_contacts_her_any_more_and_it_stands_who_decided_that_and_why(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = await OptedInAsync(here);
        Assert.Equal([DecisionReasons.None], await DecideAsync(here));
        here.Database.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Null((await Restrict(here).ExecuteAsync(Input(person, " she disputes that she agreed "), Staff.Officer, Token)).Error);

        Assert.Equal([DecisionReasons.Restricted], await DecideAsync(here));
        await using var db = here.Open();
        var row = await db.Subscribers.SingleAsync(Token);
        Assert.Equal((here.Database.Now, Standing.Restricted, true), (row.RestrictedAt, row.Standing, row.Cipher is not null));
        var restriction = await db.Restrictions.SingleAsync(Token);
        Assert.Equal((here.Database.Now, Times.Never, "she disputes that she agreed", Staff.Officer.Key), (restriction.From, restriction.To, restriction.Reason, restriction.SetBy));
        var act = await db.ConsentEvents.SingleAsync(e => e.Type == ConsentEventType.Restricted, Token);
        Assert.Equal((Source.Staff, Staff.Officer.Key), (act.Source, act.Actor));
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal((AuditAction.SubscriberRestricted, person.SubscriberId, "she disputes that she agreed", act.BatchSeq), (entry.Action, entry.SubscriberId, entry.Reason, entry.BatchSeq));
        await HoldsAsync(here);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_double_click_is_one_event_and_a_second_try_is_told_that_she_is_restricted(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var input = Input(await OptedInAsync(here), "she asked for it");

        var both = await Task.WhenAll(Restrict(here).ExecuteAsync(input, Staff.Officer, Token), Restrict(here).ExecuteAsync(input, Staff.Officer, Token));
        var another = await Restrict(here).ExecuteAsync(input with { EventKey = Guid.CreateVersion7() }, Staff.Officer, Token);

        Assert.Equal(both[0].Value!.EventId, both[1].Value!.EventId);
        Assert.Equal(LedgerErrors.Restricted, another.Error);
        await using var db = here.Open();
        Assert.Single(await db.ConsentEvents.Where(e => e.Type == ConsentEventType.Restricted).ToListAsync(Token));
        Assert.Single(await db.AuditEntries.ToListAsync(Token));
        await HoldsAsync(here);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Two_officers_at_once_restrict_her_once(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = await OptedInAsync(here);

        var both = await Task.WhenAll(Restrict(here).ExecuteAsync(Input(person, "the first"), Staff.Officer, Token), Restrict(here).ExecuteAsync(Input(person, "the second"), Staff.Officer, Token));

        Assert.Equal([LedgerErrors.Restricted], both.Select(outcome => outcome.Error).OfType<Error>());
        await using var db = here.Open();
        Assert.Single(await db.Restrictions.ToListAsync(Token));
        Assert.Single(await db.AuditEntries.ToListAsync(Token));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task She_is_a_subscriber_again_once_she_agrees_anew_and_may_be_restricted_again(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = await OptedInAsync(here);
        await Restrict(here).ExecuteAsync(Input(person, "she asked for it"), Staff.Officer, Token);
        here.Database.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Null((await here.Ledger.RecordAsync(here.OptIn(1))).Error);
        Assert.Equal([DecisionReasons.None], await DecideAsync(here));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Null((await Restrict(here).ExecuteAsync(Input(person, "once more"), Staff.Officer, Token)).Error);
        Assert.Equal([DecisionReasons.Restricted], await DecideAsync(here));
        await HoldsAsync(here);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task While_a_legal_hold_stands_nothing_of_hers_is_restricted(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = await OptedInAsync(here);
        var hold = new ConsentAct { SubscriberId = person.SubscriberId, Type = ConsentEventType.HoldPlaced, Source = Source.Staff, OccurredAt = here.Database.Now, Actor = Staff.Officer, IntervalReason = "a lawsuit" };
        await here.Ledger.RecordAsync(hold);

        Assert.Equal(LedgerErrors.Held, (await Restrict(here).ExecuteAsync(Input(person, "she asked for it"), Staff.Officer, Token)).Error);
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await here.Ledger.RecordAsync(hold with { EventKey = Guid.CreateVersion7(), Type = ConsentEventType.HoldReleased });

        Assert.Null((await Restrict(here).ExecuteAsync(Input(person, "she asked for it"), Staff.Officer, Token)).Error);
    }

    [Fact]
    public async Task Nobody_unknown_or_erased_is_restricted()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await here.Ledger.RecordAsync(new() { SubscriberId = person.SubscriberId, Type = ConsentEventType.Erased, Source = Source.Staff, OccurredAt = here.Database.Now, Actor = Staff.Officer });

        Assert.Equal(ErrorKind.NotFound, (await Restrict(here).ExecuteAsync(new(Guid.CreateVersion7(), new(1), "she asked for it"), Staff.Officer, Token)).Error?.Kind);
        Assert.Equal(LedgerErrors.Erased, (await Restrict(here).ExecuteAsync(Input(person, "she asked for it"), Staff.Officer, Token)).Error);
        await using var db = here.Open();
        Assert.False(await db.AuditEntries.AnyAsync(Token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  no ")]
    [InlineData("call +7 916 000-00-01")]
    [InlineData("she is 000-00-01")]
    public async Task Without_a_reason_that_may_be_kept_nobody_is_restricted(string? reason)
    {
        await using var here = await Installation.CreateAsync();

        Assert.Equal("reason", (await Restrict(here).ExecuteAsync(Input(await OptedInAsync(here), reason), Staff.Officer, Token)).Error?.Field);

        await using var db = here.Open();
        Assert.False(await db.Restrictions.AnyAsync(Token));
        Assert.False(await db.AuditEntries.AnyAsync(Token));
    }

    [Theory]
    [InlineData(Roles.Marketer)]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.SupportAgent)]
    [InlineData(Roles.Auditor)]
    public async Task Only_an_officer_restricts(string role)
    {
        await using var here = await Installation.CreateAsync();
        var input = Input(await OptedInAsync(here), "she asked for it");

        Assert.Equal(Permissions.RestrictSubscriber, (await Assert.ThrowsAsync<ForbiddenException>(() => Restrict(here).ExecuteAsync(input, Staff.Of(role), Token))).Permission);

        await using var db = here.Open();
        Assert.False(await db.Restrictions.AnyAsync(Token));
    }

    private static async Task<RecordedAct> OptedInAsync(Installation here) => (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;

    private static RestrictSubscriber.Input Input(RecordedAct person, string? reason) => new(Guid.CreateVersion7(), person.PublicId, reason);

    private static RestrictSubscriber Restrict(Installation here) => new(here.Database.Contexts, here.Ledger, here.Database.Vault, here.Database.Clock);

    private static Task<IReadOnlyList<DecisionReasons>> DecideAsync(Installation here) =>
        here.Get<ConsentDecisions>().DecideAsync([here.Number(1)], new(here.Shop.Id, Channel.Sms, MessageType.Promotional), Token);

    private static async Task HoldsAsync(Installation here) =>
        Assert.Empty((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Token)).Findings);
}

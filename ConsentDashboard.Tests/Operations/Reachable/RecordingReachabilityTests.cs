using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Reachable;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Reachable;

public sealed class RecordingReachabilityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Each_answer_ends_the_one_before_and_leaves_permission_alone(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await here.Ledger.RecordAsync(here.OptIn(1));
        var from = here.Database.Now;

        Assert.Equal(new(1, 0, 1), await TellAsync(here, (1, ReachabilityStatus.Dead), (2, ReachabilityStatus.Dead)));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new(0, 1, 0), await TellAsync(here, (1, ReachabilityStatus.Dead)));
        Assert.Equal(new(1, 0, 0), await TellAsync(here, (1, ReachabilityStatus.Live)));

        await using var db = here.Open();
        var rows = await db.Reachability.OrderBy(r => r.Id).Select(r => new { r.Status, r.From, r.To }).ToListAsync(Token);
        Assert.Equal([(ReachabilityStatus.Dead, from, here.Database.Now), (ReachabilityStatus.Live, here.Database.Now, Times.Never)], rows.Select(r => (r.Status, r.From, r.To)));
        Assert.Equal(1, await db.Subscribers.CountAsync(Token));
        Assert.Equal(ConsentState.Given, (await db.Consents.SingleAsync(Token)).State);
        Assert.True((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Token)).Holds);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_dead_number_may_be_contacted_and_one_of_somebody_else_may_not(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2));

        await TellAsync(here, (1, ReachabilityStatus.Dead), (2, ReachabilityStatus.Reassigned));

        await using var db = here.Open();
        var reasons = await DecisionSets.Explain(db, db.Subscribers.OrderBy(s => s.Id), new(here.Shop.Id, Channel.Sms, MessageType.Promotional), false, here.Database.Now).ToListAsync(Token);
        Assert.Equal([DecisionReasons.None, DecisionReasons.Reassigned], reasons.OrderBy(row => row.SubscriberId).Select(row => (DecisionReasons)row.Reasons));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_was_agreed_to_before_a_number_changed_hands_never_counts_again_and_what_her_successor_agrees_to_does(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await here.Ledger.RecordAsync(here.OptIn(1, ConsentCells.SmsPromotional | ConsentCells.CallPromotional));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        await TellAsync(here, (1, ReachabilityStatus.Reassigned));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));

        await TellAsync(here, (1, ReachabilityStatus.Live));
        Assert.Equal(DecisionReasons.Reassigned, await ReasonsAsync(here, Channel.Sms));

        await here.Ledger.RecordAsync(here.OptIn(1));
        Assert.Equal(DecisionReasons.None, await ReasonsAsync(here, Channel.Sms));
        Assert.Equal(DecisionReasons.Reassigned, await ReasonsAsync(here, Channel.Call));

        // The same answer as before, and it is told anew: the number may have gone on to a third person.
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new(1, 0, 0), await TellAsync(here, (1, ReachabilityStatus.Reassigned)));
        Assert.Equal(new(0, 1, 0), await TellAsync(here, (1, ReachabilityStatus.Reassigned)));
        Assert.Equal(DecisionReasons.Reassigned, await ReasonsAsync(here, Channel.Sms));
        await using var db = here.Open();
        Assert.All(await db.Consents.ToListAsync(Token), cell => Assert.Equal(ConsentState.Given, cell.State));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_number_that_changed_hands_before_she_agreed_is_hers(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var before = here.Database.Now;
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        await here.Ledger.RecordAsync(here.OptIn(1));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));

        var told = await here.Get<RecordReachability>().ExecuteAsync([new(here.Number(1), ReachabilityStatus.Reassigned, before)], "registry", here.Database.Now, Staff.Officer, Guid.CreateVersion7(), Token);

        Assert.Equal(new(1, 0, 0), told.Value);
        Assert.Equal(DecisionReasons.None, await ReasonsAsync(here, Channel.Sms));
        await using var db = here.Open();
        Assert.Equal((before, here.Database.Now), await db.Reachability.Select(r => new ValueTuple<DateTime, DateTime>(r.Since, r.From)).SingleAsync(Token));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_consent_to_processing_of_whoever_had_the_number_does_not_serve_her_successor(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await using var db = here.Open();
        await db.Senders.Where(s => s.Id == here.Bank.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsProcessingConsent, true), Token);
        await here.Ledger.RecordAsync(here.OptIn(1, sender: here.Bank) with { Kind = ConsentKind.Processing });
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        await TellAsync(here, (1, ReachabilityStatus.Reassigned));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));

        await here.Ledger.RecordAsync(here.OptIn(1, sender: here.Bank));
        var question = new DecisionRequest(here.Bank.Id, Channel.Sms, MessageType.Promotional);
        Assert.Equal(DecisionReasons.NoProcessingConsent, await here.Get<DecideOne>().ExecuteAsync(here.Number(1), question, Token));
        Assert.Empty(await DecisionSets.Allowed(db, question, true, here.Database.Now).ToListAsync(Token));

        await here.Ledger.RecordAsync(here.OptIn(1, sender: here.Bank) with { Kind = ConsentKind.Processing });
        Assert.Equal(DecisionReasons.None, await here.Get<DecideOne>().ExecuteAsync(here.Number(1), question, Token));
        Assert.Single(await DecisionSets.Allowed(db, question, true, here.Database.Now).ToListAsync(Token));
    }

    [Fact]
    public async Task A_look_says_what_would_be_recorded_and_records_nothing()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2));
        await TellAsync(here, (2, ReachabilityStatus.Dead));

        NumberAnswer[] answers = [new(here.Number(1), ReachabilityStatus.Dead), new(here.Number(2), ReachabilityStatus.Dead), new(here.Number(3), ReachabilityStatus.Dead)];
        Assert.Equal(new(1, 1, 1), await here.Get<RecordReachability>().LookAsync(answers, here.Database.Now, Token));

        await using var db = here.Open();
        Assert.Equal(1, await db.Reachability.CountAsync(Token));
        Assert.Equal(2, await db.Subscribers.CountAsync(Token));
    }

    [Fact]
    public async Task The_same_work_again_records_nothing_twice_and_of_two_answers_the_later_counts()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        var work = Guid.CreateVersion7();

        await TellAsync(here, work, (1, ReachabilityStatus.Live), (1, ReachabilityStatus.Dead));
        await TellAsync(here, work, (1, ReachabilityStatus.Reassigned));

        await using var db = here.Open();
        Assert.Equal(ReachabilityStatus.Dead, (await db.Reachability.SingleAsync(Token)).Status);
        Assert.Equal(1, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.ReachabilityChanged, Token));
    }

    private static async Task<DecisionReasons> ReasonsAsync(Installation here, Channel channel)
    {
        await using var db = here.Open();
        var question = new DecisionRequest(here.Shop.Id, channel, MessageType.Promotional);
        var one = await here.Get<DecideOne>().ExecuteAsync(here.Number(1), question, Token);
        Assert.Equal(one == DecisionReasons.None ? 1 : 0, await DecisionSets.Allowed(db, question, false, here.Database.Now).CountAsync(Token));
        return one;
    }

    [Fact]
    public async Task What_was_observed_earlier_than_what_is_known_changes_nothing_but_that_a_number_changed_hands()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        here.Database.Clock.Advance(TimeSpan.FromDays(9));
        await TellAsync(here, (1, ReachabilityStatus.Dead));

        Assert.Equal(new(0, 1, 0), await TellLateAsync(ReachabilityStatus.Live));
        Assert.Equal(new(1, 0, 0), await TellLateAsync(ReachabilityStatus.Reassigned));
        Assert.Equal(DecisionReasons.Reassigned, await ReasonsAsync(here, Channel.Sms));

        async Task<ReachabilitySums> TellLateAsync(ReachabilityStatus status) =>
            (await here.Get<RecordReachability>().ExecuteAsync([new(here.Number(1), status, here.Database.Now.AddDays(-5))], "registry", here.Database.Now, Staff.Officer, Guid.CreateVersion7(), Token)).Value;
    }

    private static Task<ReachabilitySums> TellAsync(Installation here, params (int Number, ReachabilityStatus Status)[] answers) => TellAsync(here, Guid.CreateVersion7(), answers);

    private static async Task<ReachabilitySums> TellAsync(Installation here, Guid work, params (int Number, ReachabilityStatus Status)[] answers) =>
        (await here.Get<RecordReachability>().ExecuteAsync([.. answers.Select(one => new NumberAnswer(here.Number(one.Number), one.Status))], "registry", here.Database.Now, Staff.Officer, work, Token)).Value;
}

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

    private static Task<ReachabilitySums> TellAsync(Installation here, params (int Number, ReachabilityStatus Status)[] answers) => TellAsync(here, Guid.CreateVersion7(), answers);

    private static async Task<ReachabilitySums> TellAsync(Installation here, Guid work, params (int Number, ReachabilityStatus Status)[] answers) =>
        (await here.Get<RecordReachability>().ExecuteAsync([.. answers.Select(one => new NumberAnswer(here.Number(one.Number), one.Status))], "registry", here.Database.Now, Staff.Officer, work, Token)).Value;
}

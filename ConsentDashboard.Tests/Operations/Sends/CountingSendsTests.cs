using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Sends;

public sealed class CountingSendsTests
{
    private const ConsentCells Sms = ConsentCells.SmsPromotional;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Messages_are_counted_by_person_and_day_and_add_up(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await using var here = await Installation.CreateAsync(provider);
        await PromiseAsync(here, 3, FrequencyPeriod.Week);
        var agreed = (await here.Ledger.RecordAsync(here.OptIn(1, Sms))).Value!;
        await here.Ledger.RecordAsync(here.OptIn(2, ConsentCells.CallPromotional));

        var first = await CountAsync(here, (1, 2), (2, 1), (3, 5), (1, 1));
        var second = await CountAsync(here, (1, 2), (4, 1));

        Assert.Equal(new SendSums(9, 5, 1, 0), first);
        Assert.Equal(new SendSums(3, 1, 0, 2), second);
        await using var db = here.Open();
        Assert.Equal([5, 1], await db.SendCounts.OrderBy(c => c.SubscriberId).Select(c => c.Count).ToListAsync(Cancellation));
        var total = await db.SendTotals.SingleAsync(Cancellation);
        Assert.Equal((Today(here), 12L, 6L, 1L, 2L), (total.Day, total.Messages, total.ToUnknown, total.WithoutPermission, total.OverPromise));
        var person = await db.Subscribers.SingleAsync(s => s.Id == agreed.SubscriberId, Cancellation);
        Assert.Equal((here.Database.Now, agreed.RecordedAt), (person.LastSentAt, person.LastActivityAt));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Whoever_has_had_as_many_as_was_promised_is_left_alone_until_the_week_is_over(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await using var here = await Installation.CreateAsync(provider);
        await PromiseAsync(here, 3, FrequencyPeriod.Week);
        await here.Ledger.RecordAsync(here.OptIn(1, Sms | ConsentCells.SmsAdvertising));

        await CountAsync(here, (1, 2));
        var before = await DecideAsync(here);
        await CountAsync(here, (1, 1));

        Assert.Equal(DecisionReasons.None, before);
        Assert.Equal(DecisionReasons.OverFrequency, await DecideAsync(here));
        Assert.Equal(DecisionReasons.None, await DecideAsync(here, MessageType.Advertising));
        here.Database.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(DecisionReasons.OverFrequency, await DecideAsync(here));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(DecisionReasons.None, await DecideAsync(here));
    }

    [Fact]
    public async Task An_older_message_does_not_move_the_last_one_back_and_is_held_to_its_own_day()
    {
        await using var here = await Installation.CreateAsync();
        await PromiseAsync(here, 1, FrequencyPeriod.Day);
        await here.Ledger.RecordAsync(here.OptIn(1, Sms));
        var now = here.Database.Now;

        await CountAsync(here, (1, 1));
        var yesterday = await CountAsync(here, now.AddDays(-1), (1, 1));
        var more = await CountAsync(here, now.AddDays(-1), (1, 1));

        Assert.Equal((0, 1), (yesterday.OverPromise, more.OverPromise));
        await using var db = here.Open();
        Assert.Equal(now, (await db.Subscribers.SingleAsync(Cancellation)).LastSentAt);
        Assert.Equal([2, 1], await db.SendCounts.OrderBy(c => c.Day).Select(c => c.Count).ToListAsync(Cancellation));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Of_whoever_is_erased_nothing_says_when_she_was_last_sent_something(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await using var here = await Installation.CreateAsync(provider);
        var id = (await here.Ledger.RecordAsync(here.OptIn(1, Sms))).Value!.SubscriberId;
        await CountAsync(here, (1, 2));

        await here.Ledger.RecordAsync(new() { SubscriberId = id, Type = ConsentEventType.Erased, Source = Source.Policy, OccurredAt = here.Database.Now, Actor = Actor.System("test") });

        await using var db = here.Open();
        Assert.Equal(Times.NotYet, (await db.Subscribers.SingleAsync(s => s.Id == id, Cancellation)).LastSentAt);
        Assert.Empty(db.SendCounts);
    }

    [Fact]
    public async Task What_is_refused_together_with_it_leaves_nothing()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1, Sms));

        var counted = await here.Get<CountSends>().ExecuteAsync(Sent(here, here.Database.Now), [new(here.Number(1), 1)], (_, _) => Task.FromResult(false), Cancellation);

        Assert.Equal(new Result<SendSums?>(null, null), counted);
        await AssertNothingAsync(here);
    }

    [Fact]
    public async Task While_keys_are_rotated_nothing_is_counted_because_nobody_would_be_found()
    {
        await using var here = await Installation.CreateAsync();
        await using (var db = here.Open())
        {
            await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Cancellation);
        }

        var counted = await here.Get<CountSends>().ExecuteAsync(Sent(here, here.Database.Now), [new(here.Number(1), 1)], cancellation: Cancellation);

        Assert.Equal(LedgerErrors.Maintenance, counted.Error);
        await AssertNothingAsync(here);
    }

    [Fact]
    public async Task It_stands_behind_a_withdrawal_that_waits()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1, Sms));
        var gate = here.Get<WriteGate>();
        var taken = await gate.EnterAsync(WritePriority.Act, Cancellation);

        var counting = CountAsync(here, (1, 1));
        var stopping = gate.EnterAsync(WritePriority.Withdrawal, Cancellation);
        taken.Dispose();
        using (await stopping)
        {
            Assert.False(counting.IsCompleted);
        }

        Assert.Equal(1, (await counting).Messages);
    }

    [Fact]
    public async Task What_is_older_than_sixty_two_days_is_deleted_and_the_totals_stay()
    {
        await using var here = await Installation.CreateAsync();
        var id = (await here.Ledger.RecordAsync(here.OptIn(1, Sms))).Value!.SubscriberId;
        foreach (var back in new[] { 63, 62, 61, 0 })
        {
            await CountAsync(here, here.Database.Now.AddDays(-back), (1, 1));
        }

        var gone = await here.Get<ForgetSends>().ExecuteAsync(Cancellation);

        Assert.Equal(2, gone);
        await using var db = here.Open();
        Assert.Equal([Today(here).AddDays(-61), Today(here)], await db.SendCounts.Where(c => c.SubscriberId == id).OrderBy(c => c.Day).Select(c => c.Day).ToListAsync(Cancellation));
        Assert.Equal(4, await db.SendTotals.CountAsync(Cancellation));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task An_erasure_deletes_how_much_she_was_sent(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await using var here = await Installation.CreateAsync(provider);
        var one = (await here.Ledger.RecordAsync(here.OptIn(1, Sms))).Value!;
        var other = (await here.Ledger.RecordAsync(here.OptIn(2, Sms))).Value!;
        await CountAsync(here, (1, 1), (2, 1));

        await here.Ledger.RecordAsync(new ConsentAct
        {
            SubscriberId = one.SubscriberId,
            Type = ConsentEventType.Erased,
            Source = Source.Policy,
            OccurredAt = here.Database.Now,
            Actor = Actor.System("test"),
        });
        var later = await CountAsync(here, (1, 1));

        Assert.Equal(1, later.ToUnknown);
        await using var db = here.Open();
        Assert.Equal(other.SubscriberId, (await db.SendCounts.SingleAsync(Cancellation)).SubscriberId);
    }

    private static async Task PromiseAsync(Installation here, int count, FrequencyPeriod period)
    {
        await using var db = here.Open();
        await db.NoticeVersions.ExecuteUpdateAsync(set => set.SetProperty(v => v.FrequencyCount, count).SetProperty(v => v.FrequencyPeriod, period), Cancellation);
    }

    private static Task<SendSums> CountAsync(Installation here, params (int Number, int Count)[] to) => CountAsync(here, here.Database.Now, to);

    private static async Task<SendSums> CountAsync(Installation here, DateTime at, params (int Number, int Count)[] to) =>
        (await here.Get<CountSends>().ExecuteAsync(Sent(here, at), [.. to.Select(one => new SentTo(here.Number(one.Number), one.Count))], cancellation: Cancellation)).Value!.Value;

    private static SentMessages Sent(Installation here, DateTime at) => new(here.Shop.Id, Channel.Sms, MessageType.Promotional, at);

    private static Task<DecisionReasons> DecideAsync(Installation here, MessageType type = MessageType.Promotional) =>
        here.Get<DecideOne>().ExecuteAsync(here.Number(1), new(here.Shop.Id, Channel.Sms, type), Cancellation);

    private static DateTime Today(Installation here) => SendDays.DayOf(here.Database.Now);

    private static async Task AssertNothingAsync(Installation here)
    {
        await using var db = here.Open();
        Assert.Equal(0, await db.SendCounts.CountAsync(Cancellation) + await db.SendTotals.CountAsync(Cancellation));
        Assert.False(await db.Subscribers.AnyAsync(s => s.LastSentAt > Times.NotYet, Cancellation));
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.CollectionPoints;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Operations.DemoData;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.DemoData;

public sealed class SeedingDemoDataTests
{
    private const int Subscribers = 1_500;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_ledger_of_the_demo_company_holds(DatabaseProvider provider)
    {
        await using var here = await SeededAsync(provider);

        var report = await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation);

        Assert.Empty(report.Findings);
        Assert.Equal(Subscribers, report.Subscribers);
    }

    [Fact]
    public async Task Counters_say_what_the_rows_say()
    {
        await using var here = await SeededAsync();
        await using var db = here.Open();

        var standings = await db.Subscribers.GroupBy(s => s.Standing).ToDictionaryAsync(g => (long)g.Key, g => (long)g.Count(), Cancellation);
        var optIns = await db.ConsentEvents
            .Where(e => (e.Type == ConsentEventType.Given || e.Type == ConsentEventType.Confirmed) && e.Outcome != 0)
            .GroupBy(e => e.CollectionPointId!.Value).ToDictionaryAsync(g => g.Key, g => (long)g.Count(), Cancellation);
        var optOuts = await db.ConsentEvents.Where(e => e.Type == ConsentEventType.Withdrawn).LongCountAsync(Cancellation);

        Assert.Equal(standings.OrderBy(s => s.Key), await CountedAsync(db, CounterMetric.SubscribersByStanding));
        Assert.Equal(optIns.OrderBy(p => p.Key), await CountedAsync(db, CounterMetric.OptInsByPoint));
        Assert.Equal(optOuts, (await CountedAsync(db, CounterMetric.OptOutsBySource)).Sum(source => source.Value));

        // Those that people read first took as long as it took to read them.
        var read = await db.InboundMessages.LongCountAsync(m => m.WithdrawalKey != null, Cancellation);
        Assert.Equal(optOuts - read, (await CountedAsync(db, CounterMetric.FastOptOutsBySource)).Sum(source => source.Value));
    }

    [Fact]
    public async Task Every_standing_that_a_company_meets_is_there()
    {
        await using var here = await SeededAsync();
        await using var db = here.Open();

        var standings = await db.Subscribers.GroupBy(s => s.Standing).ToDictionaryAsync(g => g.Key, g => g.Count(), Cancellation);

        Assert.Equal(Enum.GetValues<Standing>().Where(standing => standing != Standing.Erased), standings.Keys.Order());
        Assert.InRange(standings[Standing.Contactable], Subscribers / 2, Subscribers * 3 / 4);
        Assert.InRange(standings[Standing.Withdrawn], Subscribers / 20, Subscribers / 5);
    }

    [Fact]
    public async Task Ids_follow_the_time_at_which_people_came()
    {
        await using var here = await SeededAsync();
        await using var db = here.Open();

        var came = await db.Subscribers.OrderBy(s => s.Id).Select(s => s.FirstSeenAt).ToListAsync(Cancellation);

        Assert.Equal(came.Order(), came);
    }

    [Fact]
    public async Task What_is_still_under_way_has_its_rows()
    {
        await using var here = await SeededAsync();
        await using var db = here.Open();

        Assert.NotEmpty(await db.PendingRequests.Where(p => p.ExpiresAt > here.Database.Now).ToListAsync(Cancellation));
        Assert.Empty(await db.PendingRequests.Where(p => p.ExpiresAt <= here.Database.Now).ToListAsync(Cancellation));
        Assert.NotEmpty(await db.Pauses.Where(p => p.To == Times.Never).ToListAsync(Cancellation));
        Assert.Equal(await db.Subscribers.CountAsync(s => s.IsHeld, Cancellation), await db.Holds.CountAsync(h => h.To == Times.Never, Cancellation));
        Assert.NotEmpty(await db.Restrictions.ToListAsync(Cancellation));
        Assert.Equal(5, await db.ConsentEvents.Where(e => e.IsTest).Select(e => e.SubscriberId).Distinct().CountAsync(Cancellation));
        Assert.NotEmpty(await db.Subscribers.Where(s => s.Cipher == null).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Nothing_that_is_over_still_counts_as_given()
    {
        await using var here = await SeededAsync();
        await using var db = here.Open();

        Assert.Empty(await db.Consents.Where(c => c.State == ConsentState.Given && c.ExpiresAt < here.Database.Now.AddDays(-2)).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Of_what_was_sent_the_days_add_up_and_some_of_it_went_too_far()
    {
        await using var here = await SeededAsync();
        await using var db = here.Open();

        var counted = await db.SendCounts.SumAsync(c => (long)c.Count, Cancellation);
        var totals = await db.SendTotals.ToListAsync(Cancellation);

        Assert.Equal(counted, totals.Sum(t => t.Messages - t.ToUnknown));
        Assert.All([totals.Sum(t => t.OverPromise), totals.Sum(t => t.WithoutPermission), totals.Sum(t => t.ToUnknown)], sum => Assert.InRange(sum, 1, counted / 10));
        Assert.Empty(await db.SendCounts.Where(c => c.Day < here.Database.Now.AddDays(-62)).ToListAsync(Cancellation));
        Assert.Equal(await db.SendCounts.Select(c => c.SubscriberId).Distinct().CountAsync(Cancellation), await db.Subscribers.CountAsync(s => s.LastSentAt > Times.NotYet, Cancellation));
    }

    [Fact]
    public async Task The_company_has_its_two_senders_three_wordings_and_seven_points()
    {
        await using var here = await SeededAsync();
        await using var db = here.Open();

        Assert.Equal([false, true], await db.Senders.OrderBy(s => s.Id).Select(s => s.NeedsProcessingConsent).ToListAsync(Cancellation));
        Assert.Equal(Enum.GetValues<CollectionPointKind>(), (await db.CollectionPoints.Select(p => p.Kind).ToListAsync(Cancellation)).Order());
        Assert.Single(await db.CollectionPoints.Where(p => p.NumberRequired && p.WhyRequired == null).ToListAsync(Cancellation));
        var versions = await db.NoticeVersions.Where(v => v.Status == NoticeStatus.Published).ToListAsync(Cancellation);
        Assert.Equal(3, versions.Count);
        foreach (var version in versions)
        {
            var notice = await db.Notices.SingleAsync(n => n.Id == version.NoticeId, Cancellation);
            var texts = await db.NoticeTexts.Where(t => t.NoticeVersionId == version.Id).ToListAsync(Cancellation);
            var purposes = await db.Purposes.Where(p => db.NoticeVersionPurposes.Any(named => named.NoticeVersionId == version.Id && named.PurposeId == p.Id)).ToListAsync(Cancellation);
            Assert.Equal(["en", "ru"], texts.Select(text => text.Language).Order());
            Assert.NotEmpty(purposes);
            Assert.Equal(NoticeContent.HashOf(notice, version, texts, purposes), version.ContentHash);
            Assert.Empty(NoticePublication.Gaps(new(await db.Senders.SingleAsync(s => s.Id == notice.SenderId, Cancellation), notice, version, texts, purposes)));
        }
    }

    [Fact]
    public async Task The_forms_were_looked_at_more_often_than_sent_in()
    {
        await using var here = await SeededAsync();
        await using var db = here.Open();

        var counters = await db.PointCounters.ToListAsync(Cancellation);
        var since = here.Database.Now.Date.AddDays(-60);
        var sent = await db.ConsentEvents.CountAsync(
            e => e.Source == Source.HostedForm && e.Kind == ConsentKind.Contact && !e.IsTest && e.OccurredAt >= since && (e.Type == ConsentEventType.Given || e.Type == ConsentEventType.Requested), Cancellation);
        Assert.Equal(sent, counters.Sum(counter => counter.Submitted));
        Assert.InRange(counters.Sum(counter => counter.Shown), sent * 3, sent * 1000);
        Assert.Equal(3, counters.Select(counter => counter.CollectionPointId).Distinct().Count());
        Assert.DoesNotContain(counters, counter => counter.Shown < counter.Submitted || counter.Hour < since || counter.Hour >= here.Database.Now.Date);
    }

    [Fact]
    public async Task Only_the_festival_has_something_to_find()
    {
        await using var here = await SeededAsync();

        var points = await new PointQueries(here.Database.Contexts, new(here.Database.Contexts, here.Get<CounterReadings>(), here.Database.Clock)).ListAsync(Staff.Officer, Cancellation);

        Assert.Equal(["tea-festival"], points.Where(point => point.Errors + point.Warnings > 0).Select(point => point.Slug));
        Assert.Equal(7, points.Count(point => point.Figures.Given > 0));
    }

    [Fact]
    public async Task One_wording_is_a_draft_that_leaves_something_out()
    {
        await using var here = await SeededAsync();
        await using var db = here.Open();

        var draft = await db.NoticeVersions.SingleAsync(v => v.Status == NoticeStatus.Draft, Cancellation);
        var notice = await db.Notices.SingleAsync(n => n.Id == draft.NoticeId, Cancellation);
        var texts = await db.NoticeTexts.Where(t => t.NoticeVersionId == draft.Id).ToListAsync(Cancellation);

        var gaps = NoticePublication.Gaps(new(await db.Senders.SingleAsync(s => s.Id == notice.SenderId, Cancellation), notice, draft, texts, []));
        Assert.Equal(["Purposes", "ru-Frequency", "ru-Keeping"], gaps.Select(gap => gap.Field));
    }

    [Fact]
    public async Task A_database_that_has_subscribers_is_refused()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));

        Assert.False(await here.Get<DemoSeeder>().IsEmptyAsync(Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => here.Get<DemoSeeder>().SeedAsync(10, seed: 1, cancellation: Cancellation));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    public async Task A_small_company_can_be_had_too(int subscribers)
    {
        await using var here = await Installation.EmptyAsync();

        var done = await here.Get<DemoSeeder>().SeedAsync(subscribers, seed: 3, cancellation: Cancellation);

        await using var db = here.Open();
        Assert.Equal((subscribers, subscribers), (done.Subscribers, await db.Subscribers.CountAsync(Cancellation)));
    }

    private static async Task<Installation> SeededAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var here = await Installation.EmptyAsync(provider);
        await here.Get<DemoSeeder>().SeedAsync(Subscribers, seed: 1, cancellation: Cancellation);
        return here;
    }

    private static async Task<IEnumerable<KeyValuePair<long, long>>> CountedAsync(DashboardDbContext db, CounterMetric metric) =>
        (await db.Counters.Where(c => c.Metric == metric).GroupBy(c => c.Dimension).Select(g => new { g.Key, Sum = g.Sum(c => c.Value) }).ToListAsync(Cancellation))
            .Where(sum => sum.Sum != 0)
            .OrderBy(sum => sum.Key)
            .Select(sum => KeyValuePair.Create(sum.Key, sum.Sum));
}

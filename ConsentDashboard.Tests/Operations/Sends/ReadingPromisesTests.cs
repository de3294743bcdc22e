using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Sends;

public sealed class ReadingPromisesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Promise_and_practice_stand_side_by_side(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await using var here = await Installation.CreateAsync(provider);
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2));
        await CountAsync(here, 0, (1, 9), (2, 1), (3, 2));
        await CountAsync(here, 8, (2, 4));

        var week = await here.Get<PromiseReadings>().ReadAsync(7, cancellation: Cancellation);
        var month = await here.Get<PromiseReadings>().ReadAsync(30, here.Shop.Id, Cancellation);

        var row = Assert.Single(week.Rows, row => row is { Sender: "North Shop", Channel: Channel.Sms, MessageType: MessageType.Promotional });
        Assert.Equal([new FrequencyPromise(8, FrequencyPeriod.Month)], row.Promised);
        Assert.Equal((new SendSums(12, 2, 0, 1), 2, 9, 1, false), (row.Sums, row.People, row.MostToOne, row.PeopleOver, row.IsEstimate));
        Assert.Equal(5, row.Average);
        Assert.Equal(12, week.Rows.Count);
        Assert.All(month.Rows, all => Assert.Equal(here.Shop.Id, all.SenderId));
        Assert.Equal(new SendSums(16, 2, 0, 1), Assert.Single(month.Rows, all => all.Sums.Messages > 0).Sums);
        Assert.Equal([4, 12], month.Days.Select(day => day.Sums.Messages));
    }

    [Fact]
    public async Task Of_very_many_a_part_is_looked_at_and_the_rest_projected()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        const int People = RecipientSample.MostRows + 10_000;
        await using (var db = here.Open())
        {
            // As many people as count, without their histories; every tenth has had more than was promised.
            await db.Database.ExecuteSqlAsync($"""
                WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {People})
                INSERT INTO Subscribers (Id, PublicId, CallingCode, Region, Language, HeadSeq, HeadHash, Standing, IsHeld, FirstSeenAt, LastActivityAt, LastSentAt, Version)
                SELECT i, i, 7, 'RU', '', 0, x'', 1, 0, 0, 0, 0, 0 FROM n
                """, Cancellation);
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO SendCounts (SubscriberId, SenderId, Channel, MessageType, Day, Count)
                SELECT Id, {here.Shop.Id}, {(int)Channel.Sms}, {(int)MessageType.Promotional}, {new DateTimeOffset(SendDays.DayOf(here.Database.Now)).ToUnixTimeMilliseconds()}, CASE WHEN Id % 10 = 0 THEN 9 ELSE 1 END FROM Subscribers
                """, Cancellation);
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO Consents (SubscriberId, SenderId, Kind, Channel, MessageType, State, StateAt, GivenAt, ExpiresAt, StoppedAt, NoticeVersionId, LastEventId)
                SELECT Id, {here.Shop.Id}, {(int)ConsentKind.Contact}, {(int)Channel.Sms}, {(int)MessageType.Promotional}, {(int)ConsentState.Given}, 0, 0, 0, 0, {here.ShopNotice.Id}, 1 FROM Subscribers WHERE Id > 1
                """, Cancellation);
            var messages = await db.SendCounts.SumAsync(c => (long)c.Count, Cancellation);
            db.Add(new SendTotal { SenderId = here.Shop.Id, Channel = Channel.Sms, MessageType = MessageType.Promotional, Day = SendDays.DayOf(here.Database.Now), Messages = messages });
            await db.SaveChangesAsync(Cancellation);
            await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.LastSubscriberId, People), Cancellation);
        }

        var report = await here.Get<PromiseReadings>().ReadAsync(7, cancellation: Cancellation);

        var row = Assert.Single(report.Rows, row => row.Sums.Messages > 0);
        Assert.True(row.IsEstimate);
        Assert.InRange(row.People, People * 0.99, People * 1.01);
        Assert.InRange(row.PeopleOver, People / 10 * 0.99, People / 10 * 1.01);
        Assert.Equal(9, row.MostToOne);
    }

    private static async Task CountAsync(Installation here, int daysBack, params (int Number, int Count)[] to)
    {
        var sent = new SentMessages(here.Shop.Id, Channel.Sms, MessageType.Promotional, here.Database.Now.AddDays(-daysBack));
        var counted = await here.Get<CountSends>().ExecuteAsync(sent, [.. to.Select(one => new SentTo(here.Number(one.Number), one.Count))], cancellation: Cancellation);
        Assert.False(counted.Failed);
    }
}

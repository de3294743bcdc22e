using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Features.Reports.Readings;

public sealed class ReadingThePromiseReportTests
{
    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Promise_and_practice_are_of_the_last_days_and_messages_of_the_whole_period(DatabaseProvider provider)
    {
        await using var here = await ReportRoom.CreateAsync(provider);
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        var today = SendDays.DayOf(here.Database.Now);
        await using (var db = here.Open())
        {
            db.AddRange(
                new SendCount { SubscriberId = person.SubscriberId, SenderId = here.Shop.Id, Channel = Channel.Sms, MessageType = MessageType.Promotional, Day = today, Count = 9 },
                Total(here.Shop.Id, today, 9, over: 1),
                Total(here.Shop.Id, today.AddDays(-40), 5, over: 0),
                Total(here.Bank.Id, today.AddDays(-40), 7, over: 2));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var report = await here.ReadAsync(ReportKind.FrequencyPromise, from: today.AddDays(-60));
        var ofBank = await here.ReadAsync(ReportKind.FrequencyPromise, here.Bank.Id, today.AddDays(-60), today.AddDays(-1));

        Assert.Equal(["North Shop | at most 8 a month | 9 | 1 | 9 | 9 | 1 | exact"], report.View("Promise and practice")
            .Lines("Sender", "Promised", "Sent", "People", "Mean to one person", "Most to one person", "People over the promise", "Figures of people").Where(line => !line.Contains("| 0 | 0 |", StringComparison.Ordinal)));
        Assert.Equal(["North Shop | 14 | 1", "South Bank | 7 | 2"], report.View("Messages of the period").Lines("Sender", "Sent", "Beyond the promise"));
        Assert.Equal([$"{today.AddDays(-40):yyyy-MM-dd} | 12 | 2", $"{today:yyyy-MM-dd} | 9 | 1"], report.View("Messages by day").Lines("Day", "Sent", "Beyond the promise"));
        Assert.Equal(["South Bank | 7 | 2"], ofBank.View("Messages of the period").Lines("Sender", "Sent", "Beyond the promise"));
    }

    private static SendTotal Total(long sender, DateTime day, long messages, long over) =>
        new() { SenderId = sender, Channel = Channel.Sms, MessageType = MessageType.Promotional, Day = day, Messages = messages, OverPromise = over };
}

using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Operations.OptOut;

public sealed class MeasuringTimelinessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Each_door_says_how_many_and_how_fast(ConsentDashboard.Data.DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await StopAsync(here, Source.SmsReply, 1, 1, 1, 30, 20_000);
        await StopAsync(here, Source.ContactForm, 700);
        await here.Get<CounterFolding>().FoldAllAsync(cancellation: Token);
        await StopAsync(here, Source.ContactForm, 5);

        var rows = await here.Get<Timeliness>().ReadAsync(7, Staff.Auditor, Token);

        Assert.Equal([null, Source.SmsReply, Source.ContactForm], rows.Select(row => row.Source));
        Assert.Equal([7, 5, 2], rows.Select(row => row.Count));
        Assert.Equal([6, 4, 2], rows.Select(row => row.WithinSecond));
        var sms = rows[1];
        Assert.Equal((1, 0.8), (sms.Median.TotalMilliseconds, sms.Share));
        Assert.InRange(sms.Worst.TotalMilliseconds, 20_000, 25_000);
        Assert.Equal(sms.Worst, sms.P95);
    }

    [Fact]
    public async Task Only_the_days_that_were_asked_for_count()
    {
        await using var here = await Installation.CreateAsync();
        await StopAsync(here, Source.SmsReply, 1);
        here.Database.Clock.Advance(TimeSpan.FromDays(7));
        var timeliness = here.Get<Timeliness>();

        Assert.Empty(await timeliness.ReadAsync(7, Staff.Officer, Token));
        Assert.Equal(1, (await timeliness.ReadAsync(30, Staff.Officer, Token))[0].Count);
        await Assert.ThrowsAsync<ForbiddenException>(() => timeliness.ReadAsync(7, Staff.Marketer, Token));
    }

    private static async Task StopAsync(Installation here, Source source, params int[] milliseconds)
    {
        foreach (var (delay, n) in milliseconds.Select((delay, n) => (delay, n)))
        {
            await here.Ledger.RecordAsync(here.Stop(n) with { Source = source, ArrivedAt = here.Database.Now.AddMilliseconds(-delay) });
        }
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Features.Reports.Readings;

public sealed class ReadingOptOutTimelinessTests
{
    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Each_withdrawal_stands_in_the_step_that_it_took(DatabaseProvider provider)
    {
        await using var here = await ReportRoom.CreateAsync(provider);
        TimeSpan[] delays =
        [
            TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.001), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1),
            TimeSpan.FromDays(1), TimeSpan.FromDays(10), TimeSpan.FromDays(10.5), TimeSpan.FromDays(40),
        ];
        foreach (var (index, delay) in delays.Index())
        {
            await here.Ledger.RecordAsync(Late(here, index, delay, index == 9 ? Source.ContactForm : Source.SmsReply));
        }

        var report = await here.ReadAsync(ReportKind.OptOutTimeliness);

        Assert.Equal(
            ["1 second at most | 2", "up to 10 seconds | 2", "up to 1 minute | 1", "up to 1 hour | 1", "up to 1 day | 1", "up to 10 days | 1", "longer | 2"],
            report.View("How long it took").Lines("Took", "Opt-outs"));
        Assert.Equal(["2026-06-01 | 10 | 4 | 0.4 | 2"], report.View("By day").Lines("Day", "Opt-outs", "Within 10 seconds", "Within 10 seconds, share", "Over 10 days"));
        Assert.Equal(["Reply by SMS | 9 | 4 | 1", "Contact form | 1 | 0 | 1"], report.View("By source").Lines("Source", "Opt-outs", "Within 10 seconds", "Over 10 days"));
        Assert.InRange((TimeSpan)report.View("By source").Value("Longest", "Contact form")!, delays[9], delays[9] * 1.25);
        Assert.InRange((TimeSpan)report.View("By source").Value("Median", "Reply by SMS")!, delays[4], delays[4] * 1.25);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_slowest_are_named_by_their_public_id_and_held_to_the_American_limit(DatabaseProvider provider)
    {
        await using var here = await ReportRoom.CreateAsync(provider);
        var late = await here.Ledger.RecordAsync(Late(here, 1, TimeSpan.FromDays(18), Source.Staff));
        var inTime = await here.Ledger.RecordAsync(Late(here, 2, TimeSpan.FromDays(15), Source.SmsReply, here.Bank));
        await here.Ledger.RecordAsync(Late(here, 3, TimeSpan.Zero, Source.SmsReply, here.Shop));

        var report = (await here.ReadAsync(ReportKind.OptOutTimeliness)).View("The slowest");
        var ofBank = (await here.ReadAsync(ReportKind.OptOutTimeliness, here.Bank.Id)).View("The slowest");

        // With Memorial Day between, what came on Thursday 14 May 2026 was due on the 29th, and that of the weekend after is due on 1 June, today.
        Assert.Equal(("All senders", "missed", TimeSpan.FromDays(18)), Row(late.Value!.PublicId));
        Assert.Equal(("South Bank", "kept", TimeSpan.FromDays(15)), Row(inTime.Value!.PublicId));
        Assert.Equal([late.Value.PublicId.ToString(), inTime.Value.PublicId.ToString()], ofBank.Rows.Select(row => row[0]));
        Assert.DoesNotContain(report.Rows.SelectMany(row => row), value => value is string text && text.Contains(A.Number(1)[^7..], StringComparison.Ordinal));
        Assert.False(report.IsCut);

        (object?, object?, object?) Row(PublicId id) =>
            (report.Value("Sender", id.ToString()), report.Value("10 business days", id.ToString()), report.Value("Took", id.ToString()));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Of_many_the_slowest_fifty_are_shown(DatabaseProvider provider)
    {
        await using var here = await ReportRoom.CreateAsync(provider);
        for (var n = 1; n <= 53; n++)
        {
            await here.Ledger.RecordAsync(Late(here, n, TimeSpan.FromMinutes(n * 37 % 53), Source.SmsReply));
        }

        var slowest = (await here.ReadAsync(ReportKind.OptOutTimeliness)).View("The slowest");

        Assert.True(slowest.IsCut);
        Assert.Equal(Enumerable.Range(3, 50).Reverse().Select(minutes => (object)TimeSpan.FromMinutes(minutes)), slowest.Rows.Select(row => row[5]));
    }

    private static ConsentAct Late(Installation here, int number, TimeSpan delay, Source source, Sender? sender = null) =>
        here.Stop(number, sender: sender, at: here.Database.Now - delay) with { Source = source };
}

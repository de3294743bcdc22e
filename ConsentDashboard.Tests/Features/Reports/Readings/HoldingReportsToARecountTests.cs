using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Tests.Support;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Reports.Readings;

/// <summary>After any history the figures are those that somebody would count who went through all rows.</summary>
public sealed class HoldingReportsToARecountTests
{
    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Every_report_agrees_with_a_plain_recount(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await History.Steps.SampleAsync(steps => CheckAsync(provider, steps), iter: 6, threads: 1);
    }

    private static async Task CheckAsync(DatabaseProvider provider, HistoryStep[] steps)
    {
        await using var here = await ReportRoom.CreateAsync(provider);
        await History.PlayAsync(here, steps);
        await here.Ledger.RecordAsync(here.OptIn(1) with { Type = ConsentEventType.Restricted, SenderId = null, Source = Source.Policy });
        await here.Ledger.RecordAsync(here.OptIn(2) with { Type = ConsentEventType.Erased, SenderId = null, Source = Source.Policy });
        await using var db = here.Open();
        var rows = new PlainRows(
            await db.ConsentEvents.AsNoTracking().Where(e => !e.IsTest).ToListAsync(), await db.Suppressions.AsNoTracking().ToListAsync(),
            await db.Consents.AsNoTracking().ToListAsync(), await db.Subscribers.AsNoTracking().ToListAsync());
        long?[] senders = [null, here.Shop.Id];
        foreach (var sender in senders)
        {
            await StatusAsync(here, rows, sender);
            await OptInsAsync(here, rows, sender);
            await TimelinessAsync(here, rows, sender);
            await EvidenceAsync(here, rows, sender);
            await SuppressionsAsync(here, rows, sender);
            await CleaningAsync(here, rows, sender);
        }
    }

    private static async Task StatusAsync(Installation here, PlainRows rows, long? sender)
    {
        var report = await here.ReadAsync(ReportKind.ConsentStatus, sender);
        var gone = rows.People.Where(person => person.Standing is Standing.Restricted or Standing.Erased).Select(person => person.Id).ToHashSet();
        var cells = rows.Cells.Where(cell => !gone.Contains(cell.SubscriberId) && (sender is null || cell.SenderId == sender)).ToList();

        Assert.Equal(cells.Count, report.View("Consents by sender").Sum("All together"));
        Assert.Equal(cells.Count(cell => cell.State == ConsentState.Given), report.View("Consents by sender").Sum("Given"));
        Assert.Equal(cells.Count(cell => cell.State == ConsentState.Withdrawn), report.View("Consents by sender").Sum("Withdrawn"));
        Assert.Equal(sender is null ? 4 : 1, report.Views.Count);
        if (sender is null)
        {
            Assert.Equal(rows.People.GroupBy(person => person.Standing).Select(same => (long)same.Count()).OrderDescending(), report.View("People by state").Rows.Select(row => (long)row[1]!));
            Assert.Equal(rows.People.GroupBy(person => person.Region).Select(same => (long)same.Count()).OrderDescending(), report.View("People by region").Rows.Select(row => (long)row[1]!));
            Assert.Equal(rows.People.GroupBy(person => person.Language).Select(same => (long)same.Count()).OrderDescending(), report.View("People by language").Rows.Select(row => (long)row[1]!));
            Assert.Equal(rows.People.Count(person => person.Standing == Standing.Contactable), report.View("People by region").Sum("Contactable"));
        }
    }

    private static async Task OptInsAsync(Installation here, PlainRows rows, long? sender)
    {
        var report = await here.ReadAsync(ReportKind.OptInsAndOptOuts, sender);
        var (ins, outs) = (rows.Agreed(sender), rows.Withdrawn(sender));

        Assert.Equal(
            ins.Concat(outs).GroupBy(act => act.RecordedAt.Date).OrderBy(day => day.Key).Select(day => $"{day.Key:yyyy-MM-dd} | {day.Count(ins.Contains)} | {day.Count(outs.Contains)}"),
            report.View("By day").Lines("Day", "Opt-ins", "Opt-outs"));
        Assert.Equal((ins.Count, outs.Count), (report.View("By source").Sum("Opt-ins"), report.View("By source").Sum("Opt-outs")));
        Assert.Equal((long)ins.Count, report.View("By wording").Sum("Opt-ins"));
        Assert.Equal((long)ins.Count, report.View("By collection point").Sum("Opt-ins"));
    }

    private static async Task TimelinessAsync(Installation here, PlainRows rows, long? sender)
    {
        var report = await here.ReadAsync(ReportKind.OptOutTimeliness, sender);
        var delays = rows.Withdrawn(sender).Select(act => act.RecordedAt - act.OccurredAt).OrderDescending().ToList();

        Assert.Equal(
            Enum.GetValues<EffectBand>().Select(band => (long)delays.Count(delay => EffectBands.Of(delay) == band)),
            report.View("How long it took").Rows.Select(row => (long)row[1]!));
        Assert.Equal(delays.Take(50), report.View("The slowest").Rows.Select(row => (TimeSpan)row[5]!));
        Assert.Equal(delays.Count(delay => delay.TotalSeconds <= 10), report.View("By day").Sum("Within 10 seconds"));
        Assert.Equal((long)delays.Count, report.View("By source").Sum("Opt-outs"));
    }

    private static async Task EvidenceAsync(Installation here, PlainRows rows, long? sender)
    {
        var report = await here.ReadAsync(ReportKind.EvidenceCompleteness, sender);
        var agreed = rows.Agreed(sender);

        Assert.Equal([agreed.Count, agreed.Count, agreed.Count, agreed.Count], report.View("What is missing").Rows.Select(row => (long)row[1]!));
        Assert.Equal(agreed.Count(act => act.EvidenceDigest is not null), report.View("By source").Sum("With proof"));
        Assert.Equal(agreed.Count(act => act.NoticeVersionId is not null), report.View("By wording").Sum("With wording"));
        Assert.Equal(agreed.Count(act => act.CollectionPointId is not null), report.View("By collection point").Sum("With place"));
        Assert.Equal(rows.Of(sender).Count(act => act.Type == ConsentEventType.Registered), report.View("Numbers without consent").Sum("Numbers"));
    }

    private static async Task SuppressionsAsync(Installation here, PlainRows rows, long? sender)
    {
        var report = await here.ReadAsync(ReportKind.Suppressions, sender);
        var mine = rows.Suppressions.Where(suppression => sender is null || suppression.SenderId is null || suppression.SenderId == sender).ToList();
        var ended = mine.Count(suppression => suppression.EndedEventId is not null);

        Assert.Equal((mine.Count, ended), (report.View("By day").Sum("Began"), report.View("By day").Sum("Ended")));
        Assert.All(["By reason", "By scope"], title => Assert.Equal((mine.Count, mine.Count - ended), (report.View(title).Sum("Began"), report.View(title).Sum("Stand now"))));
    }

    private static async Task CleaningAsync(Installation here, PlainRows rows, long? sender)
    {
        var report = await here.ReadAsync(ReportKind.Cleaning, sender);
        var cleaned = rows.Of(sender).Where(act => act.Type is ConsentEventType.Expired or ConsentEventType.Lapsed or ConsentEventType.Invalidated or ConsentEventType.Restricted or ConsentEventType.Erased).ToList();

        Assert.All(["By day", "By sender"], title => Assert.Equal((long)cleaned.Count, report.View(title).Sum("All together")));
        Assert.All(["By day", "By sender"], title => Assert.Equal(cleaned.Count(act => act.Type == ConsentEventType.Expired), report.View(title).Sum("Expired")));
        Assert.Equal((long)cleaned.Count, report.View("By reason").Sum("Events"));
    }

    private sealed record PlainRows(List<ConsentEvent> Events, List<Suppression> Suppressions, List<Consent> Cells, List<Subscriber> People)
    {
        public IEnumerable<ConsentEvent> Of(long? sender) => Events.Where(act => sender is null || act.SenderId is null || act.SenderId == sender);

        public List<ConsentEvent> Agreed(long? sender) => [.. Of(sender).Where(act => act.Type is ConsentEventType.Given or ConsentEventType.Confirmed && act.Outcome != 0)];

        public List<ConsentEvent> Withdrawn(long? sender) => [.. Of(sender).Where(act => act.Type == ConsentEventType.Withdrawn)];
    }
}

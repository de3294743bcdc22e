using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Reports;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Features.Reports.Readings;

/// <summary>Two came to the shop, one of them to the bank as well; one goes from the shop, the other from everybody.</summary>
public sealed class ReadingConsentReportsTests
{
    private static readonly DateTime First = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_status_counts_people_and_cells(DatabaseProvider provider)
    {
        await using var here = await PlayedAsync(provider);

        var report = await here.ReadAsync(ReportKind.ConsentStatus);
        var ofBank = await here.ReadAsync(ReportKind.ConsentStatus, here.Bank.Id);

        Assert.Equal(["Contactable | 1", "Withdrawn | 1", "Restricted | 1"], report.View("People by state").Lines("State", "People"));
        Assert.Equal(
            ["North Shop | SMS | Promotional | 0 | 2", "South Bank | SMS | Promotional | 1 | 0"],
            report.View("Consents by sender").Lines("Sender", "Channel", "Messages", "Given", "Withdrawn").Where(line => line.Contains("SMS | Promotional", StringComparison.Ordinal)));
        Assert.Equal(1.0 / 3, report.View("People by region").Value("Contactable, share", "RU"));
        Assert.Equal(3L, report.View("People by language").Value("People", "Russian (ru)"));
        Assert.Equal(["South Bank | 1"], Assert.Single(ofBank.Views).Lines("Sender", "All together"));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Opt_ins_and_opt_outs_count_by_day_source_wording_and_point(DatabaseProvider provider)
    {
        await using var here = await PlayedAsync(provider);

        var report = await here.ReadAsync(ReportKind.OptInsAndOptOuts);
        var ofBank = await here.ReadAsync(ReportKind.OptInsAndOptOuts, here.Bank.Id);
        var firstDay = await here.ReadAsync(ReportKind.OptInsAndOptOuts, from: First, to: First);

        Assert.Equal(["2026-06-01 | 2 | 0", "2026-06-02 | 2 | 0", "2026-06-03 | 0 | 2"], report.View("By day").Lines("Day", "Opt-ins", "Opt-outs"));
        Assert.Equal([null, 4L, 2L], report.View("By day").Totals!);
        Assert.Equal(["Hosted form | 4 | 0", "Reply by SMS | 0 | 2"], report.View("By source").Lines("Source", "Opt-ins", "Opt-outs"));
        Assert.Equal(["North Shop news, version 1 | North Shop | 3 | 2", "South Bank news, version 1 | South Bank | 1 | 0"], report.View("By wording").Lines("Wording", "Sender", "Opt-ins", "Withdrawn of it"));
        Assert.Equal(["Total", null, 4L, null], report.View("By wording").Totals!);
        Assert.Equal(["North Shop | 3 | 2", "South Bank | 1 | 0"], report.View("By collection point").Lines("Sender", "Opt-ins", "Withdrawn of it"));

        // The one who stopped everything stopped the bank, too.
        Assert.Equal(["2026-06-02 | 1 | 0", "2026-06-03 | 0 | 1"], ofBank.View("By day").Lines("Day", "Opt-ins", "Opt-outs"));
        Assert.Equal(["South Bank | 1"], ofBank.View("By wording").Lines("Sender", "Opt-ins"));
        Assert.Equal(["Total", 2L, 0L], firstDay.View("By source").Totals!);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Evidence_is_complete_because_nothing_else_is_taken(DatabaseProvider provider)
    {
        await using var here = await PlayedAsync(provider);
        await here.Ledger.RecordAsync(here.OptIn(8) with { Type = ConsentEventType.Registered, Source = Source.Import, Evidence = null });
        await here.Ledger.RecordAsync(here.OptIn(9) with { Evidence = null });

        var report = await here.ReadAsync(ReportKind.EvidenceCompleteness);

        Assert.Equal(["Proof of the act | 4 | 4 | 1 | 0", "Wording | 4 | 4 | 1 | 0", "Place | 4 | 4 | 1 | 0", "All three | 4 | 4 | 1 | 0"], report.View("What is missing").Lines("What", "Opt-ins", "With it", "With it, share", "Without it"));
        Assert.Equal(["Total", 4L, 4L, 4L, 4L, 1.0, 4L], report.View("By source").Totals!);
        Assert.Equal(["Import | 1"], report.View("Numbers without consent").Lines("Source", "Numbers"));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Suppressions_that_stand_are_those_of_all_times(DatabaseProvider provider)
    {
        await using var here = await PlayedAsync(provider);
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        var slip = here.Stop(1, ConsentCells.AllSms, here.Bank) with { Assurance = Assurance.Asserted, Source = Source.Staff };
        await here.Ledger.RecordAsync(slip);
        await here.Ledger.RecordAsync(slip with { EventKey = Guid.CreateVersion7(), Type = ConsentEventType.Annulled, RefersTo = slip.EventKey });

        var today = await here.ReadAsync(ReportKind.Suppressions, from: here.Database.Now.Date);
        var ofBank = await here.ReadAsync(ReportKind.Suppressions, here.Bank.Id);

        Assert.Equal(["Withdrawn | 1 | 1 | 2"], today.View("By reason").Lines("Reason", "Began", "Ended", "Stand now"));
        Assert.Equal(
            ["All senders | everything | 0 | 0 | 1", "North Shop | everything | 0 | 0 | 1", "South Bank | SMS: all | 1 | 1 | 0"],
            today.View("By scope").Lines("Sender", "What is kept back", "Began", "Ended", "Stand now"));
        Assert.Equal(["2026-06-03 | 1 | 0", "2026-06-04 | 1 | 1"], ofBank.View("By day").Lines("Day", "Began", "Ended"));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Cleaning_tells_what_lost_its_force_and_who_left(DatabaseProvider provider)
    {
        await using var here = await PlayedAsync(provider);
        await here.Ledger.RecordAsync(here.OptIn(1, sender: here.Bank) with { Type = ConsentEventType.Expired, Source = Source.Policy, Evidence = null });

        var report = await here.ReadAsync(ReportKind.Cleaning);
        var ofShop = await here.ReadAsync(ReportKind.Cleaning, here.Shop.Id);

        Assert.Equal(["Expired | Policy | 1", "Restricted | Policy | 1"], report.View("By reason").Lines("What happened", "Source", "Events"));
        Assert.Equal(["All senders | 0 | 1 | 1", "South Bank | 1 | 0 | 1"], report.View("By sender").Lines("Sender", "Expired", "Restricted", "All together"));
        Assert.Equal(["2026-06-03 | 1 | 1 | 2"], report.View("By day").Lines("Day", "Expired", "Restricted", "All together"));
        Assert.Equal(["All senders | 1"], ofShop.View("By sender").Lines("Sender", "All together"));
    }

    private static async Task<Installation> PlayedAsync(DatabaseProvider provider)
    {
        var here = await ReportRoom.CreateAsync(provider);
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        await here.Ledger.RecordAsync(here.OptIn(1, sender: here.Bank));
        await here.Ledger.RecordAsync(here.OptIn(3));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        await here.Ledger.RecordAsync(here.Stop(1, sender: here.Shop));
        await here.Ledger.RecordAsync(here.Stop(2));
        await here.Ledger.RecordAsync(here.OptIn(3) with { Type = ConsentEventType.Restricted, SenderId = null, Source = Source.Policy, Evidence = null });
        return here;
    }
}

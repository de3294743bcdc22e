using System.Globalization;
using System.Text.Json;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.DemoData;

namespace ConsentDashboard.Tests.Operations.DemoData;

public sealed class TellingDemoHistoriesTests
{
    private const int Total = 4_000;

    private static readonly DateTime Midnight = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly List<List<ConsentAct>> Told = Tell(seed: 1);

    [Fact]
    public void The_same_seed_tells_the_same() => Assert.Equal(Told.Select(Written), Tell(seed: 1).Select(Written));

    [Fact]
    public void Another_seed_tells_others() => Assert.NotEqual(Written(Told[7]), Written(Tell(seed: 2)[7]));

    [Fact]
    public void Acts_come_in_the_order_in_which_they_were_received() =>
        Assert.All(Told, acts => Assert.Equal(acts.Select(act => act.ReceivedAt).Order(), acts.Select(act => act.ReceivedAt)));

    [Fact]
    public void Nobody_acts_after_she_was_recorded() => Assert.All(Told.SelectMany(acts => acts), act => Assert.True(act.OccurredAt <= act.ReceivedAt));

    [Fact]
    public void Nothing_happens_after_midnight() => Assert.All(Told.SelectMany(acts => acts), act => Assert.True(act.ReceivedAt < Midnight));

    [Fact]
    public void Each_subscriber_has_a_number_of_her_own_and_keeps_it()
    {
        Assert.All(Told, acts => Assert.Single(acts.Select(act => act.Number).Distinct()));
        Assert.Equal(Total, Told.Select(acts => acts[0].Number).Distinct().Count());
    }

    [Fact]
    public void There_are_about_three_events_each() => Assert.InRange((double)Told.Sum(acts => acts.Count) / Total, 2.5, 3.5);

    [Fact]
    public void Every_kind_of_event_that_the_ledger_has_a_use_for_happens()
    {
        ConsentEventType[] later = [ConsentEventType.Erased, ConsentEventType.EvidenceExpired, ConsentEventType.SuppressionEnded, ConsentEventType.ReachabilityChanged];

        Assert.Equal(Enum.GetValues<ConsentEventType>().Except(later), Told.SelectMany(acts => acts).Select(act => act.Type).Distinct().Order());
    }

    [Fact]
    public void People_sleep_at_night()
    {
        var local = Told.SelectMany(acts => acts)
            .Where(act => act.Source is Source.HostedForm or Source.SmsReply && act.Number!.Value.Region == "RU")
            .GroupBy(act => act.OccurredAt.AddHours(3).Hour)
            .ToDictionary(hour => hour.Key, hour => hour.Count());

        Assert.True(local[20] > 10 * local.GetValueOrDefault(3));
    }

    [Fact]
    public void More_come_before_Christmas_than_in_summer()
    {
        var calendar = new DemoCalendar(Midnight, seed: 1);
        var days = Enumerable.Range(0, 20_000).Select(n => calendar.DayAt(n / 20_000.0)).ToList();

        Assert.True(days.Count(day => day is { Year: 2025, Month: 12, Day: <= 20 }) > 1.5 * days.Count(day => day is { Year: 2025, Month: 7, Day: <= 20 }));
    }

    private static List<List<ConsentAct>> Tell(int seed)
    {
        var life = new DemoLife(new(Company(1), Company(2)), new(Midnight, seed), seed, Total);
        return [.. Enumerable.Range(0, Total).Select(life.Tell)];
    }

    private static DemoSender Company(long id)
    {
        var sender = new Sender { Id = id, NeedsProcessingConsent = id == 2 };
        DemoNotice Notice(long notice, ConsentKind kind, DemoWording wording) => new(new() { Id = notice, Kind = kind }, new NoticeVersion { Id = notice, LifespanMonths = 12 }, wording);
        var points = new DemoPoints(sender, new() { Id = id }, Midnight);
        CollectionPoint Point(CollectionPoint point, long point_id)
        {
            point.Id = point_id;
            return point;
        }

        return new(sender, "https://example", "TEA", "4417", DemoRegions.Russia)
        {
            Contact = Notice(id, ConsentKind.Contact, id == 1 ? DemoWordings.Shop() : DemoWordings.Brand()),
            Processing = id == 2 ? Notice(3, ConsentKind.Processing, DemoWordings.BrandProcessing()) : null,
            Imports = [new ImportBatch { Id = id * 2, CollectionPointId = 1 }, new ImportBatch { Id = (id * 2) + 1, CollectionPointId = 1 }],
            Doors = new(
                (new(DemoDoorKind.Form, Point(points.Checkout(), 1), "/a"), 3),
                (new(DemoDoorKind.Form, Point(points.Newsletter(), 2), "/b"), 3),
                (new(DemoDoorKind.App, Point(points.App(), 3), "/c"), 1),
                (new(DemoDoorKind.Spoken, Point(points.PhoneLine(), 4)), 1),
                (new(DemoDoorKind.Paper, Point(points.Counter(), 5)), 1),
                (new(DemoDoorKind.Keyword, Point(points.Counter(), 5)), 1)),
        };
    }

    // Keys are drawn anew each time; what they refer to is what counts.
    private static string Written(List<ConsentAct> acts) => string.Join('\n', acts.Select(act => string.Create(CultureInfo.InvariantCulture,
        $"{act.Number?.Value} {act.Language} {act.ExternalRef} {act.Type} {act.SenderId} {act.Kind} {act.Cells} {act.Source} {act.Method} {act.OccurredAt:O} {act.ReceivedAt:O} {act.Actor.Key} {act.CollectionPointId} {act.ImportBatchId} {acts.FindIndex(other => other.EventKey == act.RefersTo)} {act.IntervalReason} {JsonSerializer.Serialize(act.Evidence)}")));
}

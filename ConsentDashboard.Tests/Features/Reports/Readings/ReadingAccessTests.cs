using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Features.Reports.Readings;

public sealed class ReadingAccessTests
{
    private static readonly DateTime First = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Whoever_saw_or_took_personal_data_is_named_with_what_she_did(DatabaseProvider provider)
    {
        await using var here = await ReportRoom.CreateAsync(provider);
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        await RecordAsync(here, "Anna", AuditAction.NumberRevealed, person.SubscriberId);
        await RecordAsync(here, "Anna", AuditAction.EvidenceViewed, person.SubscriberId);
        await RecordAsync(here, "Anna", AuditAction.SignedIn);
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        await RecordAsync(here, "Boris", AuditAction.ExportDownloaded, subject: "spring");
        await RecordAsync(here, "Anna", AuditAction.NumberRevealed, person.SubscriberId);

        var report = await here.ReadAsync(ReportKind.AccessToPersonalData, here.Shop.Id);
        var firstDay = await here.ReadAsync(ReportKind.AccessToPersonalData, from: First, to: First);
        var before = await here.ReadAsync(ReportKind.AccessToPersonalData, from: First.AddDays(-9), to: First.AddDays(-1));

        Assert.Equal(["Anna | 2 | 1 | 0 | 3", "Boris | 0 | 0 | 1 | 1"], report.View("By member of staff").Lines("Who", "Number revealed", "Evidence viewed", "Export downloaded", "All together"));
        Assert.Equal(["Number revealed | 2 | 0.5 | 1", "Evidence viewed | 1 | 0.25 | 1", "Export downloaded | 1 | 0.25 | 1"], report.View("By action").Lines("What was done", "Times", "Share", "By how many"));
        Assert.Equal(["2026-06-01 | 2", "2026-06-02 | 2"], report.View("By day").Lines("Day", "All together"));
        Assert.Equal(
            [$"Anna | Number revealed | {person.PublicId} | ", "Boris | Export downloaded |  | spring", $"Anna | Evidence viewed | {person.PublicId} | ", $"Anna | Number revealed | {person.PublicId} | "],
            report.View("The newest").Lines("Who", "What was done", "Subscriber", "About"));
        Assert.Null(report.Sender);
        Assert.Equal(["Anna | 2"], firstDay.View("By member of staff").Lines("Who", "All together"));
        Assert.Empty(before.View("The newest").Rows);
    }

    [Fact]
    public async Task Only_the_newest_entries_are_shown_and_all_are_counted()
    {
        await using var here = await ReportRoom.CreateAsync();
        await Task.WhenAll(Enumerable.Range(1, 203).Select(n => RecordAsync(here, "Anna", AuditAction.MessageViewed, subject: $"message {n}")));

        var report = await here.ReadAsync(ReportKind.AccessToPersonalData);

        Assert.Equal(203, report.View("By action").Sum("Times"));
        Assert.Equal((200, true), (report.View("The newest").Rows.Count, report.View("The newest").IsCut));
    }

    private static Task RecordAsync(Installation here, string name, AuditAction action, long? subscriber = null, string? subject = null) =>
        here.Get<AuditTrail>().RecordAsync(new(Actor.User(name.ToLowerInvariant(), name, [Roles.SupportAgent]), action, subscriber, subject));
}

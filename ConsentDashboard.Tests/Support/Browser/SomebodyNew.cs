using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Support.Browser;

/// <summary>A person who agrees as one of the demo company did, so that those of the company stay as they are for the other journeys.</summary>
internal static class SomebodyNew
{
    public static async Task<(string Number, Subscriber Person)> SomebodyNewAsync(this BrowserFixture browser)
    {
        await using var db = await browser.App.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        // The oldest: which is the newest depends on the journeys before this one.
        var given = await db.ConsentEvents.AsNoTracking().Where(e => e.Type == ConsentEventType.Given && e.NoticeVersionId != null && e.CollectionPointId != null && !e.IsTest && e.Kind == ConsentKind.Contact)
            .OrderBy(e => e.Id).FirstAsync();
        var number = NumberFormats.Parse($"+7916{RandomNumberGenerator.GetInt32(1_000_000, 9_999_999)}", "RU").Value;
        var recorded = await browser.App.Services.GetRequiredService<LedgerWriter>().RecordAsync(new()
        {
            Number = number,
            Language = given.Language ?? "en",
            Type = ConsentEventType.Given,
            SenderId = given.SenderId,
            Cells = given.Cells,
            Source = Source.HostedForm,
            Method = Method.TickedBox,
            OccurredAt = TimeProvider.System.UtcMilliseconds(),
            Actor = Actor.Person,
            NoticeVersionId = given.NoticeVersionId,
            CollectionPointId = given.CollectionPointId,
            Evidence = Installation.Proof(),
        });
        Assert.Null(recorded.Error);
        return (number.Value, await db.Subscribers.AsNoTracking().SingleAsync(s => s.Id == recorded.Value!.SubscriberId));
    }
}

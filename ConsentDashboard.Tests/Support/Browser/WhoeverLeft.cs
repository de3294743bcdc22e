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

/// <summary>A person who said STOP longer ago than any sender keeps the proof of it.</summary>
internal static class WhoeverLeft
{
    public static async Task<Subscriber> LeftLongAgoAsync(this BrowserFixture browser, string number, string region, long? sender = null)
    {
        var at = browser.App.Services.GetRequiredService<TimeProvider>().UtcMilliseconds().AddYears(-6);
        var stop = new ConsentAct
        {
            Number = NumberFormats.Parse(number, region).Value,
            Type = ConsentEventType.Withdrawn,
            SenderId = sender,
            Cells = ConsentCells.All,
            Assurance = Assurance.Proven,
            Source = Source.SmsReply,
            Method = Method.SmsKeyword,
            OccurredAt = at,
            ReceivedAt = at,
            Actor = Actor.Person,
            Evidence = new() { MessageId = $"SM{number[^4..]}", RawText = "STOP" },
        };
        var person = 0L;
        foreach (var act in (ConsentAct[])[stop with { Type = ConsentEventType.Registered, EventKey = Guid.CreateVersion7() }, stop])
        {
            var recorded = await browser.App.Services.GetRequiredService<LedgerWriter>().RecordAsync(act);
            Assert.Null(recorded.Error);
            person = recorded.Value!.SubscriberId;
        }

        await using var db = await browser.App.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        return await db.Subscribers.AsNoTracking().SingleAsync(s => s.Id == person);
    }
}

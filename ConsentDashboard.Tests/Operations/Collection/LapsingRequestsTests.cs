using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Collection;

/// <summary>The window of a request is over, and something keeps the number that nobody confirmed.</summary>
public sealed class LapsingRequestsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, DatabaseProvider> WhatKeeps
    {
        get
        {
            var all = new TheoryData<string, DatabaseProvider>();
            foreach (var row in DatabaseProviders.All)
            {
                foreach (var what in (string[])["a hold", "an order for a hold", "what she asked"])
                {
                    all.Add(what, row.Data);
                }
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(WhatKeeps))]
    public async Task It_is_erased_once_nothing_keeps_it_any_more(string what, DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await AskAsync(here, 1);
        here.Database.Clock.Advance(TimeSpan.FromHours(25));
        await KeepAsync(here, what);

        Assert.Equal(0, await here.Get<LapseRequests>().RunAsync(Cancellation));
        Assert.Equal((true, 1), await NumberAndRequestsAsync(here));

        await ReleaseAsync(here, what);
        Assert.Equal(1, await here.Get<LapseRequests>().RunAsync(Cancellation));
        Assert.Equal((false, 0), await NumberAndRequestsAsync(here));
    }

    [Fact]
    public async Task What_comes_between_the_look_and_the_act_keeps_it_too()
    {
        using var heard = HeardCommands.Begin();
        await using var here = await Installation.CreateAsync();
        await AskAsync(here, 1);
        await KeepAsync(here, "an order for a hold");
        await ReleaseAsync(here, "an order for a hold");
        here.Database.Clock.Advance(TimeSpan.FromHours(25));

        // The look at the orders is over when the requests are read.
        heard.First(here.Database, ["FROM \"PendingRequests\""], db => db.Set<HoldOrder>().ExecuteUpdate(set => set.SetProperty(o => o.Status, JobStatus.Waiting)));
        Assert.Equal(0, await here.Get<LapseRequests>().RunAsync(Cancellation));

        Assert.Equal((true, 1), await NumberAndRequestsAsync(here));
        await ReleaseAsync(here, "an order for a hold");
        Assert.Equal(1, await here.Get<LapseRequests>().RunAsync(Cancellation));
        Assert.Equal((false, 0), await NumberAndRequestsAsync(here));
    }

    [Fact]
    public async Task Of_somebody_known_it_lapses_all_the_same()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await AskAsync(here, 1);
        here.Database.Clock.Advance(TimeSpan.FromHours(25));
        await KeepAsync(here, "a hold");
        await KeepAsync(here, "what she asked");

        Assert.Equal(1, await here.Get<LapseRequests>().RunAsync(Cancellation));
        Assert.Equal((true, 0), await NumberAndRequestsAsync(here));
    }

    [Fact]
    public async Task Others_do_not_wait_for_her()
    {
        await using var here = await Installation.CreateAsync();
        await AskAsync(here, 1);
        await KeepAsync(here, "a hold");
        await AskAsync(here, 2);
        here.Database.Clock.Advance(TimeSpan.FromHours(25));

        Assert.Equal(1, await here.Get<LapseRequests>().RunAsync(Cancellation));

        await using var db = here.Open();
        Assert.Equal([1], await db.Subscribers.Where(s => s.Cipher != null).Select(s => s.Id).ToListAsync(Cancellation));
    }

    private static async Task AskAsync(Installation here, int number) => Assert.False((await here.Ledger.RecordAsync(here.OptIn(number) with
    {
        Type = ConsentEventType.Requested,
        Pending = new(Guid.CreateVersion7(), new byte[32], here.Database.Now.AddHours(24)),
    })).Failed);

    private static async Task KeepAsync(Installation here, string what)
    {
        await using var db = here.Open();
        switch (what)
        {
            case "a hold":
                await here.Ledger.RecordAsync(Act(here, ConsentEventType.HoldPlaced) with { IntervalReason = "a case" });
                return;
            case "an order for a hold":
                db.Add(new HoldOrder { PublicId = PublicId.Create(), Status = JobStatus.Failed, CreatedAt = here.Database.Now, CreatedBy = Staff.Officer.Key, CreatedByName = Staff.Officer.Name });
                break;
            default:
                db.Add(new PersonRequest { PublicId = PublicId.Create(), SubscriberId = 1, Law = RequestLaw.Gdpr, Kind = RequestKind.Access, ReceivedAt = here.Database.Now, DueAt = here.Database.Now.AddDays(30) });
                break;
        }

        await db.SaveChangesAsync(Cancellation);
    }

    private static async Task ReleaseAsync(Installation here, string what)
    {
        await using var db = here.Open();
        switch (what)
        {
            case "a hold":
                await here.Ledger.RecordAsync(Act(here, ConsentEventType.HoldReleased));
                return;
            case "an order for a hold":
                await db.HoldOrders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, JobStatus.Done), Cancellation);
                return;
            default:
                await db.PersonRequests.ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, RequestStatus.Closed), Cancellation);
                return;
        }
    }

    private static async Task<(bool HasNumber, int Requests)> NumberAndRequestsAsync(Installation here)
    {
        await using var db = here.Open();
        return ((await db.Subscribers.SingleAsync(Cancellation)).Cipher is not null, await db.PendingRequests.CountAsync(Cancellation));
    }

    private static ConsentAct Act(Installation here, ConsentEventType type) => new()
    {
        SubscriberId = 1,
        Type = type,
        Source = Source.Staff,
        OccurredAt = here.Database.Now,
        Actor = Staff.Officer,
    };
}

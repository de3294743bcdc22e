using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class AnsweringRequestsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_request_waits_beside_the_cell_until_it_is_confirmed_once(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var request = await RequestAsync(here, 1);

        Assert.Equal(ConsentState.Requested, await StateAsync(here));
        Assert.False((await here.Ledger.RecordAsync(Confirm(here, 1, request))).Failed);
        Assert.Equal(ConsentState.Given, await StateAsync(here));
        Assert.Equal(LedgerErrors.NoRequest, (await here.Ledger.RecordAsync(Confirm(here, 1, request))).Error);
        await using var db = here.Open();
        Assert.False(await db.PendingRequests.AnyAsync(Cancellation));
    }

    [Fact]
    public async Task A_withdrawal_ends_the_requests_that_it_covers()
    {
        await using var here = await Installation.CreateAsync();
        var request = await RequestAsync(here, 1);
        var elsewhere = await RequestAsync(here, 1, here.Bank);
        await here.Ledger.RecordAsync(here.Stop(1, sender: here.Shop));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(LedgerErrors.NoRequest, (await here.Ledger.RecordAsync(Confirm(here, 1, request))).Error);
        Assert.False((await here.Ledger.RecordAsync(Confirm(here, 1, elsewhere))).Failed);
    }

    [Fact]
    public async Task A_request_whose_window_is_over_is_confirmed_no_more()
    {
        await using var here = await Installation.CreateAsync();
        var request = await RequestAsync(here, 1);
        here.Database.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(LedgerErrors.NoRequest, (await here.Ledger.RecordAsync(Confirm(here, 1, request))).Error);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Erasing_leaves_events_that_verify_and_nothing_that_leads_to_her(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var opened = await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2));
        var erased = await here.Ledger.RecordAsync(new() { SubscriberId = opened.Value!.SubscriberId, Type = ConsentEventType.Erased, Source = Source.System, OccurredAt = here.Database.Now, Actor = Actor.System("confirmations") });

        Assert.False(erased.Failed);
        await using var db = here.Open();
        var row = await db.Subscribers.SingleAsync(s => s.Id == opened.Value.SubscriberId, Cancellation);
        Assert.Equal((null, null, null, null, ""), (row.Cipher, row.BlindIndex, row.LastFourIndex, row.NumberSalt, row.Language));
        Assert.Equal(1, await db.Evidence.CountAsync(Cancellation));
        Assert.True((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation)).Holds);
    }

    private static async Task<Guid> RequestAsync(Installation here, int number, Sender? sender = null)
    {
        var act = here.OptIn(number, sender: sender) with
        {
            Type = ConsentEventType.Requested,
            Pending = new(Guid.CreateVersion7(), new byte[32], here.Database.Now.AddHours(24)),
        };
        Assert.False((await here.Ledger.RecordAsync(act)).Failed);
        return act.EventKey;
    }

    private static ConsentAct Confirm(Installation here, int number, Guid request)
    {
        using var db = here.Open();
        var sender = db.PendingRequests.Where(p => p.EventKey == request).Select(p => p.SenderId).FirstOrDefault() == here.Bank.Id ? here.Bank : here.Shop;
        return here.OptIn(number, sender: sender) with
        {
            Type = ConsentEventType.Confirmed,
            Method = Method.ConfirmationCode,
            RefersTo = request,
            AnswersPending = true,
        };
    }

    private static async Task<ConsentState> StateAsync(Installation here)
    {
        await using var db = here.Open();
        return await db.Consents.Select(c => c.State).SingleAsync(Cancellation);
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Features.Messages;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.OptOut.Inbound;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Messages;

public sealed class ReplyingForHerTests
{
    private const string Site = "https://shop.example";

    private static readonly Actor Officer = Actor.User("1", "Officer", [Roles.ComplianceOfficer]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_demo_mode_a_yes_answers_the_text()
    {
        await using var here = await Installation.CreateAsync();
        var message = await AskAsync(here);

        var outcome = await Reply(here, MessageGateway.Demo).ExecuteAsync(new(message, "да", Site), Officer, Cancellation);

        Assert.Equal(ReplyOutcome.GaveConsent, outcome.Value.Outcome);
        await using var db = here.Open();
        Assert.Equal(ConsentState.Given, await db.Consents.Select(c => c.State).SingleAsync(Cancellation));
        Assert.Equal(ReplyForHer.Gone, (await Reply(here, MessageGateway.Demo).ExecuteAsync(new(message + 99, "да", Site), Officer, Cancellation)).Error);
    }

    [Fact]
    public async Task In_demo_mode_a_stop_withdraws()
    {
        await using var here = await Installation.CreateAsync();
        var message = await AskAsync(here);

        var outcome = await Reply(here, MessageGateway.Demo).ExecuteAsync(new(message, "STOP", Site), Officer, Cancellation);

        Assert.Equal(ReplyOutcome.Withdrawn, outcome.Value.Outcome);
        await using var db = here.Open();
        Assert.Equal(ConsentState.Withdrawn, (await db.Consents.FirstAsync(Cancellation)).State);
    }

    [Theory]
    [InlineData(MessageGateway.Twilio)]
    [InlineData(MessageGateway.Http)]
    [InlineData(MessageGateway.None)]
    public async Task Where_a_gateway_sends_nobody_answers_in_her_place(MessageGateway gateway)
    {
        await using var here = await Installation.CreateAsync();
        var message = await AskAsync(here);

        await Assert.ThrowsAsync<ForbiddenException>(() => Reply(here, gateway).ExecuteAsync(new(message, "YES", Site), Officer, Cancellation));
        await using var db = here.Open();
        Assert.Equal(ConsentState.Requested, await db.Consents.Select(c => c.State).SingleAsync(Cancellation));
    }

    private static ReplyForHer Reply(Installation here, MessageGateway gateway) => new(
        here.Get<IDbContextFactory<DashboardDbContext>>(), here.Get<TextMessages>(), here.Get<ReceiveReply>(), new(null), new() { Gateway = gateway }, here.Database.Clock);

    private static async Task<long> AskAsync(Installation here)
    {
        await using (var first = here.Open())
        {
            first.Add(new SenderAddress { SenderId = here.Shop.Id, Source = "twilio", Address = "+12025550142" });
            await first.SaveChangesAsync(Cancellation);
        }

        var key = Guid.CreateVersion7();
        await here.Ledger.RecordAsync(here.OptIn(1) with
        {
            Type = ConsentEventType.Requested,
            Pending = new(Guid.CreateVersion7(), new byte[32], here.Database.Now.AddHours(24)),
            Outbox = [here.Get<TextMessages>().Draft(key, new(here.Shop.Id, A.Number(1), "Code 123456"), MessageKinds.ConfirmationCode)],
        });
        await using var db = here.Open();
        return await db.Set<OutboxMessage>().Where(m => m.MessageKey == key).Select(m => m.Id).SingleAsync(Cancellation);
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Features.Messages;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Messages;

public sealed class ReplyingForHerTests
{
    private static readonly Actor Officer = Actor.User("1", "Officer", [Roles.ComplianceOfficer]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_demo_mode_a_yes_answers_the_text()
    {
        await using var here = await Installation.CreateAsync();
        var message = await AskAsync(here);

        Assert.False((await Reply(here, MessageGateway.Demo).ExecuteAsync(new(message), Officer, Cancellation)).Failed);
        await using var db = here.Open();
        Assert.Equal(ConsentState.Given, await db.Consents.Select(c => c.State).SingleAsync(Cancellation));
        Assert.Equal(CollectionErrors.NothingPending, (await Reply(here, MessageGateway.Demo).ExecuteAsync(new(message), Officer, Cancellation)).Error);
    }

    [Theory]
    [InlineData(MessageGateway.Twilio)]
    [InlineData(MessageGateway.Http)]
    [InlineData(MessageGateway.None)]
    public async Task Where_a_gateway_sends_nobody_answers_in_her_place(MessageGateway gateway)
    {
        await using var here = await Installation.CreateAsync();
        var message = await AskAsync(here);

        await Assert.ThrowsAsync<ForbiddenException>(() => Reply(here, gateway).ExecuteAsync(new(message), Officer, Cancellation));
        await using var db = here.Open();
        Assert.Equal(ConsentState.Requested, await db.Consents.Select(c => c.State).SingleAsync(Cancellation));
    }

    private static ReplyYes Reply(Installation here, MessageGateway gateway) => new(
        here.Get<IDbContextFactory<DashboardDbContext>>(), here.Get<TextMessages>(), here.Get<ConfirmOptIn>(), new() { Gateway = gateway });

    private static async Task<long> AskAsync(Installation here)
    {
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

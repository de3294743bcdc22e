using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

public sealed class PassingOnWithdrawalsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_withdrawal_and_its_audit_entry_stand_in_one_batch(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = await OptedInAsync(here);

        var done = await Withdraw(here).ExecuteAsync(new() { Subscriber = person, SenderId = here.Shop.Id, Cells = ConsentCells.AllSms, Note = " She rang. " }, Staff.SupportAgent, Token);

        Assert.False(done.Failed);
        await using var db = here.Open();
        var act = await db.ConsentEvents.SingleAsync(e => e.Id == done.Value.EventId, Token);
        Assert.Equal((ConsentEventType.Withdrawn, Source.Staff, Assurance.Asserted, Method.Call), (act.Type, act.Source, act.Assurance, act.Method));
        Assert.Equal(Staff.SupportAgent.Key, act.Actor);
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal((AuditAction.ConsentWithdrawn, act.SubscriberId, act.BatchSeq), (entry.Action, entry.SubscriberId, entry.BatchSeq));
        Assert.Null(entry.Reason);
        var proof = here.Get<EvidenceBox>().Open(await db.Evidence.SingleAsync(e => e.EventId == act.Id, Token), act.EventKey);
        Assert.Equal((Staff.SupportAgent.Key, "She rang."), (proof.Operator, proof.Note));
        Assert.Equal(ConsentState.Withdrawn, (await db.Consents.SingleAsync(c => c.Channel == Channel.Sms && c.MessageType == MessageType.Promotional, Token)).State);
    }

    [Fact]
    public async Task A_double_click_is_one_event_and_one_audit_entry()
    {
        await using var here = await Installation.CreateAsync();
        var input = new WithdrawConsent.Input { Subscriber = await OptedInAsync(here), Cells = ConsentCells.All };

        var both = await Task.WhenAll(Withdraw(here).ExecuteAsync(input, Staff.Officer, Token), Withdraw(here).ExecuteAsync(input, Staff.Officer, Token));

        Assert.Equal(both[0].Value!.EventId, both[1].Value!.EventId);
        await using var db = here.Open();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Withdrawn, Token));
        Assert.Equal(1, await db.AuditEntries.CountAsync(Token));
    }

    [Theory]
    [InlineData(ConsentEventType.HoldPlaced)]
    [InlineData(ConsentEventType.Restricted)]
    [InlineData(ConsentEventType.ContactPaused)]
    [InlineData(ConsentEventType.Withdrawn)]
    public async Task Nothing_that_holds_for_the_person_refuses_it(ConsentEventType before)
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await here.Ledger.RecordAsync(here.Stop(1) with { Type = before });

        var done = await Withdraw(here).ExecuteAsync(new() { Subscriber = person, Cells = ConsentCells.All }, Staff.SupportAgent, Token);

        Assert.False(done.Failed);
    }

    [Fact]
    public async Task Who_may_not_withdraw_is_refused_before_anything_is_read()
    {
        await using var here = await Installation.CreateAsync();
        var input = new WithdrawConsent.Input { Subscriber = await OptedInAsync(here), Cells = ConsentCells.All };

        await Assert.ThrowsAsync<ForbiddenException>(() => Withdraw(here).ExecuteAsync(input, Staff.Marketer, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => Withdraw(here).ExecuteAsync(input, Staff.Auditor, Token));

        await using var db = here.Open();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(Token));
    }

    [Fact]
    public async Task Bad_input_names_its_field_and_stores_nothing()
    {
        await using var here = await Installation.CreateAsync();
        var good = new WithdrawConsent.Input { Subscriber = await OptedInAsync(here), Cells = ConsentCells.All };

        Assert.Equal("cells", await FieldAsync(good with { Cells = ConsentCells.None }));
        Assert.Equal("cells", await FieldAsync(good with { Cells = (ConsentCells)64 }));
        Assert.Equal("sender", await FieldAsync(good with { SenderId = 999 }));
        Assert.Equal("way", await FieldAsync(good with { Method = Method.TickedBox }));
        Assert.Equal("note", await FieldAsync(good with { Note = new string('x', WithdrawConsent.MaxNote + 1) }));
        Assert.Equal(ErrorKind.NotFound, (await Withdraw(here).ExecuteAsync(good with { Subscriber = new(1) }, Staff.Officer, Token)).Error?.Kind);
        await using var db = here.Open();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(Token));

        async Task<string?> FieldAsync(WithdrawConsent.Input input) => (await Withdraw(here).ExecuteAsync(input, Staff.Officer, Token)).Error?.Field;
    }

    private static WithdrawConsent Withdraw(Installation here) => new(here.Database.Contexts, here.Ledger, here.Get<Origins>(), here.Database.Clock);

    private static async Task<PublicId> OptedInAsync(Installation here)
    {
        var recorded = await here.Ledger.RecordAsync(here.OptIn(1));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        return recorded.Value!.PublicId;
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Subscribers.Callers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Callers;

public sealed class WithdrawingCallersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_from_everybody_ends_with_its_proof_and_its_audit_entry_in_one_batch()
    {
        await using var here = await Installation.CreateAsync();
        var shop = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        await here.Ledger.RecordAsync(here.OptIn(1, sender: here.Bank));

        var done = await Withdraw(here).ExecuteAsync(new() { Subscriber = shop.PublicId, Typed = new("8 916 000-00-01", "RU"), Note = " She rang. " }, Staff.SupportAgent, Token);

        Assert.Null(done.Error);
        await using var db = here.Open();
        var act = await db.ConsentEvents.SingleAsync(e => e.Id == done.Value!.EventId, Token);
        Assert.Equal((ConsentEventType.Withdrawn, Source.Staff, Assurance.Asserted, Method.Call, null, ConsentCells.All), (act.Type, act.Source, act.Assurance, act.Method, act.SenderId, act.Cells));
        Assert.False(await db.Consents.AnyAsync(c => c.State == ConsentState.Given, Token));
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal((AuditAction.ConsentWithdrawn, act.SubscriberId, act.BatchSeq), (entry.Action, entry.SubscriberId, entry.BatchSeq));
        var proof = here.Get<EvidenceBox>().Open(await db.Evidence.SingleAsync(e => e.EventId == act.Id, Token), act.EventKey);
        Assert.Equal((Staff.SupportAgent.Key, "She rang.", "8 916 000-00-01"), (proof.Operator, proof.Note, proof.RawPhone));
    }

    [Fact]
    public async Task A_number_that_is_not_known_is_suppressed_and_a_double_click_is_one_event()
    {
        await using var here = await Installation.CreateAsync();
        var input = new WithdrawCaller.Input { Typed = new("916 000-00-07", "RU") };

        var both = await Task.WhenAll(Withdraw(here).ExecuteAsync(input, Staff.SupportAgent, Token), Withdraw(here).ExecuteAsync(input, Staff.SupportAgent, Token));

        Assert.Equal(both[0].Value!.EventId, both[1].Value!.EventId);
        await using var db = here.Open();
        var person = await db.Subscribers.SingleAsync(Token);
        Assert.True(await db.Suppressions.AnyAsync(x => x.BlindIndex == person.BlindIndex && x.SenderId == null && x.EndedAt == Times.Never, Token));
        Assert.Equal(1, await db.AuditEntries.CountAsync(Token));
    }

    [Theory]
    [InlineData("+7 123", 0, "Phone.Invalid")]
    [InlineData("916 000-00-07", 501, "Withdraw.NoteLength")]
    public async Task What_is_not_right_records_nothing(string number, int noteLength, string error)
    {
        await using var here = await Installation.CreateAsync();

        var done = await Withdraw(here).ExecuteAsync(new() { Typed = new(number, "RU"), Note = new('n', noteLength) }, Staff.SupportAgent, Token);

        Assert.Equal(error, done.Error?.Key);
        await using var db = here.Open();
        Assert.False(await db.ConsentEvents.AnyAsync(Token));
    }

    [Fact]
    public async Task Whoever_may_not_withdraw_is_refused()
    {
        await using var here = await Installation.CreateAsync();

        await Assert.ThrowsAsync<ForbiddenException>(() => Withdraw(here).ExecuteAsync(new() { Typed = new("916 000-00-07", "RU") }, Staff.Marketer, Token));
    }

    private static WithdrawCaller Withdraw(Installation here) => new(here.Database.Contexts, here.Ledger, here.Get<Origins>(), here.Database.Clock);
}

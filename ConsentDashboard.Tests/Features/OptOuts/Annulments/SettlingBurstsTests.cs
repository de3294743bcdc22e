using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Features.OptOuts.Annulments;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.OptOuts.Annulments;

public sealed class SettlingBurstsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task All_of_a_burst_are_annulled_together(DatabaseProvider provider)
    {
        await using var desk = await Desk.OpenAsync(provider);
        for (var n = 1; n <= 12; n++)
        {
            await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(n));
        }

        await desk.BurstAsync(12);
        var burst = (await desk.BurstsAsync())[0];
        await using var db = desk.Here.Open();
        var alone = await db.ConsentEvents.FirstAsync(e => e.Type == ConsentEventType.Withdrawn, Token);
        await desk.AskAsync(alone, Desk.Second);

        Assert.Equal(11, (await desk.AskAllAsync(burst)).Value);
        Assert.Equal(AnnulmentErrors.NothingToAsk, (await desk.AskAllAsync(burst, Desk.Second)).Error);
        Assert.Equal(AnnulmentErrors.SamePerson, (await DecideAllAsync(desk, burst, Staff.Officer)).Error);
        Assert.Equal(11, (await DecideAllAsync(desk, burst, Staff.Administrator)).Value);
        Assert.Equal(AnnulmentErrors.NothingToDecide, (await DecideAllAsync(desk, burst, Staff.Administrator)).Error);

        Assert.Equal(11, (await desk.AnnulledAsync()).Select(act => act.SubscriberId).Distinct().Count());
        Assert.Equal(11, await db.Consents.CountAsync(c => c.State == ConsentState.Given, Token));
        Assert.Equal(["""{"withdrawals":11}"""], await db.AuditEntries.Where(e => e.Action == AuditAction.AnnulmentRequested && e.Subject == $"{burst.PublicId}").Select(e => e.Details).ToListAsync(Token));
        Assert.Equal(11, await db.AuditEntries.CountAsync(e => e.Action == AuditAction.AnnulmentApproved, Token));
        Assert.Empty((await desk.Here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Token)).Findings);
    }

    [Fact]
    public async Task The_same_number_twice_in_a_burst_is_as_it_was_before_both()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        for (var n = 0; n < 10; n++)
        {
            await desk.FormAsync(1);
        }

        await desk.LookAsync();
        var burst = (await desk.BurstsAsync())[0];
        Assert.Equal(10, (await desk.AskAllAsync(burst)).Value);
        Assert.Equal(10, (await DecideAllAsync(desk, burst, Desk.Second)).Value);

        await using var db = desk.Here.Open();
        Assert.Equal(ConsentState.Given, (await db.Consents.SingleAsync(Token)).State);
        Assert.Empty(await db.Suppressions.Where(s => s.EndedAt == Times.Never).ToListAsync(Token));
        Assert.Empty((await desk.Here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Token)).Findings);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 })]
    [InlineData(new[] { 2, 1, 0 })]
    [InlineData(new[] { 1, 0, 2 })]
    [InlineData(new[] { 0, 2, 1 })]
    public async Task Withdrawals_of_one_number_are_annulled_in_any_order(int[] order)
    {
        await using var desk = await Desk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1, ConsentCells.All));
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1, ConsentCells.All, desk.Here.Bank));
        ConsentEvent[] pranks = [await desk.FormAsync(1), await desk.CallAsync(1, desk.Here.Bank), await desk.FormAsync(1)];
        await using var db = desk.Here.Open();
        foreach (var next in order)
        {
            Assert.DoesNotContain(await db.Consents.AsNoTracking().ToListAsync(Token), cell => cell.State == ConsentState.Given && cell.SenderId == desk.Here.Bank.Id);
            await desk.AskAsync(pranks[next]);
            Assert.False((await desk.DecideAsync((await desk.RequestsAsync())[^1])).Failed);
        }

        Assert.All(await db.Consents.AsNoTracking().ToListAsync(Token), cell => Assert.Equal(ConsentState.Given, cell.State));
        Assert.Empty((await desk.Here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Token)).Findings);
    }

    [Fact]
    public async Task A_burst_is_closed_once_and_not_by_whoever_made_it()
    {
        await using var desk = await Desk.OpenAsync();
        for (var n = 1; n <= 30; n++)
        {
            await desk.CallAsync(n, agent: Staff.Officer);
        }

        await desk.LookAsync();
        var burst = (await desk.BurstsAsync())[0];

        Assert.Equal(AnnulmentErrors.NoBurst, (await desk.Close.ExecuteAsync(PublicId.Create(), Desk.Second, Token)).Error);
        Assert.Equal(AnnulmentErrors.OwnBurst, (await desk.Close.ExecuteAsync(burst.PublicId, Staff.Officer, Token)).Error);
        Assert.False((await desk.Close.ExecuteAsync(burst.PublicId, Desk.Second, Token)).Failed);
        Assert.Equal(AnnulmentErrors.BurstClosed, (await desk.Close.ExecuteAsync(burst.PublicId, Desk.Second, Token)).Error);

        Assert.Equal((desk.Here.Database.Now, Desk.Second.Key), (await desk.BurstsAsync()).Select(b => (b.ClosedAt!.Value, b.ClosedBy)).Single());
        await using var db = desk.Here.Open();
        Assert.Equal($"{burst.PublicId}", (await db.AuditEntries.SingleAsync(e => e.Action == AuditAction.BurstClosed, Token)).Subject);
    }

    private static Task<Result<int>> DecideAllAsync(Desk desk, WithdrawalBurst burst, Actor actor) =>
        desk.Decide.ExecuteAsync(new() { Burst = burst.PublicId, Approves = true, Note = "seen in the log" }, actor, Token);
}

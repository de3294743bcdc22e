using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class WritingAtOnceTests
{
    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Many_writers_on_one_subscriber_neither_lose_nor_fork_an_event(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);

        var recorded = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => here.Ledger.RecordAsync(i % 2 == 0 ? here.Stop(1) : here.OptIn(1)))));

        await using var db = here.Open();
        var written = recorded.Where(outcome => !outcome.Failed).Select(outcome => outcome.Value!.Seq).Order();
        Assert.Equal(Enumerable.Range(1, written.Count()), written);
        Assert.Equal(100, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Withdrawn, TestContext.Current.CancellationToken));
        Assert.Equal(Standing.Withdrawn, (await db.Subscribers.SingleAsync(TestContext.Current.CancellationToken)).Standing);
        await AssertHoldsAsync(here);
    }

    [Fact]
    public async Task An_older_opt_in_that_races_a_withdrawal_never_wins()
    {
        await using var here = await Installation.CreateAsync();
        here.Database.Clock.Advance(TimeSpan.FromHours(1));
        var older = here.Database.Now.AddMinutes(-1);

        for (var number = 1; number <= 30; number++)
        {
            var n = number;
            await Task.WhenAll(Task.Run(() => here.Ledger.RecordAsync(here.OptIn(n, at: older))), Task.Run(() => here.Ledger.RecordAsync(here.Stop(n))));
        }

        await using var db = here.Open();
        Assert.False(await db.Consents.AnyAsync(c => c.State == ConsentState.Given, TestContext.Current.CancellationToken));
        await AssertHoldsAsync(here);
    }

    [Fact]
    public async Task Two_installations_on_one_database_share_one_chain()
    {
        await using var here = await Installation.CreateAsync();
        await using var beside = here.Beside();

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => (i % 2 == 0 ? here.Ledger : beside.Ledger).RecordAsync(here.Stop(1 + (i % 3))))));

        await using var db = here.Open();
        Assert.Equal(60, await db.ConsentEvents.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, await db.Subscribers.CountAsync(TestContext.Current.CancellationToken));
        await AssertHoldsAsync(here);
    }

    [Fact]
    public async Task The_head_is_taken_before_it_is_read_so_that_nobody_is_overtaken()
    {
        using var heard = HeardCommands.Begin();
        await using var here = await Installation.CreateAsync();
        List<string> heads = [];
        heard.In(here.Database, text =>
        {
            if (text.Contains("LedgerHead", StringComparison.Ordinal))
            {
                heads.Add(text.TrimStart().Split(' ')[0]);
            }
        });

        await here.Ledger.RecordAsync(here.Stop(1));

        Assert.Equal(["UPDATE", "SELECT", "UPDATE"], heads);
    }

    private static async Task AssertHoldsAsync(Installation here) =>
        Assert.Empty((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: TestContext.Current.CancellationToken)).Findings);
}

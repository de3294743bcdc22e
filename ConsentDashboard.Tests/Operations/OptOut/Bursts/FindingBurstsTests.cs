using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.OptOut.Bursts;
using ConsentDashboard.Tests.Features.OptOuts.Annulments;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.OptOut.Bursts;

public sealed class FindingBurstsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Ten_from_one_address_within_ten_minutes_raise_one_alarm(DatabaseProvider provider)
    {
        await using var desk = await Desk.OpenAsync(provider);
        for (var n = 1; n <= 9; n++)
        {
            await desk.FormAsync(n);
            desk.Pass(TimeSpan.FromSeconds(60));
        }

        Assert.Equal(0, await desk.LookAsync());
        await desk.FormAsync(10);
        await desk.FormAsync(11, "203.0.113.9");
        Assert.Equal(10, await desk.LookAsync());
        Assert.Equal(0, await desk.LookAsync());

        var burst = Assert.Single(await desk.BurstsAsync());
        Assert.Equal((OriginKind.Address, null, 10, TimeSpan.FromMinutes(9)), (burst.Kind, burst.Actor, burst.Count, burst.LastAt - burst.FirstAt));
        await using var db = desk.Here.Open();
        Assert.Equal(10, await db.WithdrawalOrigins.CountAsync(o => o.BurstId == burst.Id, Token));
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == AuditAction.BurstRaised, Token);
        Assert.Equal(("system:bursts", $"{burst.PublicId}", """{"from":"Address","withdrawals":10,"minutes":10}"""), (entry.Actor, entry.Subject, entry.Details));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task More_from_there_join_it_and_after_it_is_closed_it_takes_as_many_again(DatabaseProvider provider)
    {
        await using var desk = await Desk.OpenAsync(provider);
        await desk.BurstAsync(10);
        desk.Pass(TimeSpan.FromMinutes(4));
        await desk.FormAsync(11);
        Assert.Equal(1, await desk.LookAsync());
        var first = Assert.Single(await desk.BurstsAsync());
        Assert.Equal((11, TimeSpan.FromMinutes(4)), (first.Count, first.LastAt - first.FirstAt));

        desk.Pass(TimeSpan.FromMinutes(11));
        await desk.FormAsync(12);
        Assert.Equal(0, await desk.LookAsync());
        await desk.Close.ExecuteAsync(first.PublicId, Staff.Officer, Token);
        for (var n = 13; n <= 21; n++)
        {
            Assert.Equal(0, await desk.LookAsync());
            await desk.FormAsync(n);
        }

        Assert.Equal(10, await desk.LookAsync());
        Assert.Equal([11, 10], (await desk.BurstsAsync()).Select(b => b.Count));
    }

    [Fact]
    public async Task An_agent_may_pass_on_more_and_is_named()
    {
        await using var desk = await Desk.OpenAsync();
        for (var n = 1; n <= 29; n++)
        {
            await desk.CallAsync(n);
        }

        Assert.Equal(0, await desk.LookAsync());
        await desk.CallAsync(30);
        Assert.Equal(30, await desk.LookAsync());
        Assert.Equal((OriginKind.Agent, Staff.SupportAgent.Key), (await desk.BurstsAsync()).Select(b => (b.Kind, b.Actor)).Single());
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Two_processes_that_look_at_once_open_one(DatabaseProvider provider)
    {
        await using var desk = await Desk.OpenAsync(provider);
        await using var beside = desk.Here.Beside();
        for (var round = 0; round < 3; round++)
        {
            for (var n = 0; n < 12; n++)
            {
                await desk.FormAsync((round * 20) + n + 1, $"203.0.113.{round}");
            }

            var since = desk.Here.Database.Now.AddDays(-1);
            var counts = await Task.WhenAll(
                Task.Run(() => desk.Here.Get<BurstFinder>().LookAsync(since, Token), Token),
                Task.Run(() => beside.Get<BurstFinder>().LookAsync(since, Token), Token));

            Assert.Equal(12, counts.Sum());
            var bursts = await desk.BurstsAsync();
            Assert.Equal((round + 1, 12), (bursts.Count, bursts[^1].Count));
        }

        await using var db = desk.Here.Open();
        Assert.Equal(3, await db.AuditEntries.CountAsync(e => e.Action == AuditAction.BurstRaised, Token));
    }

    [Fact]
    public async Task Where_they_came_from_is_forgotten_after_thirty_days()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.BurstAsync(10);
        var burst = Assert.Single(await desk.BurstsAsync());
        await desk.Close.ExecuteAsync(burst.PublicId, Staff.Officer, Token);
        desk.Pass(TimeSpan.FromDays(30));
        await desk.FormAsync(11);
        Assert.Equal(0, await desk.Here.Get<OriginExpiry>().ExpireAsync(Token));
        Assert.NotEqual(new byte[32], (await desk.BurstsAsync())[0].Origin);

        desk.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(10, await desk.Here.Get<OriginExpiry>().ExpireAsync(Token));

        Assert.Equal(new byte[32], (await desk.BurstsAsync())[0].Origin);
        await using var db = desk.Here.Open();
        Assert.Single(await db.WithdrawalOrigins.ToListAsync(Token));
    }
}

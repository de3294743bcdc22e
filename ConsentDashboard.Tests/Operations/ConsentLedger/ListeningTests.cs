using System.Globalization;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class ListeningTests
{
    [Fact]
    public async Task A_listener_hears_in_its_own_language_whoever_writes()
    {
        await using var here = await Installation.CreateAsync();
        var heard = new TaskCompletionSource<string>();
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        using var listening = here.Get<LedgerFeed>().Subscribe(_ => heard.TrySetResult(CultureInfo.CurrentUICulture.Name));

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ru");
        await here.Ledger.RecordAsync(here.OptIn(1));

        Assert.Equal("en", await heard.Task);
    }

    [Fact]
    public async Task What_another_process_commits_is_heard_also_where_this_one_commits_after_it()
    {
        await using var here = await Installation.CreateAsync();
        await using var other = here.Beside();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2));
        var follower = ActivatorUtilities.CreateInstance<LedgerFollower>(here.Get<IServiceProvider>());
        using var noting = follower.Listen();
        var known = await follower.FollowAsync(null, TestContext.Current.CancellationToken);
        var heard = new List<LedgerNews>();
        using var listening = here.Get<LedgerFeed>().Subscribe(heard.Add);

        await other.Ledger.RecordAsync(here.Stop(1));
        await here.Ledger.RecordAsync(here.Stop(2));
        Assert.Equal([2L], heard.SelectMany(news => news.Subscribers));
        known = await follower.FollowAsync(known, TestContext.Current.CancellationToken);

        Assert.Contains(1L, heard[^1].Subscribers);
        Assert.Equal(2, heard.Count);
        Assert.Equal(known, await follower.FollowAsync(known, TestContext.Current.CancellationToken));
        await here.Ledger.RecordAsync(here.OptIn(3));
        await follower.FollowAsync(known, TestContext.Current.CancellationToken);
        Assert.Equal(3, heard.Count);
    }

    [Fact]
    public async Task After_very_many_events_of_another_process_everybody_may_have_changed()
    {
        await using var here = await Installation.CreateAsync();
        await using var other = here.Beside();
        var follower = ActivatorUtilities.CreateInstance<LedgerFollower>(here.Get<IServiceProvider>());
        var known = await follower.FollowAsync(null, TestContext.Current.CancellationToken);
        var heard = new List<LedgerNews>();
        using var listening = here.Get<LedgerFeed>().Subscribe(heard.Add);

        await Task.WhenAll(Enumerable.Range(1, 2100).Select(n => other.Ledger.RecordAsync(here.OptIn(n))));
        known = await follower.FollowAsync(known, TestContext.Current.CancellationToken);

        Assert.Equal(known, Assert.Single(heard).BatchSeq);
        Assert.Empty(heard[0].Subscribers);
    }
}

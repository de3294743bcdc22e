using System.Collections.Immutable;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

/// <summary>An upkeep has its turn behind an erasure at once, and otherwise when its pause is over.</summary>
public sealed class HearingOfErasuresTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly LedgerFeed _feed = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_erasure_ends_the_wait()
    {
        using var signal = new ErasureSignal(_feed, _clock);
        var waiting = signal.WaitAsync(Timeout.InfiniteTimeSpan, Token);
        Announce(1, hasErasures: true);

        await EndAsync(waiting);
    }

    [Fact]
    public async Task What_came_while_the_upkeep_worked_is_not_missed()
    {
        using var signal = new ErasureSignal(_feed, _clock);
        Announce(1, hasErasures: true);

        await EndAsync(signal.WaitAsync(Timeout.InfiniteTimeSpan, Token));
    }

    [Fact]
    public async Task Other_acts_leave_it_waiting_until_its_pause_is_over()
    {
        using var signal = new ErasureSignal(_feed, _clock);
        var waiting = signal.WaitAsync(Pause, Token);
        Announce(1, hasErasures: false);

        _clock.Advance(Pause - TimeSpan.FromMinutes(1));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await waiting;
    }

    [Theory]
    [InlineData(ConsentEventType.Restricted, false)]
    [InlineData(ConsentEventType.Erased, true)]
    public async Task A_restriction_is_journaled_too_and_is_no_erasure(ConsentEventType type, bool isErasure)
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.SubscriberId;
        var heard = new List<LedgerNews>();
        using var following = here.Get<LedgerFeed>().Subscribe(heard.Add);

        await here.Ledger.RecordAsync(new() { SubscriberId = person, Type = type, Source = Source.Policy, OccurredAt = here.Database.Now, Actor = Actor.System("retention") });

        Assert.Equal(isErasure, Assert.Single(heard).HasErasures);
        Assert.Single(here.Get<AnchorJournal>().Last()!.Stops);
    }

    private void Announce(long seq, bool hasErasures) => _feed.Announce(new(seq, ImmutableHashSet<long>.Empty, HasErasures: hasErasures));

    // Its pause never ends, so that nothing but an erasure does.
    private async Task EndAsync(Task waiting)
    {
        while (!waiting.IsCompleted)
        {
            await Task.Yield();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await waiting;
    }
}

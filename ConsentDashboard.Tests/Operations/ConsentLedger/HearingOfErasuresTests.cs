using System.Collections.Immutable;
using ConsentDashboard.Operations.ConsentLedger;
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
    public async Task An_erasure_ends_the_wait_and_those_right_behind_it_share_its_turn()
    {
        using var signal = new ErasureSignal(_feed, _clock);
        var waiting = signal.WaitAsync(Pause, Token);
        Announce(1, hasErasures: true);
        Announce(2, hasErasures: true);

        await AdvanceUntilAsync(waiting, TimeSpan.FromSeconds(1));

        Assert.True(_clock.GetUtcNow() - _clock.Start < Pause);
    }

    [Fact]
    public async Task What_came_while_the_upkeep_worked_is_not_missed()
    {
        using var signal = new ErasureSignal(_feed, _clock);
        Announce(1, hasErasures: true);

        await AdvanceUntilAsync(signal.WaitAsync(Pause, Token), TimeSpan.FromSeconds(1));

        Assert.True(_clock.GetUtcNow() - _clock.Start < Pause);
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

    private void Announce(long seq, bool hasErasures) => _feed.Announce(new(seq, ImmutableHashSet<long>.Empty, HasErasures: hasErasures));

    private async Task AdvanceUntilAsync(Task waiting, TimeSpan step)
    {
        while (!waiting.IsCompleted && _clock.GetUtcNow() - _clock.Start < Pause)
        {
            await Task.Yield();
            _clock.Advance(step);
        }

        await waiting;
    }
}

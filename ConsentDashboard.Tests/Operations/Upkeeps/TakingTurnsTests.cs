using System.Threading.Channels;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Upkeeps;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ConsentDashboard.Tests.Operations.Upkeeps;

/// <summary>What is done beside the work comes turn after turn, whatever became of the turn before.</summary>
public sealed class TakingTurnsTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_comes_after_each_pause_and_the_first_at_once_where_the_plan_says_so()
    {
        await using var room = await Room.StartAsync((services, turn) => services.AddUpkeep<Turns>(Hour, "It failed", turn, atOnce: true));

        await room.TakenAsync();
        await room.PassAsync(Hour);

        Assert.Equal(2, room.Turns.Count);
    }

    [Fact]
    public async Task Without_it_the_first_comes_when_the_first_pause_is_over()
    {
        await using var room = await Room.StartAsync((services, turn) => services.AddUpkeep<Turns>(Hour, "It failed", turn));

        await room.PassAsync(Hour);

        Assert.Equal((1, room.Began + Hour), (room.Turns.Count, room.Turns.LastAt));
    }

    [Fact]
    public async Task One_that_fails_is_said_and_the_next_comes_all_the_same()
    {
        await using var room = await Room.StartAsync((services, turn) => services.AddUpkeep<Turns>(Hour, "It failed", turn, atOnce: true));
        await room.TakenAsync();
        room.Turns.Fails = true;

        await room.PassAsync(Hour);
        room.Turns.Fails = false;
        await room.PassAsync(Hour);

        Assert.Equal(3, room.Turns.Count);
        Assert.Single(room.Log.Lines, line => line.Contains("It failed; it is tried again in 01:00:00.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_erasure_brings_it_forward()
    {
        await using var room = await Room.StartAsync((services, turn) => services.AddUpkeep<Turns>(Hour, "It failed", turn, behindErasures: true));

        await room.WaitsAsync(Hour);
        room.Feed.Announce(new(1, new HashSet<long>()) { HasErasures = true });
        await room.PassAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(1, room.Turns.Count);
        Assert.True(room.Turns.LastAt < room.Began + Hour);
    }

    [Fact]
    public async Task Where_something_is_in_its_way_it_comes_again_sooner()
    {
        await using var room = await Room.StartAsync((services, turn) => services.AddUpkeep(new UpkeepPlan<Turns>(Hour, "It failed", async (turns, stopping) =>
        {
            await turn(turns, stopping);
            return false;
        })
        {
            Again = TimeSpan.FromMinutes(1),
        }));

        await room.PassAsync(Hour);
        await room.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((2, room.Began + Hour + TimeSpan.FromMinutes(1)), (room.Turns.Count, room.Turns.LastAt));
    }

    private sealed class Turns(TimeProvider clock)
    {
        private readonly Channel<bool> _taken = Channel.CreateUnbounded<bool>();

        public int Count { get; private set; }

        public DateTimeOffset LastAt { get; private set; }

        public bool Fails { get; set; }

        public ChannelReader<bool> Taken => _taken.Reader;

        public Task TakeAsync()
        {
            (Count, LastAt) = (Count + 1, clock.GetUtcNow());
            _taken.Writer.TryWrite(true);
            return Fails ? throw new InvalidOperationException("The turn was told to fail.") : Task.CompletedTask;
        }
    }

    private sealed class Room : IAsyncDisposable
    {
        private readonly HeardClock _clock = new();
        private readonly ServiceProvider _services;

        private Room(Action<IServiceCollection, Func<Turns, CancellationToken, Task>> add)
        {
            var services = new ServiceCollection();
            services.AddLogging(logging => logging.AddProvider(Log));
            services.AddSingleton<TimeProvider>(_clock);
            services.AddSingleton(Feed);
            add(services, (turns, _) => turns.TakeAsync());
            _services = services.BuildServiceProvider();
            Began = _clock.GetUtcNow();
        }

        public CapturedLog Log { get; } = new();

        public LedgerFeed Feed { get; } = new();

        public DateTimeOffset Began { get; }

        public Turns Turns => _services.GetRequiredService<Turns>();

        public static async Task<Room> StartAsync(Action<IServiceCollection, Func<Turns, CancellationToken, Task>> add)
        {
            var room = new Room(add);
            await room._services.GetRequiredService<IHostedService>().StartAsync(Cancellation);
            return room;
        }

        public Task TakenAsync() => Turns.Taken.ReadAsync(Cancellation).AsTask();

        /// <summary>Until the loop waits for so long.</summary>
        public async Task WaitsAsync(TimeSpan time)
        {
            while (await _clock.Waits.ReadAsync(Cancellation) != time)
            {
            }
        }

        /// <summary>Once the loop waits for so long, that time passes, and the turn is taken.</summary>
        public async Task PassAsync(TimeSpan time)
        {
            await WaitsAsync(time);
            _clock.Advance(time);
            await TakenAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _services.GetRequiredService<IHostedService>().StopAsync(CancellationToken.None);
            await _services.DisposeAsync();
            Log.Dispose();
        }
    }

    /// <summary>Tells who waits on it, and for how long.</summary>
    private sealed class HeardClock() : FakeTimeProvider(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero))
    {
        private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

        public ChannelReader<TimeSpan> Waits => _waits.Reader;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _waits.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}

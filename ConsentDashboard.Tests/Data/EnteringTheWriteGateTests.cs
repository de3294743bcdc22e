using ConsentDashboard.Data.Writing;

namespace ConsentDashboard.Tests.Data;

public sealed class EnteringTheWriteGateTests
{
    private readonly WriteGate _gate = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Withdrawals_go_before_other_acts_and_those_before_bulk_work()
    {
        var order = new List<string>();
        var first = await _gate.EnterAsync(WritePriority.Bulk, Cancellation);
        Task[] waiting =
        [
            PassAsync(WritePriority.Bulk, "bulk 1"), PassAsync(WritePriority.Act, "act 1"), PassAsync(WritePriority.Withdrawal, "stop 1"),
            PassAsync(WritePriority.Bulk, "bulk 2"), PassAsync(WritePriority.Act, "act 2"), PassAsync(WritePriority.Withdrawal, "stop 2"),
        ];

        first.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["stop 1", "stop 2", "act 1", "act 2", "bulk 1", "bulk 2"], order);

        async Task PassAsync(WritePriority priority, string name)
        {
            using var turn = await _gate.EnterAsync(priority, Cancellation);
            order.Add(name);
        }
    }

    [Fact]
    public async Task One_who_gives_up_leaves_the_place_to_the_next()
    {
        using var patience = new CancellationTokenSource();
        var first = await _gate.EnterAsync(WritePriority.Act, Cancellation);
        var givesUp = _gate.EnterAsync(WritePriority.Withdrawal, patience.Token);
        var next = _gate.EnterAsync(WritePriority.Bulk, Cancellation);

        await patience.CancelAsync();
        first.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givesUp);
        (await next).Dispose();
        (await _gate.EnterAsync(WritePriority.Act, Cancellation)).Dispose();
    }

    [Fact]
    public async Task One_who_has_given_up_already_does_not_enter()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _gate.EnterAsync(WritePriority.Act, new(canceled: true)));

        (await _gate.EnterAsync(WritePriority.Act, Cancellation)).Dispose();
    }

    [Fact]
    public async Task Leaving_twice_lets_only_one_in()
    {
        var first = await _gate.EnterAsync(WritePriority.Act, Cancellation);
        var second = _gate.EnterAsync(WritePriority.Act, Cancellation);
        var third = _gate.EnterAsync(WritePriority.Act, Cancellation);

        first.Dispose();
        first.Dispose();

        var turn = await second;
        Assert.False(third.IsCompleted);
        turn.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Never_two_are_inside_and_nobody_is_forgotten()
    {
        var (inside, passed, gaveUp) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(() => WorkAsync(worker), Cancellation)));

        Assert.Equal(16 * 500, passed + gaveUp);
        Assert.True(passed >= 16 * 400);

        async Task WorkAsync(int worker)
        {
            for (var round = 0; round < 500; round++)
            {
                using var patience = new CancellationTokenSource();
                var entering = _gate.EnterAsync((WritePriority)((worker + round) % 3), patience.Token);
                if (round % 5 == 0)
                {
                    await patience.CancelAsync();
                }

                try
                {
                    using var turn = await entering;
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    await Task.Yield();
                    Interlocked.Decrement(ref inside);
                    Interlocked.Increment(ref passed);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref gaveUp);
                }
            }
        }
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.DemoData;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConsentDashboard.Tests.Operations.Webhooks;

public sealed class DeliveringWebhooksTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_receiver_that_is_down_for_an_hour_gets_all_of_it_later_in_order_and_once(DatabaseProvider provider)
    {
        await using var room = await WebhookRoom.OpenAsync(provider);
        var endpoint = await room.EndpointAsync();
        room.Receiver.Answer = FakeGateway.With(503);
        for (var minute = 0; minute < 60; minute++)
        {
            await ChangeAsync(room, 1 + (minute % 7), minute);
            await room.Dispatcher.DispatchAsync(Token);
            room.Pass(TimeSpan.FromMinutes(1));
        }

        // While it is down it is asked with one message at a time, at most once a minute and a bit.
        Assert.InRange(room.Receiver.Requests.Count, 40, 75);
        Assert.NotNull((await room.ReadAsync(endpoint)).FailingSince);
        room.Receiver.Requests.Clear();
        room.Receiver.Answer = FakeGateway.With(200);
        room.Pass(TimeSpan.FromMinutes(1));
        await room.Dispatcher.DispatchAsync(Token);

        Assert.Equal(60, room.Arrived.Count);
        Assert.Equal(60, room.Arrived.Select(body => body.GetProperty("id").GetGuid()).Distinct().Count());
        AssertInOrder(room);
        Assert.Null((await room.ReadAsync(endpoint)).FailingSince);
    }

    [Fact]
    public async Task A_receiver_that_is_back_is_found_within_a_minute_also_with_one_message_waiting()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();
        room.Receiver.Answer = FakeGateway.With(503);
        await room.RecordAsync(room.Here.Stop(1));
        for (var minute = 0; minute < 30; minute++)
        {
            await room.Dispatcher.DispatchAsync(Token);
            room.Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(30, room.Receiver.Requests.Count);
        room.Receiver.Answer = FakeGateway.With(200);
        await room.Dispatcher.DispatchAsync(Token);

        Assert.NotNull(Assert.Single(await room.RowsAsync()).DeliveredAt);
    }

    [Fact]
    public async Task A_message_that_is_refused_for_what_it_says_does_not_keep_a_receiver_that_is_back_from_the_others()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();
        room.Receiver.Answer = FakeGateway.With(503);
        await room.RecordAsync(room.Here.Stop(1));
        await room.RecordAsync(room.Here.Stop(2));
        await room.RecordAsync(room.Here.Stop(3));
        for (var minute = 0; minute < 30; minute++)
        {
            await room.Dispatcher.DispatchAsync(Token);
            room.Pass(TimeSpan.FromMinutes(1));
        }

        var refused = $"{(await room.RowsAsync())[0].MessageKey}";
        room.Receiver.Answer = http => FakeGateway.With(http.Request.Headers[WebhookSignature.IdHeader] == refused ? 400 : 200)(http);
        for (var minute = 0; minute < 3; minute++)
        {
            await room.Dispatcher.DispatchAsync(Token);
            room.Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([false, true, true], (await room.RowsAsync()).Select(row => row.DeliveredAt is not null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_fails_on_the_way_each_person_s_changes_arrive_in_order(int seed)
    {
        var random = new DemoRandom(seed, 0);
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();
        room.Receiver.Answer = http =>
        {
            lock (random)
            {
                return FakeGateway.With(random.Below(3) == 0 ? 500 : 200)(http);
            }
        };
        for (var n = 0; n < 40; n++)
        {
            await ChangeAsync(room, random.Between(1, 5), n);
            if (random.Below(3) == 0)
            {
                await room.Dispatcher.DispatchAsync(Token);
            }

            room.Pass(TimeSpan.FromSeconds(random.Below(60)));
        }

        await room.DeliverAllAsync();

        // A message that failed comes again; in what is new, nobody's later change stands before an earlier one.
        var first = room.Arrived.DistinctBy(body => body.GetProperty("id").GetGuid()).ToList();
        Assert.Equal(40, first.Count);
        Assert.All(first.GroupBy(body => body.GetProperty("subscriber").GetString()), person => Assert.Equal(person.Select(Sequence).Order(), person.Select(Sequence)));
    }

    [Fact]
    public async Task Two_processes_never_send_one_message_twice()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();
        await using var other = room.Here.Beside(WebhookRoom.With());
        for (var n = 0; n < 40; n++)
        {
            await ChangeAsync(room, 1 + (n % 12), n);
        }

        async Task WorkAsync(WebhookDispatcher dispatcher)
        {
            for (var round = 0; round < 500 && (await room.RowsAsync()).Exists(row => row.DeliveredAt is null); round++)
            {
                await dispatcher.DispatchAsync(Token);
            }
        }

        await Task.WhenAll(Task.Run(() => WorkAsync(room.Dispatcher), Token), Task.Run(() => WorkAsync(other.Get<WebhookDispatcher>()), Token));

        Assert.Equal(40, room.Arrived.Count);
        AssertInOrder(room);
    }

    [Fact]
    public async Task The_worker_hears_of_a_change_and_sends_it_at_once()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();
        await room.Dispatcher.StartAsync(Token);
        var arrived = new TaskCompletionSource();
        room.Receiver.Answer = http =>
        {
            arrived.TrySetResult();
            return FakeGateway.With(200)(http);
        };

        // The test's clock stands still, so no poll helps.
        await room.RecordAsync(room.Here.Stop(1));

        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await room.Dispatcher.StopAsync(Token);
        Assert.NotNull(Assert.Single(await room.RowsAsync()).DeliveredAt);
    }

    [Fact]
    public async Task A_receiver_that_hangs_delays_nobody_else()
    {
        await using var room = await WebhookRoom.OpenAsync(options: new() { AllowPrivateTargets = true, Timeout = 20 });
        await room.EndpointAsync(path: "/hangs");
        await room.EndpointAsync(path: "/works");
        room.Receiver.Answer = http => http.Request.Path == "/hangs" ? FakeGateway.Silence(http) : FakeGateway.With(200)(http);
        await room.RecordAsync(room.Here.Stop(1));

        await room.Dispatcher.DispatchAsync(Token);

        var rows = await room.RowsAsync();
        Assert.Equal(["Timeout", null], rows.Select(row => row.LastError));
        Assert.Equal([false, true], rows.Select(row => row.DeliveredAt is not null));
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();
        room.Receiver.Answer = http =>
        {
            http.Response.Headers.Location = "/elsewhere";
            return FakeGateway.With(307)(http);
        };
        await room.RecordAsync(room.Here.Stop(1));

        await room.Dispatcher.DispatchAsync(Token);

        Assert.Equal("/hook", Assert.Single(room.Receiver.Requests).Path);
        Assert.Equal(("Refused: 307", (short?)307), (await room.RowsAsync())[0] is var row ? (row.LastError, row.LastStatus) : default);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_switched_off_and_its_message_waits()
    {
        await using var room = await WebhookRoom.OpenAsync();
        var endpoint = await room.EndpointAsync();
        room.Receiver.Answer = FakeGateway.With(410);
        await room.RecordAsync(room.Here.Stop(1));

        await room.Dispatcher.DispatchAsync(Token);
        room.Pass(TimeSpan.FromDays(1));
        await room.Dispatcher.DispatchAsync(Token);

        Assert.Single(room.Receiver.Requests);
        var stored = await room.ReadAsync(endpoint);
        Assert.False(stored.IsActive);
        Assert.NotNull(stored.FailingSince);
        Assert.NotNull((await room.RowsAsync())[0].PayloadCipher);
    }

    [Fact]
    public async Task Asked_to_wait_it_waits_that_long()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();
        room.Receiver.Answer = FakeGateway.With(429, retryAfter: "600");
        await room.RecordAsync(room.Here.Stop(1));
        await room.RecordAsync(room.Here.Stop(2));
        await room.Dispatcher.DispatchAsync(Token);
        var asked = room.Receiver.Requests.Count;

        room.Pass(TimeSpan.FromSeconds(590));
        await room.Dispatcher.DispatchAsync(Token);
        Assert.Equal(asked, room.Receiver.Requests.Count);
        room.Pass(TimeSpan.FromSeconds(11));
        room.Receiver.Answer = FakeGateway.With(200);
        await room.Dispatcher.DispatchAsync(Token);

        Assert.All(await room.RowsAsync(), row => Assert.NotNull(row.DeliveredAt));
    }

    [Fact]
    public async Task It_is_tried_for_thirty_days_and_then_forgotten()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();
        room.Receiver.Answer = FakeGateway.With(500);
        await room.RecordAsync(room.Here.Stop(1));
        for (var day = 0; day < 30; day++)
        {
            await room.Dispatcher.DispatchAsync(Token);
            room.Pass(TimeSpan.FromDays(1));
        }

        var waiting = Assert.Single(await room.RowsAsync());
        Assert.Equal(30, waiting.Tries);
        Assert.True(waiting.DueAt < Times.Never);

        await room.Here.Get<OutboxSweep>().SweepAsync(Token);

        var forgotten = Assert.Single(await room.RowsAsync());
        Assert.Equal((null, Times.Never, "TooOld"), (forgotten.PayloadCipher, forgotten.DueAt, forgotten.LastError));
    }

    [Fact]
    public async Task No_log_line_holds_a_number_or_an_address()
    {
        using var log = new CapturedLog();
        await using var room = await WebhookRoom.OpenAsync(configure: services => services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace)));
        await room.EndpointAsync(path: "/hook?token=s3cret");
        await room.EndpointAsync(address: "http://name:pass@127.0.0.1:1/hook");
        room.Receiver.Answer = http => FakeGateway.With(500, A.Number(1))(http);
        await room.RecordAsync(room.Here.Stop(1));

        await room.Dispatcher.DispatchAsync(Token);
        room.Receiver.Answer = FakeGateway.With(200);
        room.Pass(TimeSpan.FromMinutes(2));
        await room.Dispatcher.DispatchAsync(Token);

        Assert.Contains(log.Lines, line => line.Contains("does not take its messages", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(A.Number(1)[1..], StringComparison.Ordinal) || line.Contains("s3cret", StringComparison.Ordinal) || line.Contains("name:pass", StringComparison.Ordinal));
        Assert.DoesNotContain(await room.RowsAsync(), row => row.LastError?.Any(char.IsDigit) == true && row.LastError.Contains(A.Number(1)[1..], StringComparison.Ordinal));
    }

    /// <summary>The n-th change of somebody's mind.</summary>
    private static Task ChangeAsync(WebhookRoom room, int person, int n)
    {
        room.Pass(TimeSpan.FromMilliseconds(5));
        return room.RecordAsync(n % 2 == 0 ? room.Here.OptIn(person) : room.Here.Stop(person, sender: room.Here.Shop));
    }

    private static void AssertInOrder(WebhookRoom room) => Assert.All(
        room.Arrived.GroupBy(body => body.GetProperty("subscriber").GetString()),
        person => Assert.Equal(person.Select(Sequence).Order(), person.Select(Sequence)));

    private static int Sequence(System.Text.Json.JsonElement body) => body.GetProperty("sequence").GetInt32();
}

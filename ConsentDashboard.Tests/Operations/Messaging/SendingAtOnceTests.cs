using ConsentDashboard.Data;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConsentDashboard.Tests.Operations.Messaging;

/// <summary>Several processes, one that dies, and the hosted worker.</summary>
public sealed class SendingAtOnceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Two_processes_never_send_one_message_twice(DatabaseProvider provider)
    {
        var sender = new ScriptedSender(async _ =>
        {
            await Task.Delay(2);
            return ScriptedSender.Accepted;
        });
        await using var room = await Mailroom.OpenAsync(sender, provider: provider);
        await using var other = room.Here.Beside(Mailroom.With(sender));
        for (var n = 0; n < 60; n++)
        {
            await room.TellAsync(1 + (n % 25), $"{n}");
        }

        // Each empties what it finds, and then looks again, because the other one's lanes may have moved on.
        async Task WorkAsync(OutboxDispatcher dispatcher)
        {
            while ((await room.RowsAsync()).Exists(row => row.DeliveredAt is null))
            {
                await dispatcher.DispatchAsync(Token);
            }
        }

        await Task.WhenAll(Task.Run(() => WorkAsync(room.Dispatcher), Token), Task.Run(() => WorkAsync(other.Get<OutboxDispatcher>()), Token));

        Assert.Equal(Enumerable.Range(0, 60), sender.Texts.Select(int.Parse).Order());
        Assert.All(sender.Sent.GroupBy(message => message.To), lane => Assert.Equal(lane.Select(message => int.Parse(message.Text)).Order(), lane.Select(message => int.Parse(message.Text))));
    }

    [Fact]
    public async Task What_a_process_had_claimed_when_it_died_is_sent_when_the_claim_ends()
    {
        var sender = new ScriptedSender();
        await using var room = await Mailroom.OpenAsync(sender);
        await room.TellAsync(1, "hello");
        var claims = room.Here.Get<OutboxClaims>();

        Assert.Single(await claims.ClaimAsync(8));
        Assert.Empty(await claims.ClaimAsync(8));
        room.Pass(claims.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await room.Dispatcher.DispatchAsync(Token));
        room.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await room.Dispatcher.DispatchAsync(Token));

        Assert.Single(sender.Sent);
        Assert.Equal(2, (await room.RowAsync()).Tries);
    }

    [Fact]
    public async Task A_message_that_ends_the_process_each_time_is_given_up()
    {
        var sender = new ScriptedSender();
        await using var room = await Mailroom.OpenAsync(sender, new() { MaxTries = 2 });
        await room.TellAsync(1, "hello");
        var claims = room.Here.Get<OutboxClaims>();
        for (var n = 0; n < 2; n++)
        {
            Assert.Single(await claims.ClaimAsync(8));
            room.Pass(claims.Lease);
        }

        await room.Dispatcher.DispatchAsync(Token);

        Assert.Empty(sender.Sent);
        Assert.Equal("Interrupted", (await room.RowAsync()).LastError);
    }

    [Fact]
    public async Task A_late_answer_counts_although_the_claim_has_ended()
    {
        await using var room = await Mailroom.OpenAsync(new ScriptedSender());
        await room.TellAsync(1, "hello");
        var claims = room.Here.Get<OutboxClaims>();
        var first = Assert.Single(await claims.ClaimAsync(8));
        room.Pass(claims.Lease);
        var second = Assert.Single(await claims.ClaimAsync(8));

        await claims.SettleAsync([new(first, Verdict.Later, room.Here.Database.Now.AddHours(1), new(FailureKind.Timeout))]);
        Assert.Null((await room.RowAsync()).LastError);
        await claims.SettleAsync([new(first, Verdict.Delivered)]);
        await claims.SettleAsync([new(second, Verdict.GivenUp, Failure: new(FailureKind.Refused))]);

        var row = await room.RowAsync();
        Assert.Equal((true, null), (row.DeliveredAt is not null, row.LastError));
    }

    [Fact]
    public async Task A_gateway_that_took_a_message_and_hung_up_gets_it_again_under_the_same_id()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = FakeGateway.HangUp;
        await using var room = await Mailroom.OpenAsync(null, Through(gateway));
        await room.TellAsync(1, "hello");

        await room.Dispatcher.DispatchAsync(Token);
        gateway.Answer = FakeGateway.With(200);
        room.Pass(TimeSpan.FromSeconds(7));
        await room.Dispatcher.DispatchAsync(Token);

        Assert.Equal(2, gateway.Requests.Count);
        Assert.Single(gateway.Requests.Select(request => request.Body).Distinct());
        Assert.Contains($"{(await room.RowAsync()).MessageKey}", gateway.Requests.First().Body, StringComparison.Ordinal);
        Assert.NotNull((await room.RowAsync()).DeliveredAt);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task No_number_and_no_text_is_logged_or_kept(int status)
    {
        using var log = new CapturedLog();
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = FakeGateway.With(status, $"{A.Number(1)} {A.Number(1)[1..]} 123456");
        await using var room = await Mailroom.OpenAsync(
            null, Through(gateway), configure: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        await room.TellAsync(1, "secret 123456");

        await room.Dispatcher.DispatchAsync(Token);

        Assert.Single(gateway.Requests);
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains(A.Number(1)[1..], StringComparison.Ordinal) || line.Contains("123456", StringComparison.Ordinal));
        Assert.DoesNotContain(A.Number(1)[1..], (await room.RowAsync()).LastError ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("123456", (await room.RowAsync()).LastError ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_worker_wakes_for_a_commit_and_finishes_what_it_has_begun()
    {
        var (reached, answer) = (new TaskCompletionSource(), new TaskCompletionSource<SendOutcome>());
        var sender = new ScriptedSender(_ =>
        {
            reached.TrySetResult();
            return answer.Task;
        });
        await using var room = await Mailroom.OpenAsync(sender);
        var changes = 0;
        using var following = room.Here.Get<OutboxFeed>().Subscribe(() => changes++);
        await room.Dispatcher.StartAsync(Token);

        // The clock stands still, so that no poll can have found it.
        await room.TellAsync(1, "hello");
        await reached.Task.WaitAsync(Patience, Token);
        var stopping = room.Dispatcher.StopAsync(Token);
        Assert.False(stopping.IsCompleted);
        answer.SetResult(ScriptedSender.Accepted);
        await stopping.WaitAsync(Patience, Token);

        Assert.NotNull((await room.RowAsync()).DeliveredAt);
        Assert.Equal(1, changes);
    }

    [Fact]
    public async Task An_idle_worker_polls_and_does_not_spin()
    {
        var sender = new ScriptedSender();
        await using var room = await Mailroom.OpenAsync(sender);
        await using var other = room.Here.Beside();
        var done = new TaskCompletionSource();
        using var following = room.Here.Get<OutboxFeed>().Subscribe(() => done.TrySetResult());
        await room.TellAsync(2, "the first, so that the worker is known to have begun");
        await room.Dispatcher.StartAsync(Token);
        await done.Task.WaitAsync(Patience, Token);
        await Task.Delay(500, Token);

        // What another process commits is not announced here.
        var draft = other.Get<TextMessages>().Draft(Guid.CreateVersion7(), new(room.Here.Shop.Id, A.Number(1), "hello"), "news");
        await other.Ledger.RecordAsync(room.Here.OptIn(1) with { Outbox = [draft] });
        await Task.Delay(300, Token);
        Assert.Single(sender.Sent);
        for (var n = 0; n < 400 && sender.Sent.Count < 2; n++)
        {
            room.Pass(TimeSpan.FromSeconds(3));
            await Task.Delay(50, Token);
        }

        Assert.Equal(2, sender.Sent.Count);
        await room.Dispatcher.StopAsync(Token);
    }

    private static MessagesOptions Through(FakeGateway gateway) => new()
    {
        Gateway = MessageGateway.Http,
        Timeout = 20,
        Http = new() { Name = "twilio", Address = $"{gateway.Address}/sms", Body = """{"from":"{from}","to":"{to}","text":"{text}","id":"{id}"}""" },
    };
}

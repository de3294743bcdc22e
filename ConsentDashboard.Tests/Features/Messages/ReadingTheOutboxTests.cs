using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Messages;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Messages;

public sealed class ReadingTheOutboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Each_message_says_how_it_stands_to_whom_and_from_whom(DatabaseProvider provider)
    {
        var sender = new ScriptedSender(message => Task.FromResult(message.Text switch
        {
            "sent" => ScriptedSender.Accepted,
            "refused" => ScriptedSender.Refusing,
            _ => ScriptedSender.Failing,
        }));
        await using var room = await OpenAsync(sender, provider: provider);
        await room.TellAsync(1, "sent");
        await room.TellAsync(2, "refused");
        await room.TellAsync(3, "failing");
        await room.Dispatcher.DispatchAsync(Token);
        room.Pass(TimeSpan.FromSeconds(1));
        await room.AskAsync(4, "waiting", TimeSpan.FromHours(1));

        var page = await SearchAsync(room);

        Assert.Equal([MessageState.Waiting, MessageState.Retrying, MessageState.GivenUp, MessageState.Sent], page.Rows.Select(row => row.State));
        Assert.Equal([MessageKinds.ConfirmationCode, "news", "news", "news"], page.Rows.Select(row => row.Kind));
        Assert.Equal([0, 1, 1, 1], page.Rows.Select(row => row.Tries));
        Assert.Equal([null, FailureKind.GatewayFailed, FailureKind.Refused, null], page.Rows.Select(row => row.Failure?.Kind));
        Assert.Equal("+7 ••• •••-00-01", page.Rows[^1].Masked);
        Assert.Equal(2, page.Waiting);
        Assert.All(page.Rows, row => Assert.Equal((room.Here.Shop.Name, null), (row.Sender, row.Text)));
    }

    [Fact]
    public async Task Texts_are_shown_in_demo_mode_only()
    {
        await using var demo = await OpenAsync(null, new() { Gateway = MessageGateway.Demo });
        await demo.TellAsync(1, "code 123456");
        await demo.Dispatcher.DispatchAsync(Token);
        await using var other = await OpenAsync(new ScriptedSender());
        await other.TellAsync(1, "code 123456");

        Assert.Equal("code 123456", Assert.Single((await SearchAsync(demo)).Rows).Text);
        Assert.Null(Assert.Single((await SearchAsync(other)).Rows).Text);
    }

    [Fact]
    public async Task Of_an_erased_person_the_record_stays_without_a_number()
    {
        await using var room = await OpenAsync(new ScriptedSender());
        await room.TellAsync(1, "hello");
        await room.Here.Ledger.RecordAsync(room.Here.OptIn(1) with { Type = ConsentEventType.Erased, SenderId = null, Cells = ConsentCells.None, NoticeVersionId = null, CollectionPointId = null, Evidence = null });

        var row = Assert.Single((await SearchAsync(room)).Rows);

        Assert.Equal((MessageState.Sent, null), (row.State, row.Masked));
    }

    [Fact]
    public async Task Pages_follow_one_another_there_and_back()
    {
        await using var room = await OpenAsync(new ScriptedSender());
        for (var n = 0; n < 120; n++)
        {
            await room.TellAsync(1 + (n % 7), $"{n}");
        }

        var first = await SearchAsync(room);
        var second = await SearchAsync(room, new(OlderThan: first.Rows[^1].Id));
        var third = await SearchAsync(room, new(OlderThan: second.Rows[^1].Id));
        var back = await SearchAsync(room, new(NewerThan: third.Rows[0].Id));
        var last = await SearchAsync(room, new(AtEnd: true));

        Assert.Equal(Enumerable.Range(1, 120).Reverse().Select(id => (long)id), [.. first.Rows.Concat(second.Rows).Concat(third.Rows).Select(row => row.Id)]);
        Assert.Equal((false, true, true, true, true, false), (first.HasNewer, first.HasOlder, second.HasNewer, second.HasOlder, third.HasNewer, third.HasOlder));
        Assert.Equal(second.Rows.Select(row => row.Id), back.Rows.Select(row => row.Id));
        Assert.Equal((true, false, 1L), (last.HasNewer, last.HasOlder, last.Rows[^1].Id));
    }

    [Fact]
    public async Task Trying_now_makes_it_due_is_audited_and_needs_its_permission()
    {
        var sender = new ScriptedSender { Next = ScriptedSender.Failing };
        await using var room = await OpenAsync(sender);
        await room.TellAsync(1, "hello");
        await room.Dispatcher.DispatchAsync(Token);
        var retry = room.Here.Get<RetryMessage>();
        var id = (await room.RowAsync()).Id;

        await Assert.ThrowsAsync<ForbiddenException>(() => retry.ExecuteAsync(new(id), Staff.Officer, Token));
        Assert.False((await retry.ExecuteAsync(new(id), Staff.Administrator, Token)).Failed);
        Assert.Equal(RetryMessage.NotWaiting, (await retry.ExecuteAsync(new(id), Staff.Administrator, Token)).Error);
        sender.Next = ScriptedSender.Accepted;
        await room.Dispatcher.DispatchAsync(Token);

        Assert.NotNull((await room.RowAsync()).DeliveredAt);
        Assert.Equal(RetryMessage.NotWaiting, (await retry.ExecuteAsync(new(id), Staff.Administrator, Token)).Error);
        await using var db = room.Here.Open();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == AuditAction.MessageRetried, Token);
        Assert.Equal($"{(await room.RowAsync()).MessageKey}", entry.Subject);
    }

    [Fact]
    public async Task It_is_read_by_those_who_may()
    {
        await using var room = await OpenAsync(new ScriptedSender());

        foreach (var actor in (Actor[])[Staff.Marketer, Staff.SupportAgent, Actor.Anonymous])
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<MessagesQueries>().SearchAsync(new(), actor, Token));
        }
    }

    private static Task<Mailroom> OpenAsync(IMessageSender? sender, MessagesOptions? options = null, DatabaseProvider provider = DatabaseProvider.Sqlite) =>
        Mailroom.OpenAsync(sender, options, provider, services => services.AddMessages());

    private static Task<MessagePage> SearchAsync(Mailroom room, MessagePlace? place = null) =>
        room.Here.Get<MessagesQueries>().SearchAsync(place ?? new(), Staff.Officer, Token);
}

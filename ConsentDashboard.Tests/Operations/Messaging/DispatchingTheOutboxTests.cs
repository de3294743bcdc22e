using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Messaging;

public sealed class DispatchingTheOutboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_is_delivered_leaves_nothing_but_a_record(DatabaseProvider provider)
    {
        var sender = new ScriptedSender();
        await using var room = await Mailroom.OpenAsync(sender, provider: provider);
        await room.TellAsync(1, "code 123456");

        Assert.Equal(1, await room.Dispatcher.DispatchAsync(Token));
        Assert.Equal(0, await room.Dispatcher.DispatchAsync(Token));

        var sent = Assert.Single(sender.Sent);
        var row = await room.RowAsync();
        Assert.Equal((row.MessageKey, Mailroom.From, A.Number(1), "code 123456"), (sent.MessageKey, sent.From, sent.To, sent.Text));
        Assert.Equal((room.Here.Database.Now, null, null, 1, null), (row.DeliveredAt, row.PayloadCipher, row.LastError, row.Tries, row.ClaimedBy));
    }

    [Theory]
    [InlineData(299, 2, null)]
    [InlineData(300, 1, "TooOld")]
    public async Task What_confirms_an_opt_out_leaves_within_five_minutes_or_not_at_all(int seconds, int tries, string? error)
    {
        var sender = new ScriptedSender { Next = ScriptedSender.Failing };
        await using var room = await Mailroom.OpenAsync(sender);
        await room.TellAsync(1, "You are unsubscribed.", kind: MessageKinds.OptOutAnswer);
        await room.Dispatcher.DispatchAsync(Token);

        sender.Next = ScriptedSender.Accepted;
        room.Pass(TimeSpan.FromSeconds(seconds));
        await room.Dispatcher.DispatchAsync(Token);

        Assert.Equal(tries, sender.Sent.Count);
        var row = await room.RowAsync();
        Assert.Equal((error is null, null, error), (row.DeliveredAt is not null, row.PayloadCipher, row.LastError));
        Assert.Equal(error is not null, row.DueAt == Times.Never);
    }

    [Fact]
    public async Task Demo_mode_keeps_the_text_for_the_screen()
    {
        await using var room = await Mailroom.OpenAsync(null, new() { Gateway = MessageGateway.Demo });
        await room.TellAsync(1, "code 123456", room.Here.Bank);

        await room.Dispatcher.DispatchAsync(Token);

        var row = await room.RowAsync();
        Assert.NotNull(row.DeliveredAt);
        Assert.Equal("code 123456", room.Here.Get<TextMessages>().Open(row)?.Text);
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task One_persons_messages_leave_in_order_and_wait_for_the_first(DatabaseProvider provider)
    {
        var sender = new ScriptedSender { Next = ScriptedSender.Failing };
        await using var room = await Mailroom.OpenAsync(sender, provider: provider);
        await room.TellAsync(1, "first");
        await room.TellAsync(1, "second");
        await room.TellAsync(2, "another's");

        await room.Dispatcher.DispatchAsync(Token);
        Assert.Equal(["another's", "first"], sender.Texts.Order());

        sender.Next = ScriptedSender.Accepted;
        room.Pass(TimeSpan.FromSeconds(7));
        await room.Dispatcher.DispatchAsync(Token);
        Assert.Equal(["first", "second"], sender.Texts.Skip(2).Where(text => text != "another's"));
    }

    [Fact]
    public async Task A_failed_try_waits_longer_each_time_and_in_the_end_is_given_up_without_blocking()
    {
        var sender = new ScriptedSender { Next = ScriptedSender.Failing };
        await using var room = await Mailroom.OpenAsync(sender, new() { MaxTries = 4 });
        await room.TellAsync(1, "first");
        await room.TellAsync(1, "second");

        foreach (var seconds in (int[])[5, 30, 120])
        {
            await room.Dispatcher.DispatchAsync(Token);
            var waiting = (await room.RowsAsync())[0];
            Assert.InRange((waiting.DueAt - room.Here.Database.Now).TotalSeconds, seconds * 0.8, seconds * 1.2);
            Assert.Equal("GatewayFailed: 503", waiting.LastError);
            room.Pass(TimeSpan.FromSeconds(seconds * 0.79));
            Assert.Equal(0, await room.Dispatcher.DispatchAsync(Token));
            room.Pass(TimeSpan.FromSeconds(seconds * 0.42));
        }

        await room.Dispatcher.DispatchAsync(Token);

        var rows = await room.RowsAsync();
        Assert.Equal((4, Times.Never, null, null, "GatewayFailed: 503"), (rows[0].Tries, rows[0].DueAt, rows[0].PayloadCipher, rows[0].DeliveredAt, rows[0].LastError));
        Assert.Equal(["first", "first", "first", "first", "second"], sender.Texts);
        Assert.Equal((1, "GatewayFailed: 503"), (rows[1].Tries, rows[1].LastError));
    }

    [Fact]
    public async Task A_refused_message_is_given_up_at_once_and_the_next_one_leaves()
    {
        var sender = new ScriptedSender(message => Task.FromResult(message.Text == "first" ? ScriptedSender.Refusing : ScriptedSender.Accepted));
        await using var room = await Mailroom.OpenAsync(sender);
        await room.TellAsync(1, "first");
        await room.TellAsync(1, "second");

        await room.Dispatcher.DispatchAsync(Token);

        var rows = await room.RowsAsync();
        Assert.Equal(("Refused: 21211", null, Times.Never), (rows[0].LastError, rows[0].PayloadCipher, rows[0].DueAt));
        Assert.NotNull(rows[1].DeliveredAt);
    }

    [Fact]
    public async Task A_gateway_that_asks_to_wait_is_left_alone_for_so_long()
    {
        var sender = new ScriptedSender { Next = new SendOutcome.Retry(new(FailureKind.Busy, "429"), TimeSpan.FromMinutes(3)) };
        await using var room = await Mailroom.OpenAsync(sender);
        await room.TellAsync(1, "hello");

        await room.Dispatcher.DispatchAsync(Token);

        Assert.Equal(room.Here.Database.Now.AddMinutes(3), (await room.RowAsync()).DueAt);
    }

    [Fact]
    public async Task A_sender_without_an_address_at_the_gateway_is_told_so()
    {
        var sender = new ScriptedSender();
        await using var room = await Mailroom.OpenAsync(sender);
        await room.TellAsync(1, "hello", room.Here.Bank);

        await room.Dispatcher.DispatchAsync(Token);

        Assert.Empty(sender.Sent);
        Assert.Equal("NoSenderAddress: twilio", (await room.RowAsync()).LastError);
    }

    [Fact]
    public async Task A_code_is_not_tried_past_the_end_of_its_request()
    {
        var sender = new ScriptedSender { Next = ScriptedSender.Failing };
        await using var room = await Mailroom.OpenAsync(sender);
        await room.AskAsync(1, "code 123456", TimeSpan.FromSeconds(20));

        await room.Dispatcher.DispatchAsync(Token);
        Assert.NotNull((await room.RowAsync()).PayloadCipher);
        room.Pass(TimeSpan.FromSeconds(7));
        await room.Dispatcher.DispatchAsync(Token);

        var row = await room.RowAsync();
        Assert.Equal((2, Times.Never, null), (row.Tries, row.DueAt, row.PayloadCipher));
    }

    [Fact]
    public async Task A_code_does_not_reach_somebody_who_has_withdrawn_meanwhile()
    {
        var sender = new ScriptedSender();
        await using var room = await Mailroom.OpenAsync(sender);
        await room.AskAsync(1, "code 123456", TimeSpan.FromHours(1));
        await room.Here.Ledger.RecordAsync(room.Here.Stop(1));

        await room.Dispatcher.DispatchAsync(Token);

        Assert.Empty(sender.Sent);
        Assert.Equal(("RequestEnded", null), ((await room.RowAsync()).LastError, (await room.RowAsync()).PayloadCipher));
    }

    [Fact]
    public async Task A_row_that_was_changed_is_given_up()
    {
        var sender = new ScriptedSender();
        await using var room = await Mailroom.OpenAsync(sender);
        await room.TellAsync(1, "hello");
        await using (var db = room.Here.Open())
        {
            await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.MessageKey, Guid.CreateVersion7()), Token);
        }

        await room.Dispatcher.DispatchAsync(Token);

        Assert.Empty(sender.Sent);
        Assert.Equal("Unreadable", (await room.RowAsync()).LastError);
    }

    [Fact]
    public async Task While_a_key_is_missing_the_message_waits_and_the_others_leave()
    {
        var sender = new ScriptedSender();
        await using var room = await Mailroom.OpenAsync(sender);
        await room.TellAsync(1, "hello");
        var cipher = (await room.RowAsync()).PayloadCipher!;
        cipher[2] = 9;
        await using (var db = room.Here.Open())
        {
            await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.PayloadCipher, cipher), Token);
        }

        await room.TellAsync(2, "another's");

        await room.Dispatcher.DispatchAsync(Token);

        Assert.Equal(["another's"], sender.Texts);
        var row = (await room.RowsAsync())[0];
        Assert.Equal(("Unreadable", true), (row.LastError, row.PayloadCipher is not null));
    }

    [Fact]
    public async Task Without_a_gateway_messages_wait()
    {
        await using var room = await Mailroom.OpenAsync(null, new() { Gateway = MessageGateway.None });
        Assert.False(await room.Here.Get<OutboxBacklog>().IsStuckAsync(Token));
        await room.TellAsync(1, "hello");

        Assert.Equal(0, await room.Dispatcher.DispatchAsync(Token));

        Assert.True(await room.Here.Get<OutboxBacklog>().IsStuckAsync(Token));
        Assert.Equal(1, await room.Here.Get<OutboxBacklog>().CountAsync(Token));
        Assert.NotNull((await room.RowAsync()).PayloadCipher);
    }

    [Fact]
    public async Task After_thirty_days_nothing_is_left_to_read()
    {
        var sender = new ScriptedSender { Next = ScriptedSender.Refusing };
        await using var room = await Mailroom.OpenAsync(sender);
        await room.TellAsync(1, "refused");
        await room.Dispatcher.DispatchAsync(Token);
        await room.TellAsync(2, "waiting");
        var sweep = room.Here.Get<OutboxSweep>();

        room.Pass(TimeSpan.FromDays(29));
        await room.TellAsync(3, "young");
        Assert.Equal(0, await sweep.SweepAsync(Token));
        room.Pass(TimeSpan.FromDays(1));
        Assert.Equal(2, await sweep.SweepAsync(Token));

        var rows = await room.RowsAsync();
        Assert.Equal([null, "TooOld", null], rows.Select(row => row.LastError));
        Assert.Equal([true, true, false], rows.Select(row => row.PayloadCipher is null && row.DueAt == Times.Never));
        Assert.Equal(0, await sweep.SweepAsync(Token));
    }

    [Fact]
    public async Task What_is_due_is_found_by_time_and_its_lane_by_the_person()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();

        var plan = await QueryPlans.ExplainAsync(db, OutboxClaims.Due(db, database.Now).OrderBy(m => m.DueAt).Take(8).Select(m => m.Id));

        Assert.Equal(
            ["SEARCH o USING INDEX IX_Outbox_Endpoint_DueAt (Endpoint=? AND DueAt<?)", "CORRELATED SCALAR SUBQUERY 1", "SEARCH o0 USING INDEX IX_Outbox_Endpoint_SubscriberId_Id (Endpoint=? AND SubscriberId>? AND SubscriberId<?)"],
            plan);
    }
}

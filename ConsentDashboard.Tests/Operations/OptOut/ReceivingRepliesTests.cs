using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.OptOut.Inbound;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.OptOut;

/// <summary>What follows from a reply, whatever it says and however often it comes.</summary>
public sealed class ReceivingRepliesTests
{
    private const string ShopTo = "+12025550142";
    private static int _next;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, ReplyOutcome, bool> Texts => new()
    {
        { "STOP", ReplyOutcome.Withdrawn, false },
        { "стоп!!!", ReplyOutcome.Withdrawn, false },
        { "Stop North Shop", ReplyOutcome.Withdrawn, false },
        { "who are you? I never signed up", ReplyOutcome.Waiting, false },
        { "как отписаться?", ReplyOutcome.Waiting, false },
        { "what time do you open", ReplyOutcome.Kept, true },
        { "", ReplyOutcome.Kept, true },
        { "HELP", ReplyOutcome.Helped, true },
        { "START", ReplyOutcome.Invited, true },
    };

    [Theory, MemberData(nameof(Texts))]
    public async Task A_reply_has_the_effect_of_its_words(string text, ReplyOutcome expected, bool stillAllowed)
    {
        await using var place = await PlaceAsync();
        await place.Ledger.RecordAsync(place.OptIn(1));
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        var received = await ReplyAsync(place, text);

        Assert.Equal(expected, received.Value.Outcome);
        Assert.Equal(stillAllowed, await IsAllowedAsync(place, 1, place.Shop));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Stop_ends_everything_from_that_sender_and_nothing_from_another(DatabaseProvider provider)
    {
        await using var place = await PlaceAsync(provider);
        await place.Ledger.RecordAsync(place.OptIn(1, ConsentCells.All));
        await place.Ledger.RecordAsync(place.OptIn(1, ConsentCells.All, place.Bank));
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await ReplyAsync(place, "STOP");

        await using var db = place.Open();
        var cells = await db.Consents.AsNoTracking().ToListAsync(Token);
        Assert.All(cells.Where(cell => cell.SenderId == place.Shop.Id), cell => Assert.Equal(ConsentState.Withdrawn, cell.State));
        Assert.All(cells.Where(cell => cell.SenderId == place.Bank.Id), cell => Assert.Equal(ConsentState.Given, cell.State));
        var act = await db.ConsentEvents.SingleAsync(e => e.Type == ConsentEventType.Withdrawn, Token);
        Assert.Equal((Assurance.Proven, Source.SmsReply, Method.SmsKeyword), (act.Assurance, act.Source, act.Method));
    }

    [Fact]
    public async Task A_sender_may_let_stop_end_the_channel_only()
    {
        await using var place = await PlaceAsync(change: shop => shop.StopScope = StopScope.Channel);
        await place.Ledger.RecordAsync(place.OptIn(1, ConsentCells.All));
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await ReplyAsync(place, "STOP");

        Assert.Equal(ConsentCells.AllCalls, await GivenAsync(place));
    }

    [Theory]
    [InlineData("STOP PROMO", ConsentCells.All & ~(ConsentCells.SmsPromotional | ConsentCells.CallPromotional))]
    [InlineData("STOP", ConsentCells.None)]
    public async Task A_keyword_ends_one_message_type(string text, ConsentCells left)
    {
        await using var place = await PlaceAsync();
        await using (var db = place.Open())
        {
            db.Add(new SenderReplyWord { SenderId = place.Shop.Id, Section = WordSection.Keyword, Phrase = "promo", MessageType = MessageType.Promotional });
            await db.SaveChangesAsync(Token);
        }

        await place.Ledger.RecordAsync(place.OptIn(1, ConsentCells.All));
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await ReplyAsync(place, text);

        Assert.Equal(left, await GivenAsync(place));
    }

    [Fact]
    public async Task Stop_to_an_address_of_nobody_ends_everything()
    {
        await using var place = await PlaceAsync();
        await place.Ledger.RecordAsync(place.OptIn(1));
        await place.Ledger.RecordAsync(place.OptIn(1, sender: place.Bank));
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await ReplyAsync(place, "STOP", to: "+15550000000");

        Assert.False(await IsAllowedAsync(place, 1, place.Shop));
        Assert.False(await IsAllowedAsync(place, 1, place.Bank));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_same_message_ten_times_at_once_is_one_event(DatabaseProvider provider)
    {
        await using var place = await PlaceAsync(provider);
        await place.Ledger.RecordAsync(place.OptIn(1));
        await using var other = place.Beside();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Task.Run(() => ReplyAsync(n % 2 == 0 ? place.Get<ReceiveReply>() : other.Get<ReceiveReply>(), place, "STOP", id: "SM-same"))));

        Assert.Single(outcomes, outcome => outcome.Value.Outcome == ReplyOutcome.Withdrawn);
        await using var db = place.Open();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Withdrawn, Token));
        Assert.Equal(1, await db.Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task A_message_that_waits_comes_twice_as_one_and_pauses_once()
    {
        await using var place = await PlaceAsync();
        await place.Ledger.RecordAsync(place.OptIn(1));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => ReplyAsync(place, "who are you? I never signed up", id: "SM-same"))));

        Assert.Single(outcomes, outcome => outcome.Value.Outcome == ReplyOutcome.Waiting);
        await using var db = place.Open();
        var row = await db.InboundMessages.SingleAsync(Token);
        Assert.Equal((InboxState.Waiting, InboxReason.MayBeOptOut), (row.State, row.Reason));
        Assert.Equal(1, await db.Pauses.CountAsync(p => p.To == Times.Never, Token));
        Assert.NotNull(row.PauseKey);
        Assert.True(row.DueAt < Times.Never);
    }

    [Fact]
    public async Task One_text_confirms_the_opt_out_and_later_ones_get_none()
    {
        await using var place = await PlaceAsync();
        await place.Ledger.RecordAsync(place.OptIn(1));
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await ReplyAsync(place, "STOP");
        await ReplyAsync(place, "STOP");
        await ReplyAsync(place, "stop already");

        await using var db = place.Open();
        var text = place.Get<TextMessages>().Open(await db.Outbox.SingleAsync(Token))!;
        Assert.StartsWith("North Shop: you are unsubscribed", text.Text, StringComparison.Ordinal);
        Assert.Equal(A.Number(1), text.To);
    }

    [Fact]
    public async Task Whoever_wrote_in_russian_is_answered_in_russian()
    {
        await using var place = await PlaceAsync();

        await ReplyAsync(place, "СТОП");

        await using var db = place.Open();
        Assert.Contains("вы отписаны", place.Get<TextMessages>().Open(await db.Outbox.SingleAsync(Token))!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_whose_gateway_confirms_sends_nothing()
    {
        await using var place = await PlaceAsync(change: shop => shop.ConfirmsOptOut = false);

        await ReplyAsync(place, "STOP");

        await using var db = place.Open();
        Assert.False(await db.Outbox.AnyAsync(Token));
    }

    [Fact]
    public async Task An_unknown_number_is_suppressed_and_not_kept()
    {
        await using var place = await PlaceAsync();

        await ReplyAsync(place, "STOP");

        await using var db = place.Open();
        Assert.Equal(1, await db.Suppressions.CountAsync(Token));
        Assert.Null((await db.Subscribers.SingleAsync(Token)).Cipher);
    }

    [Theory]
    [InlineData("Shopify")]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("+999999999999999999")]
    public async Task A_sender_that_is_no_number_waits_for_people(string from)
    {
        await using var place = await PlaceAsync();

        var received = await ReplyAsync(place, "STOP", from: from);

        Assert.Equal(ReplyOutcome.Waiting, received.Value.Outcome);
        await using var db = place.Open();
        var row = await db.InboundMessages.SingleAsync(Token);
        Assert.Equal((InboxReason.UnreadableNumber, InboxState.Waiting), (row.Reason, row.State));
        Assert.NotNull(row.FromCipher);
    }

    [Fact]
    public async Task Start_takes_back_what_stop_by_sms_ended_citing_the_same_wording()
    {
        await using var place = await PlaceAsync();
        await place.Ledger.RecordAsync(place.OptIn(1));
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await ReplyAsync(place, "STOP");
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        var received = await ReplyAsync(place, "START");

        Assert.Equal(ReplyOutcome.GaveConsent, received.Value.Outcome);
        Assert.True(await IsAllowedAsync(place, 1, place.Shop));
        await using var db = place.Open();
        var again = await db.ConsentEvents.OrderByDescending(e => e.Id).FirstAsync(Token);
        Assert.Equal((ConsentEventType.Given, Source.SmsReply, place.ShopNotice.Id), (again.Type, again.Source, again.NoticeVersionId));
    }

    [Theory]
    [InlineData(Source.ContactForm)]
    [InlineData(Source.Staff)]
    [InlineData(Source.PreferenceLink)]
    [InlineData(Source.Api)]
    public async Task Start_takes_back_nothing_that_ended_elsewhere(Source door)
    {
        await using var place = await PlaceAsync();
        await place.Ledger.RecordAsync(place.OptIn(1));
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await place.Ledger.RecordAsync(place.Stop(1, sender: place.Shop) with { Source = door });
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        var received = await ReplyAsync(place, "START");

        Assert.Equal(ReplyOutcome.Invited, received.Value.Outcome);
        Assert.False(await IsAllowedAsync(place, 1, place.Shop));
    }

    [Fact]
    public async Task A_stop_by_sms_after_the_form_does_not_make_start_good_again()
    {
        await using var place = await PlaceAsync();
        await place.Ledger.RecordAsync(place.OptIn(1));
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await place.Ledger.RecordAsync(place.Stop(1) with { Source = Source.ContactForm, Assurance = Assurance.Asserted });
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await ReplyAsync(place, "STOP");
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(ReplyOutcome.Invited, (await ReplyAsync(place, "START")).Value.Outcome);
        Assert.False(await IsAllowedAsync(place, 1, place.Shop));
    }

    [Fact]
    public async Task A_second_stop_by_sms_leaves_start_good()
    {
        await using var place = await PlaceAsync();
        await place.Ledger.RecordAsync(place.OptIn(1));
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await ReplyAsync(place, "STOP");
        await ReplyAsync(place, "STOP");
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(ReplyOutcome.GaveConsent, (await ReplyAsync(place, "START")).Value.Outcome);
    }

    [Fact]
    public async Task What_had_lapsed_before_stop_does_not_come_back_with_start()
    {
        await using var place = await PlaceAsync();
        await place.Ledger.RecordAsync(place.OptIn(1));
        place.Database.Clock.SetUtcNow(place.Database.Clock.GetUtcNow().AddMonths(25));
        await ReplyAsync(place, "STOP");

        Assert.Equal(ReplyOutcome.Invited, (await ReplyAsync(place, "START")).Value.Outcome);
        Assert.False(await IsAllowedAsync(place, 1, place.Shop));
    }

    [Theory]
    [InlineData("79160000001", ReplyOutcome.Withdrawn)]
    [InlineData("9160000001", ReplyOutcome.Withdrawn)]
    [InlineData("0079160000001", ReplyOutcome.Withdrawn)]
    [InlineData("9607771234", ReplyOutcome.Waiting)]
    public async Task A_number_that_can_be_two_peoples_waits_for_people(string from, ReplyOutcome expected)
    {
        await using var place = await PlaceAsync();

        Assert.Equal(expected, (await ReplyAsync(place, "STOP", from: from)).Value.Outcome);
    }

    [Fact]
    public async Task Start_takes_nothing_back_where_a_later_stop_stands_against_it()
    {
        await using var place = await PlaceAsync();
        await place.Ledger.RecordAsync(place.OptIn(1));
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await ReplyAsync(place, "STOP");
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await place.Ledger.RecordAsync(place.Stop(1) with { Source = Source.ContactForm, Assurance = Assurance.Asserted });
        place.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await ReplyAsync(place, "START");

        Assert.False(await IsAllowedAsync(place, 1, place.Shop));
    }

    [Fact]
    public async Task Help_is_answered_for_anyone_but_not_without_end()
    {
        await using var place = await PlaceAsync();

        for (var n = 0; n < 6; n++)
        {
            Assert.Equal(ReplyOutcome.Helped, (await ReplyAsync(place, "помощь")).Value.Outcome);
        }

        await using var db = place.Open();
        Assert.Equal(3, await db.Outbox.CountAsync(m => m.Kind == MessageKinds.HelpAnswer, Token));
        Assert.Contains("North Shop Ltd", place.Get<TextMessages>().Open(await db.Outbox.FirstAsync(Token))!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ordinary_reply_keeps_its_text_sealed_and_shows_that_the_number_is_in_use()
    {
        await using var place = await PlaceAsync();
        await place.Ledger.RecordAsync(place.OptIn(1));
        place.Database.Clock.Advance(TimeSpan.FromDays(3));

        await ReplyAsync(place, "what time do you open");

        await using var db = place.Open();
        var row = await db.InboundMessages.SingleAsync(Token);
        Assert.Equal(row.ReceivedAt, (await db.Subscribers.SingleAsync(Token)).LastActivityAt);
        Assert.Equal(row.ReceivedAt.AddDays(30), row.TextExpiresAt);
        Assert.NotNull(row.TextCipher);
        Assert.Null(row.FromCipher);
    }

    [Fact]
    public async Task Of_many_ordinary_replies_some_are_offered_for_review()
    {
        await using var place = await PlaceAsync();

        for (var n = 0; n < 100; n++)
        {
            await ReplyAsync(place, "when do you open", id: $"sample-{n}");
        }

        await using var db = place.Open();
        Assert.InRange(await db.InboundMessages.CountAsync(m => m.Reason == InboxReason.Sample && m.State == InboxState.Waiting, Token), 1, 20);
        Assert.False(await db.Pauses.AnyAsync(Token));
    }

    [Fact]
    public async Task A_stop_and_an_older_opt_in_that_race_leave_her_withdrawn()
    {
        for (var n = 0; n < 10; n++)
        {
            await using var place = await PlaceAsync();
            var before = place.Database.Now;
            place.Database.Clock.Advance(TimeSpan.FromSeconds(1));

            await Task.WhenAll(
                Task.Run(() => ReplyAsync(place, "STOP")),
                Task.Run(() => place.Ledger.RecordAsync(place.OptIn(1, at: before))));

            Assert.False(await IsAllowedAsync(place, 1, place.Shop));
        }
    }

    private static async Task<Installation> PlaceAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, Action<Sender>? change = null)
    {
        var place = await Installation.CreateAsync(provider);
        await using var db = place.Open();
        var shop = await db.Senders.SingleAsync(s => s.Id == place.Shop.Id, Token);
        (shop.DefaultRegion, shop.SupportPhone) = ("RU", "+1 202-555-0142");
        change?.Invoke(shop);
        db.Add(new SenderAddress { SenderId = shop.Id, Source = "twilio", Address = ShopTo });
        await db.SaveChangesAsync(Token);
        return place;
    }

    private static Task<Result<ReceivedReply>> ReplyAsync(Installation place, string text, string? from = null, string to = ShopTo, string? id = null) =>
        ReplyAsync(place.Get<ReceiveReply>(), place, text, from, to, id);

    private static Task<Result<ReceivedReply>> ReplyAsync(ReceiveReply receive, Installation place, string text, string? from = null, string to = ShopTo, string? id = null) =>
        receive.ExecuteAsync(new("twilio", id ?? $"SM{Interlocked.Increment(ref _next)}", from ?? A.Number(1), to, text, place.Database.Now), path => $"https://shop.example/{path}", Token);

    private static async Task<bool> IsAllowedAsync(Installation place, int number, Sender sender) =>
        (await place.Get<ConsentDecisions>().DecideAsync([place.Number(number)], new(sender.Id, Channel.Sms, MessageType.Promotional), Token))[0] == DecisionReasons.None;

    private static async Task<ConsentCells> GivenAsync(Installation place)
    {
        await using var db = place.Open();
        var given = await db.Consents.Where(c => c.SenderId == place.Shop.Id && c.State == ConsentState.Given).ToListAsync(Token);
        return given.Aggregate(ConsentCells.None, (all, cell) => all | Cells.Of(cell.Channel, cell.MessageType));
    }
}

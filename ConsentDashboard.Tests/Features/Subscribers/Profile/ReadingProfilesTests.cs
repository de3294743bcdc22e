using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

public sealed class ReadingProfilesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_matrix_says_state_since_when_and_on_which_wording(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var given = here.Database.Now;
        var person = (await here.Ledger.RecordAsync(here.OptIn(1, ConsentCells.AllSms))).Value!.PublicId;
        here.Database.Clock.Advance(TimeSpan.FromDays(10));
        await here.Ledger.RecordAsync(here.Stop(1, ConsentCells.SmsAdvertising, here.Shop));

        var profile = (await Profiles(here).FindAsync(person, null, Staff.Marketer, Token))!;

        Assert.Equal("+7 ••• •••-00-01", profile.MaskedNumber);
        var shop = profile.Senders[0];
        Assert.Equal((ConsentState.Given, given, true), (shop.Cell(Channel.Sms, MessageType.Promotional).State, shop.Cell(Channel.Sms, MessageType.Promotional).Since!.Value, shop.Cell(Channel.Sms, MessageType.Promotional).IsAllowed));
        Assert.Equal(("North Shop news", 1), (shop.Cell(Channel.Sms, MessageType.Promotional).Wording!.Notice, shop.Cell(Channel.Sms, MessageType.Promotional).Wording!.Number));
        Assert.Equal((ConsentState.Withdrawn, here.Database.Now), (shop.Cell(Channel.Sms, MessageType.Advertising).State, shop.Cell(Channel.Sms, MessageType.Advertising).Since!.Value));
        Assert.Equal(ConsentState.None, shop.Cell(Channel.Call, MessageType.Promotional).State);
        Assert.Equal([Channel.Sms], profile.AllowedChannels);
        Assert.False(profile.Senders[1].HasHistory);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_past_date_shows_what_was_known_then(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.PublicId;
        here.Database.Clock.Advance(TimeSpan.FromDays(10));
        await here.Ledger.RecordAsync(here.Stop(1));

        var then = (await Profiles(here).FindAsync(person, here.Database.Now.AddDays(-1), Staff.Officer, Token))!;
        var before = (await Profiles(here).FindAsync(person, here.Database.Now.AddDays(-11), Staff.Officer, Token))!;
        var ahead = (await Profiles(here).FindAsync(person, here.Database.Now.AddDays(1), Staff.Officer, Token))!;

        Assert.True(then is { IsPast: true, WasKnown: true } && then.AllowedChannels.Count == 1);
        Assert.True(before is { IsPast: true, WasKnown: false } && before.AllowedChannels.Count == 0);
        Assert.True(ahead is { IsPast: false } && ahead.AllowedChannels.Count == 0);
    }

    [Fact]
    public async Task A_lifespan_that_is_over_shows_as_expired_before_any_event_says_so()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.PublicId;
        here.Database.Clock.Advance(TimeSpan.FromDays(800));

        var cell = (await Profiles(here).FindAsync(person, null, Staff.Officer, Token))!.Senders[0].Cell(Channel.Sms, MessageType.Promotional);

        Assert.Equal((ConsentState.Expired, new DateTime(2028, 6, 1, 0, 0, 0, DateTimeKind.Utc)), (cell.State, cell.Since!.Value));
    }

    [Fact]
    public async Task Consent_to_processing_has_a_row_of_its_own_where_the_sender_needs_it()
    {
        await using var here = await Installation.CreateAsync();
        await using var db = here.Open();
        await db.Senders.Where(s => s.Id == here.Shop.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsProcessingConsent, true), Token);
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.PublicId;

        var without = (await Profiles(here).FindAsync(person, null, Staff.Officer, Token))!.Senders[0];
        await here.Ledger.RecordAsync(here.OptIn(1) with { Kind = ConsentKind.Processing });
        var with = (await Profiles(here).FindAsync(person, null, Staff.Officer, Token))!.Senders[0];

        Assert.Equal(DecisionReasons.NoProcessingConsent, without.Cell(Channel.Sms, MessageType.Promotional).Decision.Reasons);
        Assert.Equal([ConsentState.None, ConsentState.None], without.Processing.Select(row => row.State));
        Assert.True(with.Cell(Channel.Sms, MessageType.Promotional).IsAllowed);
        Assert.Equal((ConsentState.Given, ConsentCells.SmsPromotional), (with.Processing[0].State, with.Processing[0].Given));
    }

    [Fact]
    public async Task An_unknown_address_has_no_profile_and_who_may_not_look_is_refused()
    {
        await using var here = await Installation.CreateAsync();

        Assert.Null(await Profiles(here).FindAsync(new PublicId(1), null, Staff.Officer, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => Profiles(here).FindAsync(new PublicId(1), null, Actor.Anonymous, Token));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_long_history_is_paged_without_gaps_and_merged_with_what_staff_did(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.SubscriberId;
        for (var i = 0; i < 120; i++)
        {
            here.Database.Clock.Advance(TimeSpan.FromHours(1));
            await here.Ledger.RecordAsync(here.Stop(1));
            if (i % 5 == 0)
            {
                await here.Get<AuditTrail>().RecordAsync(new(Staff.Officer, AuditAction.NumberRevealed, person, Reason: "copy of her data"), Token);
            }
        }

        var officer = await AllAsync(here, person, Staff.Officer);
        var marketer = await AllAsync(here, person, Staff.Marketer);

        Assert.Equal(121 + 24, officer.Count);
        Assert.Equal(121, marketer.Count);
        Assert.Equal(officer.Select(row => row.At).OrderDescending(), officer.Select(row => row.At));
        Assert.Equal(Enumerable.Range(1, 121).Reverse(), officer.Select(row => row.Event?.Seq).OfType<int>());
        Assert.Equal(24, officer.Select(row => row.Audit?.Id).OfType<long>().Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("a-b")]
    [InlineData("-1-3")]
    public void What_is_no_cursor_is_none(string text) => Assert.Null(TimelineCursor.Parse(text));

    private static async Task<List<TimelineRow>> AllAsync(Installation here, long person, Actor actor)
    {
        List<TimelineRow> all = [];
        for (var at = TimelineCursor.Top; at is not null;)
        {
            var page = await new TimelineQueries(here.Database.Contexts).ReadAsync(person, at, actor, Token);
            Assert.InRange(page.Rows.Count, 1, TimelineQueries.PageSize);
            all.AddRange(page.Rows);
            at = page.Older is { } older ? TimelineCursor.Parse(older.ToString()) : null;
        }

        return all;
    }

    private static ProfileQueries Profiles(Installation here) => new(here.Database.Contexts, here.Get<ConsentDecisions>(), here.Database.Vault, here.Database.Clock);
}

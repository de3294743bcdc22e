using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Requests;

public sealed class ErasingOnRequestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task An_erasure_waits_for_a_hold_to_end_and_contact_does_not(DatabaseProvider provider)
    {
        await using var desk = await RequestDesk.OpenAsync(provider);
        var here = desk.Here;
        await here.Ledger.RecordAsync(here.OptIn(1));
        var id = await desk.EnterAsync(RequestKind.Erasure);
        await desk.RecogniseAsync(id);
        var release = await desk.HoldAsync();
        Assert.Equal(RequestErrors.Held, (await desk.CloseAsync(id, RequestOutcome.Granted)).Error);
        Assert.Equal([ConsentState.Withdrawn], await StatesAsync(here));

        Assert.False((await here.Ledger.RecordAsync(release)).Failed);
        Assert.Null((await desk.CloseAsync(id, RequestOutcome.Granted)).Error);

        await using var db = here.Open();
        Assert.NotNull((await db.Subscribers.AsNoTracking().SingleAsync(Token)).ErasedAt);
        Assert.Equal([ConsentKind.Contact, ConsentKind.Processing], (await db.Suppressions.Where(s => s.SenderId == null && s.EndedAt == Times.Never).Select(s => s.Kind).Distinct().ToListAsync(Token)).Order());
        var kept = await desk.FindAsync(id);
        Assert.Equal((RequestStatus.Closed, null, null), (kept.Status, kept.NumberCipher, kept.DetailsCipher));

        here.Database.Clock.Advance(TimeSpan.FromDays(731));
        Assert.Equal(1, await here.Get<RequestUpkeep>().WorkAsync(Token));
    }

    [Theory]
    [InlineData(RequestOutcome.GrantedInPart, false)]
    [InlineData(RequestOutcome.GrantedInPart, true)]
    [InlineData(RequestOutcome.Refused, true)]
    public async Task Whatever_is_kept_contact_ends(RequestOutcome outcome, bool isHeld)
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1, ConsentCells.AllSms));
        var id = await desk.EnterAsync(RequestKind.Delete, law: RequestLaw.Ccpa);
        await desk.RecogniseAsync(id);
        if (isHeld)
        {
            await desk.HoldAsync();
        }

        Assert.Null((await desk.CloseAsync(id, outcome, "kept for the lawsuit")).Error);

        Assert.All(await StatesAsync(desk.Here), state => Assert.Equal(ConsentState.Withdrawn, state));
        await using var db = desk.Here.Open();
        Assert.Null((await db.Subscribers.AsNoTracking().SingleAsync(Token)).ErasedAt);
    }

    [Fact]
    public async Task What_was_refused_to_a_stranger_stops_nothing()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var id = await desk.EnterAsync(RequestKind.Erasure);
        await desk.HoldAsync();

        Assert.Null((await desk.CloseAsync(id, RequestOutcome.Refused, "nobody proved to be her")).Error);

        Assert.Equal([ConsentState.Given], await StatesAsync(desk.Here));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task One_company_that_is_asked_does_not_erase_what_another_holds(DatabaseProvider provider)
    {
        await using var desk = await RequestDesk.OpenAsync(provider);
        var here = desk.Here;
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(1, sender: here.Bank));
        var id = await desk.EnterAsync(RequestKind.Erasure, sender: here.Shop.Id);
        await desk.RecogniseAsync(id);

        Assert.Equal(RequestErrors.OtherSenders, (await desk.CloseAsync(id, RequestOutcome.Granted)).Error);
        Assert.Null((await desk.CloseAsync(id, RequestOutcome.GrantedInPart, "the bank keeps its own")).Error);

        await using var db = here.Open();
        Assert.Null((await db.Subscribers.AsNoTracking().SingleAsync(Token)).ErasedAt);
        Assert.Equal([ConsentState.Withdrawn], await db.Consents.Where(c => c.SenderId == here.Shop.Id).Select(c => c.State).Distinct().ToListAsync(Token));
        Assert.Equal([ConsentState.Given], await db.Consents.Where(c => c.SenderId == here.Bank.Id).Select(c => c.State).ToListAsync(Token));
        Assert.Equal(here.Shop.Id, (await db.Suppressions.SingleAsync(Token)).SenderId);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_number_never_seen_is_blocked_as_well(DatabaseProvider provider)
    {
        await using var desk = await RequestDesk.OpenAsync(provider);
        var id = await desk.EnterAsync(RequestKind.Delete, law: RequestLaw.Ccpa);
        await desk.RecogniseAsync(id);

        Assert.Null((await desk.CloseAsync(id, RequestOutcome.Granted)).Error);

        await using var db = desk.Here.Open();
        Assert.Equal([ConsentKind.Contact, ConsentKind.Processing], (await db.Suppressions.Where(s => s.SenderId == null).Select(s => s.Kind).ToListAsync(Token)).Order());
        Assert.Equal((null, null), await db.Subscribers.Select(s => new ValueTuple<byte[]?, byte[]?>(s.Cipher, s.BlindIndex)).SingleAsync(Token));
        Assert.Null((await desk.FindAsync(id)).NumberCipher);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_she_asked_before_she_was_known_goes_with_her(DatabaseProvider provider)
    {
        await using var desk = await RequestDesk.OpenAsync(provider);
        var asked = await desk.EnterAsync(RequestKind.Rectification);
        Assert.Null((await desk.FindAsync(asked)).SubscriberId);
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var erase = await desk.EnterAsync(RequestKind.Erasure);
        await desk.RecogniseAsync(erase);

        Assert.Null((await desk.CloseAsync(erase, RequestOutcome.Granted)).Error);

        var cleared = await desk.FindAsync(asked);
        Assert.Equal((null, null, ""), (cleared.NumberCipher, cleared.DetailsCipher, cleared.Language));
    }

    [Fact]
    public async Task Whoever_asks_for_a_copy_as_well_gets_it_before_she_is_erased()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var copy = await desk.EnterAsync(RequestKind.Access);
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var erase = await desk.EnterAsync(RequestKind.Erasure);
        await desk.RecogniseAsync(erase);

        Assert.Equal(RequestErrors.AnswerFirst, (await desk.CloseAsync(erase, RequestOutcome.Granted)).Error);
        Assert.Equal([ConsentState.Withdrawn], await StatesAsync(desk.Here));

        await desk.RecogniseAsync(copy);
        Assert.Null((await desk.PrepareAsync(copy)).Error);
        await using (var content = (await desk.DownloadAsync(copy)).Value)
        {
            Assert.NotNull(content);
        }

        Assert.Null((await desk.CloseAsync(copy, RequestOutcome.Granted)).Error);
        Assert.Null((await desk.CloseAsync(erase, RequestOutcome.Granted)).Error);
        await using var db = desk.Here.Open();
        Assert.NotNull((await db.Subscribers.AsNoTracking().SingleAsync(Token)).ErasedAt);
    }

    [Fact]
    public async Task A_copy_cannot_be_prepared_any_more_once_she_is_erased_and_that_is_said()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var given = await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var copy = await desk.EnterAsync(RequestKind.Access);
        await desk.RecogniseAsync(copy);
        await desk.Here.Ledger.RecordAsync(new() { SubscriberId = given.Value!.SubscriberId, Type = ConsentEventType.Erased, Source = Source.Staff, OccurredAt = desk.Here.Database.Now, Actor = Staff.Administrator });

        Assert.Equal(RequestErrors.NoNumber, (await desk.PrepareAsync(copy)).Error);
        Assert.Null((await desk.CloseAsync(copy, RequestOutcome.Refused, "erased before it was answered")).Error);
    }

    [Theory]
    [InlineData(RequestKind.Access, RequestOutcome.Refused)]
    [InlineData(RequestKind.Erasure, RequestOutcome.GrantedInPart)]
    public async Task Why_a_request_about_an_unknown_number_was_not_granted_stays_and_the_number_goes(RequestKind kind, RequestOutcome outcome)
    {
        await using var desk = await RequestDesk.OpenAsync();
        var id = await desk.EnterAsync(kind);
        await desk.RecogniseAsync(id);

        Assert.Null((await desk.CloseAsync(id, outcome, "nothing is held but the stop")).Error);

        var kept = await desk.FindAsync(id);
        Assert.Equal(("nothing is held but the stop", null, null), (kept.OutcomeReason, kept.NumberCipher, kept.DetailsCipher));
        Assert.Equal(kind == RequestKind.Erasure, kept.SubscriberId is not null);
    }

    [Fact]
    public async Task The_upkeep_finds_whose_a_request_is()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var id = await desk.EnterAsync(RequestKind.Access);
        var other = await desk.EnterAsync(RequestKind.Access, number: 2);
        var known = await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));

        await desk.Here.Get<RequestUpkeep>().WorkAsync(Token);

        Assert.Equal((known.Value!.SubscriberId, null), ((long?)(await desk.FindAsync(id)).SubscriberId, (await desk.FindAsync(other)).SubscriberId));
    }

    [Fact]
    public async Task An_objection_stops_at_once_also_for_a_number_never_seen()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.EnterAsync(RequestKind.Objection);
        await using var db = desk.Here.Open();
        Assert.Equal(SuppressionReason.Withdrawn, (await db.Suppressions.SingleAsync(Token)).Reason);
    }

    [Fact]
    public async Task How_long_a_letter_lay_on_the_table_counts()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.EnterAsync(RequestKind.OptOut, law: RequestLaw.Ccpa, at: desk.Here.Database.Now.AddDays(-12));

        var rows = await desk.Here.Get<Timeliness>().ReadAsync(30, Staff.Officer, Token);

        Assert.InRange(rows.Single(row => row.Source == Source.Staff).Worst.TotalDays, 12, 15);
    }

    private static async Task<List<ConsentState>> StatesAsync(Installation here)
    {
        await using var db = here.Open();
        return await db.Consents.Select(c => c.State).ToListAsync(Token);
    }
}

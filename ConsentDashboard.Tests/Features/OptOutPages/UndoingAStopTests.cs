using System.Net;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.OptOutPages;

public sealed class UndoingAStopTests : IAsyncLifetime
{
    private const string UndoButton = "value=\"undo\"";

    private LinkedPlace _here = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Stops => new() { { "stop", "" }, { "stop-all", "" }, { "save", "call-informational" } };

    public async ValueTask InitializeAsync() => _here = await LinkedPlace.OpenAsync();

    public ValueTask DisposeAsync() => _here.DisposeAsync();

    [Theory]
    [MemberData(nameof(Stops))]
    public async Task Within_five_minutes_it_brings_back_what_was_given_right_before(string act, string unticked)
    {
        var stopped = await _here.PressAsync(act, unticked.Length > 0 ? [("shown", unticked)] : []);
        _here.Clock.Advance(TimeSpan.FromMinutes(4.5));
        Assert.Contains(UndoButton, stopped.Page, StringComparison.Ordinal);
        Assert.Contains(UndoButton, (await _here.LookAsync()).Page, StringComparison.Ordinal);

        var (status, page) = await _here.PressAsync("undo");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("as it was before", page, StringComparison.Ordinal);
        Assert.DoesNotContain(UndoButton, page, StringComparison.Ordinal);
        Assert.Equal(LinkedPlace.Agreed, await _here.GivenAsync());
        var events = await _here.EventsAsync();
        var (given, withdrawal, undo) = (events[0], events[1], events[2]);
        Assert.Equal(
            (ConsentEventType.Given, Source.PreferenceLink, Method.Link, withdrawal.EventKey, given.NoticeVersionId, given.CollectionPointId, given.Language),
            (undo.Type, undo.Source, undo.Method, undo.RefersTo, undo.NoticeVersionId, undo.CollectionPointId, undo.Language));
        var proof = await _here.ProofAsync(undo);
        Assert.Equal(("http://localhost/p", "undid her withdrawal within five minutes by the same link"), (proof.PageAddress, proof.AffirmativeAct));
        Assert.True((await _here.App.Services.GetRequiredService<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation)).Holds);
    }

    [Fact]
    public async Task After_five_minutes_nothing_changes_and_it_says_why()
    {
        await _here.PressAsync("stop");
        _here.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.DoesNotContain(UndoButton, (await _here.LookAsync()).Page, StringComparison.Ordinal);
        var (status, page) = await _here.PostAsync(("act", "undo"));

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("five minutes for undoing are over", page, StringComparison.Ordinal);
        Assert.Equal((ConsentCells.None, 2), (await _here.GivenAsync(), (await _here.EventsAsync()).Count));
    }

    [Fact]
    public async Task Pressing_stop_again_does_not_make_the_minutes_longer_or_lose_what_was_before()
    {
        await _here.PressAsync("stop");
        _here.Clock.Advance(TimeSpan.FromMinutes(2));
        await _here.PostAsync(("act", "stop"));
        Assert.Equal(3, (await _here.EventsAsync()).Count);

        await _here.PressAsync("undo");
        Assert.Equal(LinkedPlace.Agreed, await _here.GivenAsync());

        await _here.PressAsync("stop");
        _here.Clock.Advance(TimeSpan.FromMinutes(4));
        await _here.PostAsync(("act", "stop"));
        _here.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Conflict, (await _here.PostAsync(("act", "undo"))).Status);
        Assert.Equal(ConsentCells.None, await _here.GivenAsync());
    }

    [Fact]
    public async Task Undone_twice_it_is_one_act()
    {
        await _here.PressAsync("stop");
        _here.Clock.Advance(TimeSpan.FromSeconds(1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _here.PostAsync(("act", "undo"))));
        var later = await _here.PostAsync(("act", "undo"));

        Assert.All(answers.Append(later), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(3, (await _here.EventsAsync()).Count);
    }

    [Fact]
    public async Task A_stop_by_SMS_in_between_stands()
    {
        await _here.PressAsync("stop");
        _here.Clock.Advance(TimeSpan.FromSeconds(1));
        await _here.StopBySmsAsync();

        Assert.DoesNotContain(UndoButton, (await _here.LookAsync()).Page, StringComparison.Ordinal);
        var (status, page) = await _here.PressAsync("undo");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("nothing to undo", page, StringComparison.Ordinal);
        Assert.Equal((ConsentCells.None, 3), (await _here.GivenAsync(), (await _here.EventsAsync()).Count));
    }

    [Fact]
    public async Task A_stop_by_SMS_after_the_undo_stands_too()
    {
        await _here.PressAsync("stop");
        await _here.PressAsync("undo");
        _here.Clock.Advance(TimeSpan.FromSeconds(1));
        await _here.StopBySmsAsync();

        Assert.Equal(HttpStatusCode.Conflict, (await _here.PressAsync("undo")).Status);
        Assert.Equal(ConsentCells.None, await _here.GivenAsync());
    }

    [Fact]
    public async Task What_another_way_has_stopped_is_not_undone_by_the_link()
    {
        await _here.StopBySmsAsync();

        var (status, _) = await _here.PressAsync("undo");

        Assert.Equal((HttpStatusCode.Conflict, ConsentCells.None), (status, await _here.GivenAsync()));
    }

    [Fact]
    public async Task What_she_had_stopped_before_stays_stopped()
    {
        await _here.PressAsync("save", ("shown", "call-informational"));
        _here.Clock.Advance(TimeSpan.FromMinutes(6));
        await _here.PressAsync("stop");

        await _here.PressAsync("undo");

        Assert.Equal(ConsentCells.SmsPromotional, await _here.GivenAsync());
    }

    [Fact]
    public async Task A_consent_that_had_lapsed_does_not_come_back()
    {
        await using (var db = await _here.DataAsync())
        {
            await db.ConsentEvents.ExecuteUpdateAsync(set => set.SetProperty(e => e.ExpiresAt, _here.Clock.UtcMilliseconds()), Cancellation);
        }

        await _here.PressAsync("stop");

        Assert.Equal(HttpStatusCode.Conflict, (await _here.PressAsync("undo")).Status);
        Assert.Equal(ConsentCells.None, await _here.GivenAsync());
    }

    [Fact]
    public async Task By_another_senders_link_it_is_not_undone()
    {
        var other = await _here.OtherSenderAsync();
        await _here.PressAsync("stop");
        _here.Clock.Advance(TimeSpan.FromSeconds(1));

        var (status, _) = await _here.PostAsync(Forms.Form(("act", "undo")), $"/p/{_here.TokenOf(_here.Person.PublicId, other.Id)}");

        Assert.Equal((HttpStatusCode.Conflict, ConsentCells.None), (status, await _here.GivenAsync()));
    }
}

using System.Net;
using System.Net.Http.Headers;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.OptOutPages;

public sealed class StoppingByLinkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> OneClickKinds => new("form", "multipart");

    [Fact]
    public async Task The_page_shows_whom_it_is_about_and_what_stands()
    {
        await using var here = await LinkedPlace.OpenAsync();

        var (status, page) = await here.LookAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Stop everything from North Shop", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("Stop everything from North Shop", StringComparison.Ordinal) < page.IndexOf("type=\"checkbox\"", StringComparison.Ordinal));
        Assert.Contains("+7 ••• •••-00-01", page, StringComparison.Ordinal);
        Assert.Contains("value=\"sms-promotional\" checked", page, StringComparison.Ordinal);
        Assert.Contains("value=\"call-informational\" checked", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"sms-advertising\" checked", page, StringComparison.Ordinal);
        Assert.Contains("/join/newsletter", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("9160000001", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_changes_nothing_however_often_and_by_whatever_method()
    {
        await using var here = await LinkedPlace.OpenAsync();
        var before = await StateAsync();

        foreach (var method in new[] { "GET", "HEAD", "OPTIONS", "GET", "PUT", "DELETE" })
        {
            foreach (var page in new[] { here.Page, $"{here.Page}?act=stop&List-Unsubscribe=One-Click" })
            {
                here.Clock.Advance(TimeSpan.FromSeconds(10));
                using var request = new HttpRequestMessage(new(method), page);
                var answer = await here.Visitor.SendAsync(request, Cancellation);
                Assert.Equal(method is "GET" or "HEAD" ? HttpStatusCode.OK : HttpStatusCode.MethodNotAllowed, answer.StatusCode);
                Assert.False(answer.Headers.Contains("Set-Cookie"));
            }
        }

        Assert.Equal(before, await StateAsync());

        async Task<(int, DateTime, int)> StateAsync()
        {
            await using var db = await here.DataAsync();
            var person = await db.Subscribers.SingleAsync(Cancellation);
            return (await db.ConsentEvents.CountAsync(Cancellation), person.LastActivityAt, person.Version);
        }
    }

    [Fact]
    public async Task It_is_kept_by_nobody_and_its_address_goes_nowhere()
    {
        await using var here = await LinkedPlace.OpenAsync();

        var answer = await here.Visitor.GetAsync(here.Page, Cancellation);

        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("noindex, nofollow", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
        Assert.Contains("<meta name=\"referrer\" content=\"no-referrer\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Stop_ends_everything_from_this_sender_and_proves_it_without_the_token()
    {
        await using var here = await LinkedPlace.OpenAsync();

        var (status, page) = await here.PressAsync("stop");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Stopped. North Shop may not call or text you any more.", page, StringComparison.Ordinal);
        Assert.Equal(ConsentCells.None, await here.GivenAsync());
        var act = (await here.EventsAsync())[^1];
        Assert.Equal(
            (ConsentEventType.Withdrawn, (long?)here.Place.Point.SenderId, ConsentCells.All, Assurance.Proven, Source.PreferenceLink, Method.Link, "person"),
            (act.Type, act.SenderId, act.Cells, act.Assurance, act.Source, act.Method, act.Actor));
        var proof = await here.ProofAsync(act);
        Assert.Equal(("http://localhost/p", "Firefox", "pressed “Stop everything from North Shop”"), (proof.PageAddress, proof.UserAgent, proof.AffirmativeAct));
        Assert.NotNull(proof.IpAddress);
    }

    [Fact]
    public async Task Stop_from_all_reaches_senders_that_she_has_not_met_yet()
    {
        await using var here = await LinkedPlace.OpenAsync();

        var (_, page) = await here.PressAsync("stop-all");

        Assert.Contains("No sender here may call or text you", page, StringComparison.Ordinal);
        Assert.Null((await here.EventsAsync())[^1].SenderId);
        await using var db = await here.DataAsync();
        Assert.Null((await db.Suppressions.SingleAsync(Cancellation)).SenderId);
    }

    [Fact]
    public async Task Save_ends_what_was_unticked_and_gives_nothing()
    {
        await using var here = await LinkedPlace.OpenAsync();

        var (_, page) = await here.PressAsync("save", ("shown", "sms-promotional"), ("shown", "call-informational"), ("box", "sms-promotional"), ("box", "sms-advertising"), ("box", "nonsense"));

        Assert.Contains("Saved", page, StringComparison.Ordinal);
        Assert.Equal(ConsentCells.SmsPromotional, await here.GivenAsync());
        var act = (await here.EventsAsync())[^1];
        Assert.Equal(ConsentCells.CallInformational, act.Cells);
        Assert.Equal("unticked call-informational and saved", (await here.ProofAsync(act)).AffirmativeAct);
    }

    [Fact]
    public async Task Save_without_a_change_is_no_event_but_shows_that_her_number_is_in_use()
    {
        await using var here = await LinkedPlace.OpenAsync();
        here.Clock.Advance(TimeSpan.FromDays(9));

        var (_, page) = await here.PressAsync("save", ("shown", "sms-promotional"), ("box", "sms-promotional"));

        Assert.Contains("nothing has changed", page, StringComparison.Ordinal);
        Assert.Single(await here.EventsAsync());
        await using var db = await here.DataAsync();
        Assert.Equal(here.Clock.GetUtcNow().UtcDateTime, (await db.Subscribers.SingleAsync(Cancellation)).LastActivityAt);
    }

    [Fact]
    public async Task A_double_click_is_one_act()
    {
        await using var here = await LinkedPlace.OpenAsync();
        (string, string)[] form = [("act", "stop"), ("form", $"{PublicId.Create()}")];

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => here.PostAsync(form)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(2, (await here.EventsAsync()).Count);
    }

    [Fact]
    public async Task Pressed_again_it_says_already_stopped()
    {
        await using var here = await LinkedPlace.OpenAsync();
        await here.PressAsync("stop");

        var (status, page) = await here.PostAsync(("act", "stop"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("already stopped", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_left_open_stops_again_what_was_given_since()
    {
        await using var here = await LinkedPlace.OpenAsync();
        (string, string)[] form = [("act", "stop"), ("form", $"{PublicId.Create()}")];
        await here.PostAsync(form);
        here.Clock.Advance(TimeSpan.FromSeconds(1));
        await here.AgreeAsync();
        here.Clock.Advance(TimeSpan.FromSeconds(1));

        await here.PostAsync(form);

        Assert.Equal(ConsentCells.None, await here.GivenAsync());
    }

    [Fact]
    public async Task An_older_consent_that_comes_late_does_not_raise_over_the_second_stop()
    {
        await using var here = await LinkedPlace.OpenAsync();
        await here.PressAsync("stop");
        here.Clock.Advance(TimeSpan.FromMinutes(2));
        var agreedAt = here.Clock.UtcMilliseconds();
        here.Clock.Advance(TimeSpan.FromMinutes(2));
        await here.PostAsync(("act", "stop"));

        await Assert.ThrowsAnyAsync<Exception>(() => here.AgreeAsync(at: agreedAt));

        Assert.Equal(ConsentCells.None, await here.GivenAsync());
    }

    [Theory]
    [MemberData(nameof(OneClickKinds))]
    public async Task One_click_ends_everything_from_the_sender_without_a_page(string kind)
    {
        await using var here = await LinkedPlace.OpenAsync();
        HttpContent body = kind == "form" ? Forms.Form(("List-Unsubscribe", "One-Click")) : new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } };
        here.Visitor.DefaultRequestHeaders.Remove("User-Agent");

        var (status, page) = await here.PostAsync(body);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("North Shop may not call or text you any more.", page, StringComparison.Ordinal);
        Assert.Equal(ConsentCells.None, await here.GivenAsync());
        Assert.Contains("RFC 8058", (await here.ProofAsync((await here.EventsAsync())[^1])).AffirmativeAct, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("List-Unsubscribe", "Maybe")]
    [InlineData("act", "give")]
    [InlineData("act", "")]
    public async Task What_is_no_act_changes_nothing(string name, string value)
    {
        await using var here = await LinkedPlace.OpenAsync();

        var (status, page) = await here.PostAsync((name, value));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("nothing has changed", page, StringComparison.Ordinal);
        Assert.Single(await here.EventsAsync());
    }

    [Fact]
    public async Task What_is_no_form_or_enormous_changes_nothing()
    {
        await using var here = await LinkedPlace.OpenAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await here.PostAsync(new StringContent("act=stop"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await here.PostAsync(Forms.Form(("act", "stop"), ("x", new string('x', 100_000))))).Status);
        Assert.Single(await here.EventsAsync());
    }

    [Fact]
    public async Task A_link_that_is_not_ours_or_not_whole_says_so_and_shows_another_way()
    {
        await using var here = await LinkedPlace.OpenAsync();
        var stranger = new LinkTokens(KeyStore.Fixed(TestKeys.Ring)).Write(here.Place.Point.SenderId, here.Person.PublicId);

        foreach (var token in new[] { stranger, here.Token[..^1], $"{here.Token}x", "nonsense", here.TokenOf(PublicId.Create()), here.TokenOf(here.Person.PublicId, sender: 999) })
        {
            foreach (var (status, page) in new[] { await here.LookAsync($"/p/{token}"), await here.PostAsync(Forms.Form(("act", "stop"), ("List-Unsubscribe", "One-Click")), $"/p/{token}") })
            {
                Assert.Equal(HttpStatusCode.NotFound, status);
                Assert.Contains("incomplete or not from here", page, StringComparison.Ordinal);
                Assert.Contains("href=\"/stop\"", page, StringComparison.Ordinal);
            }
        }

        Assert.Single(await here.EventsAsync());
    }

    [Fact]
    public async Task For_somebody_erased_it_is_already_stopped_and_nothing_is_gathered_anew()
    {
        await using var here = await LinkedPlace.OpenAsync();
        await here.RecordAsync(new() { SubscriberId = here.Person.SubscriberId, Type = ConsentEventType.Erased, Source = Source.Policy, OccurredAt = here.Clock.UtcMilliseconds(), Actor = Actor.System("test") });
        var before = (await here.EventsAsync()).Count;

        foreach (var (status, page) in new[] { await here.LookAsync(), await here.PostAsync(("act", "stop")), await here.PostAsync(("act", "undo")), await here.PostAsync(("List-Unsubscribe", "One-Click")) })
        {
            Assert.Contains(status, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict });
            Assert.DoesNotContain("00-01", page, StringComparison.Ordinal);
        }

        Assert.Contains("Already stopped", (await here.LookAsync()).Page, StringComparison.Ordinal);
        Assert.Equal(before, (await here.EventsAsync()).Count);
    }

    [Fact]
    public async Task Somebody_of_whom_only_the_hash_is_kept_can_stop_too()
    {
        await using var here = await LinkedPlace.OpenAsync();
        var unknown = await here.RecordAsync(new()
        {
            Number = NumberFormats.Parse("+79160000002", "RU").Value,
            Type = ConsentEventType.Withdrawn,
            SenderId = here.Place.Point.SenderId,
            Cells = ConsentCells.SmsPromotional,
            Assurance = Assurance.Asserted,
            Source = Source.Staff,
            OccurredAt = here.Clock.UtcMilliseconds(),
            Actor = Actor.System("test"),
        });
        var page = $"/p/{here.TokenOf(unknown.PublicId)}";

        var look = await here.LookAsync(page);
        var stop = await here.PostAsync(Forms.Form(("act", "stop")), page);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (look.Status, stop.Status));
        Assert.DoesNotContain("Your number", look.Page, StringComparison.Ordinal);
        Assert.Equal(ConsentCells.All, (await here.EventsAsync())[^1].Cells);
    }

    [Theory]
    [InlineData("", "", "en", "Stop everything from")]
    [InlineData("ru", "", "en", "Прекратить всё от")]
    [InlineData("", "ru", "de", "Прекратить всё от")]
    [InlineData("", "ru", "en", "Stop everything from")]
    [InlineData("de", "de", "de", "Stop everything from")]
    [InlineData("", "", "ru-RU", "Прекратить всё от")]
    public async Task It_speaks_the_chosen_language_or_hers_or_the_browsers(string chosen, string browser, string hers, string words)
    {
        await using var here = await LinkedPlace.OpenAsync();
        await using (var db = await here.DataAsync())
        {
            await db.Subscribers.ExecuteUpdateAsync(set => set.SetProperty(s => s.Language, hers), Cancellation);
        }

        if (browser.Length > 0)
        {
            here.Visitor.DefaultRequestHeaders.AcceptLanguage.Add(new(browser));
        }

        Assert.Contains(words, (await here.LookAsync(chosen.Length > 0 ? $"{here.Page}?lang={chosen}" : null)).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_is_in_the_language_of_the_form()
    {
        await using var here = await LinkedPlace.OpenAsync();

        Assert.Contains("Готово.", (await here.PressAsync("stop", ("lang", "ru"))).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task During_maintenance_it_says_to_try_again()
    {
        await using var here = await LinkedPlace.OpenAsync();
        await using (var db = await here.DataAsync())
        {
            await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Cancellation);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await here.PostAsync(("act", "stop"))).Status);
        Assert.Single(await here.EventsAsync());
    }

    [Fact]
    public async Task No_log_line_holds_the_number_or_the_token()
    {
        using var log = new CapturedLog();
        await using var here = await LinkedPlace.OpenAsync(log);
        await here.PressAsync("stop");
        await here.PressAsync("undo");
        await here.LookAsync($"{here.Page}x");
        await here.Visitor.PostAsync("/stop", Forms.Form(("number", "8 916 000-00-03"), ("region", "RU")), Cancellation);

        Assert.NotEmpty(log.Lines);
        Findings.None(log.Lines.Where(line => line.Contains("9160000001", StringComparison.Ordinal) || line.Contains("916 000", StringComparison.Ordinal) || line.Contains("9160000003", StringComparison.Ordinal)));

        // The framework names every path below Warning, which is where the settings that ship begin to write it down.
        Findings.None(log.Lines.Where(line => !line.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) && line.Contains(here.Token, StringComparison.Ordinal)));
    }
}

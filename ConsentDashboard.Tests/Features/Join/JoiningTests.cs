using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Join;

public sealed class JoiningTests : IAsyncLifetime
{
    private const string Phone = "8 (916) 000-00-01";
    private const string Box = "sms-promotional";

    private HostedApp _app = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What a form is refused for, the status, and a word of the answer.</summary>
    public static TheoryData<string, (string, string)[], HttpStatusCode, string, bool> Refused => new()
    {
        { "no box", [("number", Phone)], HttpStatusCode.UnprocessableEntity, "Tick at least one box", false },
        { "no number", [("box", Box)], HttpStatusCode.UnprocessableEntity, "Enter a phone number", false },
        { "letters", [("number", "1-800-FLOWERS"), ("box", Box)], HttpStatusCode.UnprocessableEntity, "no letters", false },
        { "another country", [("number", "+44 7400 123456"), ("box", Box)], HttpStatusCode.UnprocessableEntity, "of that country", false },
        { "an undeclared field", [("number", Phone), ("box", Box), ("birthday", "1 May")], HttpStatusCode.UnprocessableEntity, "does not ask for “birthday”", true },
        { "an undeclared field, written as a declared one", [("number", Phone), ("box", Box), ("field.birthday", "1 May")], HttpStatusCode.UnprocessableEntity, "does not ask for “birthday”", true },
        { "a box that was not shown", [("number", Phone), ("box", "call-promotional")], HttpStatusCode.UnprocessableEntity, "does not ask for this channel", true },
        { "a forged ticket", [("number", Phone), ("box", Box), ("token", "R8AvkGELwYqqFMH-DzvZow")], HttpStatusCode.BadRequest, "could not be checked", true },
        { "a filled trap", [("number", Phone), ("box", Box), ("website", "https://spam.example")], HttpStatusCode.BadRequest, "could not be accepted", true },
    };

    public async ValueTask InitializeAsync() => _app = await HostedApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_form_that_is_not_right_says_why_keeps_what_was_typed_and_stores_nothing(string what, (string, string)[] fields, HttpStatusCode status, string words, bool audited)
    {
        var place = await JoiningPlace.OpenAsync(_app, point => point.AllowedRegions = "RU");

        var answer = await place.SendAsync(fields);

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.True(Array.TrueForAll(fields, field => field.Item1 != "number" || page.Contains(field.Item2, StringComparison.Ordinal)), what);
        Assert.Equal(0, await place.EventsAsync());
        Assert.Equal(audited, (await _app.AuditAsync()).Exists(entry => entry.Action == AuditAction.SubmissionRefused));
    }

    [Fact]
    public async Task Agreeing_stores_the_proof_of_what_was_shown_and_ticked()
    {
        var place = await JoiningPlace.OpenAsync(_app);
        place.Visitor.DefaultRequestHeaders.Add("User-Agent", "Firefox");
        place.Visitor.DefaultRequestHeaders.Referrer = new("https://shop.example/sale");
        place.Visitor.DefaultRequestHeaders.AcceptLanguage.Add(new("ru"));

        var answer = await place.SendAsync(("number", Phone), ("box", Box));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var db = await place.DataAsync();
        var act = await db.ConsentEvents.SingleAsync(Cancellation);
        var proof = _app.Services.GetRequiredService<EvidenceBox>().Open(await db.Evidence.SingleAsync(Cancellation), act.EventKey);
        Assert.Equal((ConsentEventType.Given, ConsentCells.SmsPromotional, "ru", Method.TickedBox), (act.Type, act.Cells, act.Language, act.Method));
        Assert.Equal(place.Notice.ContentHash, act.NoticeContentHash);
        Assert.Equal(("http://localhost/join/newsletter", "Firefox", "https://shop.example/sale", Phone), (proof.PageAddress, proof.UserAgent, proof.Referrer, proof.RawPhone));
        Assert.Equal(new Dictionary<string, bool> { [Box] = true, ["call-informational"] = false }, proof.Boxes);
        Assert.Contains("Акции в SMS", proof.AffirmativeAct, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_sent_again_is_one_consent()
    {
        var place = await JoiningPlace.OpenAsync(_app);
        var token = await place.TokenAsync();
        await place.SendAsync(("number", Phone), ("box", Box), ("token", token));

        var again = await place.SendAsync(("number", "8 916 000-00-02"), ("box", Box), ("token", token));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        await using var db = await place.DataAsync();
        Assert.Equal((1, 1), (await db.ConsentEvents.CountAsync(Cancellation), await db.Subscribers.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task A_form_on_the_senders_own_page_proves_which_page_it_was()
    {
        var place = await JoiningPlace.OpenAsync(_app);
        var page = _app.Services.GetRequiredService<PageTokens>().Write(new(place.Point.PublicId, place.Notice.PublicId, default, "ru", "https://shop.example/sale"));
        place.Visitor.DefaultRequestHeaders.Add("User-Agent", "Firefox");
        (string, string)[] form = [("number", Phone), ("box", Box), ("page", page)];

        var answer = await place.PostAsync(form);
        await place.PostAsync(form);
        var forged = await place.PostAsync([("number", Phone), ("box", Box), ("page", page[..^1] + (page[^1] == 'A' ? 'B' : 'A'))]);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (answer.StatusCode, forged.StatusCode));
        await using var db = await place.DataAsync();
        var act = await db.ConsentEvents.SingleAsync(Cancellation);
        var proof = _app.Services.GetRequiredService<EvidenceBox>().Open(await db.Evidence.SingleAsync(Cancellation), act.EventKey);
        Assert.Equal(("ru", "https://shop.example/sale"), (act.Language, proof.PageAddress));
    }

    [Fact]
    public async Task No_log_line_holds_the_number_or_the_code()
    {
        using var log = new CapturedLog();
        await using var app = await HostedApp.StartAsync(log: log);
        var place = await JoiningPlace.OpenAsync(app, point => point.DoubleOptIn = true);
        await place.SendAsync(("number", "8 916 777-12-34 x"), ("box", Box));
        var answer = await place.SendAsync(("number", "8 916 777-12-34"), ("box", Box));
        var request = answer.Headers.Location!.ToString().Split("request=")[1].Split('&')[0];
        await using var db = await place.DataAsync();
        var code = app.Services.GetRequiredService<TextMessages>().Open(await db.Outbox.AsNoTracking().SingleAsync(Cancellation))!.Text[^6..];
        await place.Visitor.PostAsync("/join/newsletter/confirm", Forms.Form(("request", request), ("code", code), ("act", "confirm")), Cancellation);

        Assert.Equal(ConsentState.Given, await db.Consents.Select(c => c.State).SingleAsync(Cancellation));
        Assert.True(log.Lines.Count > 50);
        Findings.None(log.Lines.Where(line => string.Concat(line.Where(char.IsDigit)).Contains("9167771234", StringComparison.Ordinal) || Regex.IsMatch(line, $@"(?<![\w.]){code}(?![\w.])", RegexOptions.None, TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task Refusing_keeps_nothing()
    {
        var place = await JoiningPlace.OpenAsync(_app);

        var answer = await place.SendAsync(("number", Phone), ("box", Box), ("act", "refuse"));

        Assert.Contains("Nothing was kept", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(0, await place.EventsAsync());
    }

    [Theory]
    [InlineData(CollectionPointStatus.Draft, HttpStatusCode.NotFound)]
    [InlineData(CollectionPointStatus.Paused, HttpStatusCode.ServiceUnavailable)]
    [InlineData(CollectionPointStatus.Retired, HttpStatusCode.Gone)]
    public async Task A_point_that_is_not_active_takes_nothing(CollectionPointStatus status, HttpStatusCode expected)
    {
        var place = await JoiningPlace.OpenAsync(_app, point => point.Status = status);

        Assert.Equal(expected, (await place.Visitor.GetAsync("/join/newsletter", Cancellation)).StatusCode);
        Assert.Equal(expected, (await place.SendAsync(("number", Phone), ("box", Box), ("token", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await place.Visitor.GetAsync("/join/no-such-form", Cancellation)).StatusCode);
        Assert.Equal(0, await place.EventsAsync());
    }

    [Fact]
    public async Task A_wording_that_was_retired_since_is_not_agreed_to()
    {
        var place = await JoiningPlace.OpenAsync(_app);
        var token = await place.TokenAsync();
        await using (var db = await place.DataAsync())
        {
            await db.NoticeVersions.ExecuteUpdateAsync(set => set.SetProperty(v => v.Status, NoticeStatus.Retired), Cancellation);
        }

        await Task.Delay(PointCatalog.Keep + TimeSpan.FromMilliseconds(200), Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await place.SendAsync(("number", Phone), ("box", Box), ("token", token))).StatusCode);
        Assert.Equal(0, await place.EventsAsync());
    }

    [Fact]
    public async Task A_form_that_was_open_for_two_days_is_shown_again_with_what_was_typed()
    {
        var place = await JoiningPlace.OpenAsync(_app);
        var old = _app.Services.GetRequiredService<FormTokens>().Sign(new(place.Point.PublicId, place.Notice.PublicId, default, _app.Services.GetRequiredService<TimeProvider>().UtcMilliseconds().AddDays(-2), Guid.CreateVersion7()));

        var answer = await place.SendAsync(("number", Phone), ("box", Box), ("token", old));

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("open for too long", page, StringComparison.Ordinal);
        Assert.Contains(Phone, page, StringComparison.Ordinal);
        Assert.Contains(" checked", page, StringComparison.Ordinal);
        Assert.Equal(0, await place.EventsAsync());
    }

    [Fact]
    public async Task What_people_and_officers_write_is_shown_as_text()
    {
        var place = await JoiningPlace.OpenAsync(_app);

        var answer = await place.SendAsync(("number", "<script>alert(1)</script>"), ("box", Box));

        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("News <b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_no_form()
    {
        var place = await JoiningPlace.OpenAsync(_app);
        using var body = new ByteArrayContent(new byte[10 << 20]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");

        var answer = await place.Visitor.PostAsync("/join/newsletter", body, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("/join/newsletter", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/join/newsletter/confirm", HttpStatusCode.NotFound)]
    public async Task What_is_no_form_is_answered_with_a_page_and_stores_nothing(string path, HttpStatusCode status)
    {
        var place = await JoiningPlace.OpenAsync(_app);

        var answer = await place.Visitor.PostAsync(path, new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), Cancellation);

        Assert.Equal((status, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(0, await place.EventsAsync());
    }

    [Fact]
    public async Task With_double_opt_in_a_code_confirms_and_the_address_holds_no_number()
    {
        var place = await JoiningPlace.OpenAsync(_app, point => point.DoubleOptIn = true);
        var answer = await place.SendAsync(("number", Phone), ("box", Box), ("language", "ru"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var address = answer.Headers.Location!.ToString();
        Assert.DoesNotContain("9160000001", address, StringComparison.Ordinal);
        await using var db = await place.DataAsync();
        var code = _app.Services.GetRequiredService<TextMessages>().Open(await db.Outbox.AsNoTracking().SingleAsync(Cancellation))!.Text[^6..];
        var request = address.Split("request=")[1].Split('&')[0];

        var wrong = await place.Visitor.PostAsync("/join/newsletter/confirm", Forms.Form(("request", request), ("code", "12"), ("act", "confirm")), Cancellation);
        var right = await place.Visitor.PostAsync("/join/newsletter/confirm", Forms.Form(("request", request), ("code", code), ("act", "confirm")), Cancellation);
        var again = await place.Visitor.PostAsync("/join/newsletter/confirm", Forms.Form(("request", request), ("code", code), ("act", "confirm")), Cancellation);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.NotFound), (wrong.StatusCode, right.StatusCode, again.StatusCode));
        Assert.Equal(ConsentState.Given, await db.Consents.Select(c => c.State).SingleAsync(Cancellation));
    }

    [Fact]
    public async Task The_form_is_light_and_asks_no_other_host()
    {
        var place = await JoiningPlace.OpenAsync(_app);

        var page = await place.Visitor.GetStringAsync("/join/newsletter?lang=ru", Cancellation);

        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"http", page.Replace("href=\"https://shop.example/privacy\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("<html lang=\"ru\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" checked", page, StringComparison.Ordinal);
    }
}

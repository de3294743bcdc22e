using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Features.ApiKeys;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Features.OptOutPages;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Withdrawals;

public sealed class PassingWithdrawalsOnTests : IAsyncLifetime
{
    private const string Known = """{"phone":"8 916 000-00-01"}""";

    private readonly CapturedLog _log = new();
    private LinkedPlace _here = null!;
    private PublicId _shop;

    private string Shop => $"{_shop}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is sent, the status, the code and the field that the answer names.</summary>
    public static TheoryData<string, HttpStatusCode, string, string?> Refused => new()
    {
        { """{"phone":"+7 123"}""", HttpStatusCode.UnprocessableEntity, "phone_invalid", "phone" },
        { """{}""", HttpStatusCode.UnprocessableEntity, "phone_invalid", "phone" },
        { """{"phone":"+79160000001","sender":"00000000001"}""", HttpStatusCode.NotFound, "unknown_sender", "sender" },
        { """{"phone":"+79160000001","sender":"+79160000001"}""", HttpStatusCode.NotFound, "unknown_sender", "sender" },
        { """{"phone":"+79160000001","channels":["fax"]}""", HttpStatusCode.UnprocessableEntity, "cells_unknown", "channels" },
        { """{"phone":"+79160000001","channels":[]}""", HttpStatusCode.UnprocessableEntity, "cells_unknown", "channels" },
        { """{"phone":"+79160000001","messageTypes":["spam"]}""", HttpStatusCode.UnprocessableEntity, "cells_unknown", "messageTypes" },
        { """{"phone":"+79160000001","cells":["sms-promotional","sms"]}""", HttpStatusCode.UnprocessableEntity, "cells_unknown", "cells" },
        { """{"phone":"+79160000001","reason":"tired"}""", HttpStatusCode.BadRequest, "unknown_property", "reason" },
        { """{"+79160000001":1}""", HttpStatusCode.BadRequest, "unknown_property", null },
        { """{"phone":[1]}""", HttpStatusCode.BadRequest, "malformed", "phone" },
        { "null", HttpStatusCode.BadRequest, "malformed", null },
        { "{", HttpStatusCode.BadRequest, "malformed", null },
    };

    /// <summary>What is sent besides the number, what is withdrawn, and whether it is from one sender.</summary>
    public static TheoryData<string, ConsentCells, bool> Scopes => new()
    {
        { "", ConsentCells.All, false },
        { ""","sender":"SENDER" """, ConsentCells.All, true },
        { ""","channels":["sms"]""", ConsentCells.AllSms, false },
        { ""","messageTypes":["promotional"],"sender":"SENDER" """, ConsentCells.SmsPromotional | ConsentCells.CallPromotional, true },
        { ""","channels":["call"],"messageTypes":["advertising"]""", ConsentCells.CallAdvertising, false },
        { ""","cells":["sms-promotional","call-informational"]""", ConsentCells.SmsPromotional | ConsentCells.CallInformational, false },
    };

    /// <summary>What is sent besides the number, and the properties that were not taken as sent.</summary>
    public static TheoryData<string, string> Adjusted => new()
    {
        { ""","occurredAt":"2026-05-31T10:00:00+03:00" """, "" },
        { ""","region":"XX" """, "region" },
        { ""","region":"ru" """, "" },
        { ""","occurredAt":"2999-01-01T00:00:00Z" """, "occurredAt" },
        { ""","occurredAt":"yesterday" """, "occurredAt" },
        { ""","occurredAt":"2026-05-31T10:00:00" """, "occurredAt" },
        { $""","source":"{new string('s', 61)}","note":"{new string('n', 501)}","externalRef":"{new string('r', 65)}" """, "source note externalRef" },
    };

    public async ValueTask InitializeAsync()
    {
        _here = await LinkedPlace.OpenAsync(_log);
        await using var db = await _here.DataAsync();
        _shop = (await db.Senders.SingleAsync(Cancellation)).PublicId;
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task She_is_left_alone_by_everybody_and_it_is_said_who_passed_it_on()
    {
        var answer = await PostAsync("""{"phone":"8 916 000-00-01","region":"RU","source":"shop app","note":"tired of it"}""");

        var said = await JsonAsync(answer);
        var act = (await _here.EventsAsync())[^1];
        Assert.Equal((HttpStatusCode.Created, $"{act.EventKey}", $"{_here.Person.PublicId}", null), (answer.StatusCode, (string?)said["id"], (string?)said["subscriber"], (string?)said["sender"]));
        Assert.Equal(6, said["cells"]!.AsArray().Count);
        Assert.Equal(act.RecordedAt, (DateTime)said["recordedAt"]!);
        Assert.Equal(ConsentCells.None, await _here.GivenAsync());
        Assert.Equal((ConsentEventType.Withdrawn, Assurance.Asserted, Source.Api, Method.None, null), (act.Type, act.Assurance, act.Source, act.Method, act.SenderId));
        var proof = await _here.ProofAsync(act);
        Assert.Equal(("8 916 000-00-01", "shop app", "tired of it"), (proof.RawPhone, proof.Referrer, proof.Note));
        var entry = Assert.Single(await _here.App.AuditAsync(), entry => entry.Action == AuditAction.ConsentWithdrawn);
        Assert.Equal((act.SubscriberId, act.Actor), (entry.SubscriberId, entry.Actor));
        Assert.StartsWith("api:", act.Actor, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task What_is_not_narrowed_down_is_all_of_it(string scope, ConsentCells cells, bool fromOne)
    {
        var answer = await PostAsync($$"""{"phone":"+79160000001"{{scope.Replace("SENDER", Shop, StringComparison.Ordinal)}}}""");

        var act = (await _here.EventsAsync())[^1];
        Assert.Equal((HttpStatusCode.Created, cells, fromOne ? _here.Place.Point.SenderId : null), (answer.StatusCode, act.Cells, act.SenderId));
        Assert.Equal(fromOne ? Shop : null, (string?)(await JsonAsync(answer))["sender"]);
    }

    [Theory]
    [MemberData(nameof(Adjusted))]
    public async Task A_withdrawal_is_not_refused_for_its_details_and_it_is_told_which_were_not_taken(string sent, string adjusted)
    {
        var answer = await PostAsync($$"""{"phone":"+79160000001"{{sent}}}""");

        var said = await JsonAsync(answer);
        var act = (await _here.EventsAsync())[^1];
        Assert.Equal((HttpStatusCode.Created, adjusted), (answer.StatusCode, string.Join(' ', said["adjusted"]!.AsArray().Select(name => (string?)name))));
        Assert.Equal(act.OccurredAt, (DateTime)said["occurredAt"]!);
        Assert.True(act.OccurredAt <= act.RecordedAt);
    }

    [Fact]
    public async Task A_number_that_nobody_knows_is_suppressed()
    {
        var answer = await PostAsync("""{"phone":"+44 7400 123456","externalRef":"c-17"}""");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await using var db = await _here.DataAsync();
        var person = await db.Subscribers.SingleAsync(s => s.Region == "GB", Cancellation);
        Assert.Equal("c-17", person.ExternalRef);
        Assert.True(await db.Suppressions.AnyAsync(x => x.BlindIndex == person.BlindIndex && x.SenderId == null && x.Cells == ConsentCells.All, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_request_that_does_not_say_whose_or_from_what_is_refused_by_name(string body, HttpStatusCode status, string code, string? field)
    {
        var answer = await PostAsync(body, idempotencyKey: "k");

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((status, code, field), (answer.StatusCode, (string?)problem["code"], (string?)problem["field"]));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("9160000001", text, StringComparison.Ordinal);
        Assert.Single(await _here.EventsAsync());
    }

    [Fact]
    public async Task The_same_request_ten_times_at_once_is_one_event_and_one_answer()
    {
        var secret = await KeyAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(Known, secret, "order-1")));
        _here.Clock.Advance(TimeSpan.FromHours(23));
        var later = await PostAsync(Known, secret, "order-1");

        Assert.All(answers.Append(later), answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single((await Task.WhenAll(answers.Append(later).Select(answer => answer.Content.ReadAsStringAsync(Cancellation)))).Distinct());
        Assert.Equal(2, (await _here.EventsAsync()).Count);
        Assert.Single(await _here.App.AuditAsync(), entry => entry.Action == AuditAction.ConsentWithdrawn);
    }

    [Fact]
    public async Task Another_body_or_no_key_or_a_day_later_is_another_withdrawal()
    {
        var secret = await KeyAsync();
        await PostAsync(Known, secret, "order-1");
        await PostAsync("""{"phone":"+79160000002"}""", secret, "order-1");
        await PostAsync(Known, secret);
        await PostAsync(Known, secret);
        _here.Clock.Advance(TimeSpan.FromDays(2));
        await _here.AgreeAsync();
        await PostAsync(Known, secret, "order-1");

        Assert.Equal(7, (await _here.EventsAsync()).Count);
        Assert.Equal(ConsentCells.None, await _here.GivenAsync());
    }

    [Fact]
    public async Task A_key_bound_to_a_sender_withdraws_from_that_one_only()
    {
        var other = await _here.OtherSenderAsync();
        var bound = await KeyAsync(sender: _shop);

        var own = await PostAsync(Known, bound);
        var strange = await PostAsync($$"""{"phone":"+79160000001","sender":"{{other.PublicId}}"}""", bound);

        Assert.Equal((HttpStatusCode.Created, Shop), (own.StatusCode, (string?)(await JsonAsync(own))["sender"]));
        Assert.Equal((HttpStatusCode.Forbidden, "other_sender"), (strange.StatusCode, (string?)(await JsonAsync(strange))["code"]));
        Assert.Equal(_here.Place.Point.SenderId, Assert.Single(await _here.EventsAsync(), act => act.Type == ConsentEventType.Withdrawn).SenderId);
    }

    [Fact]
    public async Task A_key_without_the_scope_or_a_body_that_is_too_large_records_nothing()
    {
        var without = await PostAsync(Known, await KeyAsync(ApiScopes.RecordConsents));
        var large = await PostAsync(new string(' ', (64 << 10) + 1));

        Assert.Equal((HttpStatusCode.Forbidden, "scope_missing"), (without.StatusCode, (string?)(await JsonAsync(without))["code"]));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (large.StatusCode, (string?)(await JsonAsync(large))["code"]));
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Known, "cd_nonsense")).StatusCode);
        Assert.Single(await _here.EventsAsync());
    }

    [Fact]
    public async Task While_keys_are_rotated_the_caller_is_told_to_come_again()
    {
        var secret = await KeyAsync();
        await using (var db = await _here.DataAsync())
        {
            await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Cancellation);
        }

        var answer = await PostAsync(Known, secret);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "maintenance"), (answer.StatusCode, (string?)(await JsonAsync(answer))["code"]));
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task While_the_database_is_locked_the_answer_is_never_a_success()
    {
        await using var here = await LinkedPlace.OpenAsync(settings: new Dictionary<string, string> { ["Database:BusyTimeout"] = "100", ["Database:CommandTimeout"] = "1" });
        var secret = await KeyAsync(here: here);
        await using (var db = await here.DataAsync())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
            await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, h => h.Mode), Cancellation);

            var locked = await PostAsync(Known, secret, "order-1", here);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (locked.StatusCode, (string?)(await JsonAsync(locked))["code"]));
            Assert.NotNull(locked.Headers.RetryAfter);
        }

        Assert.Equal(HttpStatusCode.Created, (await PostAsync(Known, secret, "order-1", here)).StatusCode);
        Assert.Equal(2, (await here.EventsAsync()).Count);
    }

    [Fact]
    public async Task No_log_line_holds_a_number()
    {
        await PostAsync(Known, idempotencyKey: "+79160000001");
        await PostAsync("""{"phone":"+79160000001","sender":"00000000001"}""");

        Findings.None(_log.Lines.Where(line => line.Contains("9160000001", StringComparison.Ordinal) || line.Contains("916 000-00-01", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_document_shows_the_call_with_examples()
    {
        var call = JsonNode.Parse(await _here.App.Browser().GetStringAsync("/openapi/v1.json", Cancellation))!["paths"]!["/api/v1/withdrawals"]!["post"]!;

        Assert.NotNull(call["requestBody"]!["content"]!["application/json"]!["example"]!["phone"]);
        Assert.NotNull(call["responses"]!["201"]!["content"]!["application/json"]!["example"]!["recordedAt"]);
        Assert.Equal("Idempotency-Key", (string?)Assert.Single(call["parameters"]!.AsArray())!["name"]);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? secret = null, string? idempotencyKey = null, LinkedPlace? here = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/withdrawals") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret ?? await KeyAsync());
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await (here ?? _here).App.Browser().SendAsync(request, Cancellation);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;

    private async Task<string> KeyAsync(ApiScopes scopes = ApiScopes.RecordWithdrawals, PublicId? sender = null, LinkedPlace? here = null) =>
        (await (here ?? _here).App.Services.GetRequiredService<CreateApiKey>().ExecuteAsync(new() { Name = "Shop", Scopes = scopes, Sender = sender }, Actor.System("test"), Cancellation)).Value!;
}

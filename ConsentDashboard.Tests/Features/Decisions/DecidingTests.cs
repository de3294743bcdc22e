using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Features.ApiKeys;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Features.OptOutPages;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Decisions;

public sealed class DecidingTests : IAsyncLifetime
{
    private readonly CapturedLog _log = new();
    private LinkedPlace _here = null!;
    private PublicId _shop;
    private string _secret = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is sent instead, the status, the code and the field that the answer names.</summary>
    public static TheoryData<string, string, HttpStatusCode, string, string?> Refused => new()
    {
        { "sender", "\"00000000001\"", HttpStatusCode.NotFound, "unknown_sender", "sender" },
        { "sender", "null", HttpStatusCode.NotFound, "unknown_sender", "sender" },
        { "channel", "\"fax\"", HttpStatusCode.UnprocessableEntity, "channel_unknown", "channel" },
        { "channel", "\"SMS\"", HttpStatusCode.UnprocessableEntity, "channel_unknown", "channel" },
        { "messageType", "null", HttpStatusCode.UnprocessableEntity, "message_type_unknown", "messageType" },
        { "messageType", "1", HttpStatusCode.BadRequest, "malformed", "messageType" },
        { "at", "\"yesterday\"", HttpStatusCode.UnprocessableEntity, "time_invalid", "at" },
        { "at", "\"2026-01-05T10:00:00\"", HttpStatusCode.UnprocessableEntity, "time_invalid", "at" },
        { "phones", "[]", HttpStatusCode.UnprocessableEntity, "phones_missing", "phones" },
        { "phones", "null", HttpStatusCode.UnprocessableEntity, "phones_missing", "phones" },
        { "phones", "\"+79160000001\"", HttpStatusCode.BadRequest, "malformed", "phones" },
        { "region", "\"XX\"", HttpStatusCode.UnprocessableEntity, "region_unknown", "region" },
        { "purpose", "\"news\"", HttpStatusCode.BadRequest, "unknown_property", "purpose" },
        { "+79160000001", "1", HttpStatusCode.BadRequest, "unknown_property", null },
    };

    public async ValueTask InitializeAsync()
    {
        _here = await LinkedPlace.OpenAsync(_log);
        await using var db = await _here.DataAsync();
        _shop = (await db.Senders.SingleAsync(Cancellation)).PublicId;
        _secret = await KeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task Each_number_is_answered_in_order_with_the_reasons_by_name()
    {
        var answer = await PostAsync(Body("8 916 000-00-01", "nonsense", "+44 7400 123456", null));

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            """[{"index":0,"allowed":true,"reasons":[]},{"index":1,"error":"phone_invalid"},{"index":2,"allowed":false,"reasons":["unknown_number"]},{"index":3,"error":"phone_invalid"}]""",
            JsonNode.Parse(text)!["decisions"]!.ToJsonString());
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task After_she_stops_one_and_many_are_told_so_and_the_past_stays_what_it_was()
    {
        var before = _here.Clock.UtcMilliseconds();
        Assert.Equal("", await ReasonsAsync(Body(LinkedPlace.Number)));
        _here.Clock.Advance(TimeSpan.FromMinutes(1));
        await _here.StopBySmsAsync();

        Assert.Equal("withdrawn suppressed", await ReasonsAsync(Body(LinkedPlace.Number)));
        Assert.Equal("withdrawn suppressed", await ReasonsAsync(Body(LinkedPlace.Number, "+79160000002")));
        Assert.Equal("", await ReasonsAsync(Body(LinkedPlace.Number), ("at", $"{before:O}")));
        Assert.Equal("never_asked", await ReasonsAsync(Body(LinkedPlace.Number), ("messageType", "advertising"), ("at", $"{before:O}")));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_question_that_is_not_right_is_refused_by_name(string property, string value, HttpStatusCode status, string code, string? field)
    {
        var body = Body(LinkedPlace.Number);
        body[property] = JsonNode.Parse(value);

        var answer = await PostAsync(body);

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((status, code, field), (answer.StatusCode, (string?)problem["code"], (string?)problem["field"]));
        Assert.DoesNotContain("9160000001", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_are_the_most_and_nothing_is_written()
    {
        var audit = (await _here.App.AuditAsync()).Count;

        var most = await PostAsync(Body([.. Enumerable.Range(0, 10_000).Select(A.Number)]));
        var more = await PostAsync(Body([.. Enumerable.Range(0, 10_001).Select(A.Number)]));

        Assert.Equal(10_000, JsonNode.Parse(await most.Content.ReadAsStringAsync(Cancellation))!["decisions"]!.AsArray().Count);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "too_many_phones"), await CodeAsync(more));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), await CodeAsync(await PostAsync(new string(' ', (1 << 20) + 1))));
        Assert.Equal(audit, (await _here.App.AuditAsync()).Count);
        Assert.Single(await _here.EventsAsync());
        Findings.None(_log.Lines.Where(line => line.Contains("91600000", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_key_opens_only_what_it_was_made_for()
    {
        var other = await _here.OtherSenderAsync();

        Assert.Equal((HttpStatusCode.Forbidden, "scope_missing"), await CodeAsync(await PostAsync(Body(LinkedPlace.Number), await KeyAsync(ApiScopes.RecordWithdrawals))));
        Assert.Equal((HttpStatusCode.Forbidden, "other_sender"), await CodeAsync(await PostAsync(Body(LinkedPlace.Number), await KeyAsync(sender: other.PublicId))));
    }

    [Fact]
    public async Task A_key_that_another_process_revokes_ends_within_two_seconds()
    {
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Body(LinkedPlace.Number))).StatusCode);
        await using (var db = await _here.DataAsync())
        {
            var now = _here.Clock.UtcMilliseconds();
            await db.ApiKeys.ExecuteUpdateAsync(set => set.SetProperty(k => k.RevokedAt, now), Cancellation);
        }

        _here.Clock.Advance(ApiCallers.Keep);

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Body(LinkedPlace.Number))).StatusCode);
    }

    [Fact]
    public async Task A_key_that_is_revoked_or_runs_out_here_ends_at_once()
    {
        var running = await KeyAsync(until: DateOnly.FromDateTime(_here.Clock.UtcMilliseconds()));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Body(LinkedPlace.Number), running)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Body(LinkedPlace.Number))).StatusCode);

        await using (var db = await _here.DataAsync())
        {
            var key = await db.ApiKeys.OrderBy(k => k.Id).Select(k => k.PublicId).FirstAsync(Cancellation);
            await _here.App.Services.GetRequiredService<RevokeApiKey>().ExecuteAsync(new(key), Actor.System("test"), Cancellation);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Body(LinkedPlace.Number))).StatusCode);
        _here.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Body(LinkedPlace.Number), running)).StatusCode);
    }

    [Fact]
    public async Task The_document_shows_the_call_with_examples()
    {
        var call = JsonNode.Parse(await _here.App.Browser().GetStringAsync("/openapi/v1.json", Cancellation))!["paths"]!["/api/v1/decisions"]!["post"]!;

        Assert.NotNull(call["requestBody"]!["content"]!["application/json"]!["example"]!["phones"]);
        Assert.NotNull(call["responses"]!["200"]!["content"]!["application/json"]!["example"]!["decisions"]);
    }

    private JsonObject Body(params string?[] phones) => new()
    {
        ["sender"] = $"{_shop}",
        ["channel"] = "sms",
        ["messageType"] = "promotional",
        ["phones"] = new JsonArray([.. phones.Select(phone => (JsonNode?)phone)]),
    };

    private async Task<string> ReasonsAsync(JsonObject body, params (string Name, string Value)[] others)
    {
        foreach (var (name, value) in others)
        {
            body[name] = value;
        }

        var answer = JsonNode.Parse(await (await PostAsync(body)).Content.ReadAsStringAsync(Cancellation))!["decisions"]![0]!;
        var reasons = string.Join(' ', answer["reasons"]!.AsArray().Select(reason => (string?)reason));
        Assert.Equal(reasons.Length == 0, (bool)answer["allowed"]!);
        return reasons;
    }

    private Task<HttpResponseMessage> PostAsync(JsonObject body, string? secret = null) => PostAsync(body.ToJsonString(), secret);

    private async Task<HttpResponseMessage> PostAsync(string body, string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/decisions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret ?? _secret);
        return await _here.App.Browser().SendAsync(request, Cancellation);
    }

    private static async Task<(HttpStatusCode, string?)> CodeAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["code"]);

    private async Task<string> KeyAsync(ApiScopes scopes = ApiScopes.Decide, PublicId? sender = null, DateOnly? until = null) =>
        (await _here.App.Services.GetRequiredService<CreateApiKey>().ExecuteAsync(new() { Name = "Shop", Scopes = scopes, Sender = sender, ExpiresOn = until }, Actor.System("test"), Cancellation)).Value!;
}

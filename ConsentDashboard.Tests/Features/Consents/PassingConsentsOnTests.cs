using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Features.ApiKeys;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Features.Join;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Consents;

public sealed class PassingConsentsOnTests : IAsyncLifetime
{
    private const string Number = "+79160000001";

    private HostedApp _app = null!;
    private JoiningPlace _place = null!;
    private string _secret = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is sent instead, the status, the code and the field that the answer names.</summary>
    public static TheoryData<string, string, string, HttpStatusCode, string, string?> Refused => new()
    {
        { "a number that no country has", "phone", "\"+7 123\"", HttpStatusCode.UnprocessableEntity, "phone_invalid", "phone" },
        { "no number", "phone", "null", HttpStatusCode.UnprocessableEntity, "phone_invalid", "phone" },
        { "a number of another country", "phone", "\"+44 7400 123456\"", HttpStatusCode.UnprocessableEntity, "region_not_allowed", "phone" },
        { "an unknown point", "collectionPoint", "\"nowhere\"", HttpStatusCode.NotFound, "unknown_collection_point", "collectionPoint" },
        { "another sender", "sender", "\"00000000001\"", HttpStatusCode.NotFound, "unknown_sender", "sender" },
        { "an unknown wording", "noticeVersion", "\"00000000001\"", HttpStatusCode.NotFound, "unknown_notice_version", "noticeVersion" },
        { "a cell that is not asked for", "cells", "[\"call-promotional\"]", HttpStatusCode.UnprocessableEntity, "not_asked", "cells" },
        { "an unknown cell", "cells", "[\"fax-promotional\"]", HttpStatusCode.UnprocessableEntity, "cells_unknown", "cells" },
        { "an unknown method", "method", "\"importedRecord\"", HttpStatusCode.UnprocessableEntity, "method_unknown", "method" },
        { "a language without a text", "language", "\"de\"", HttpStatusCode.UnprocessableEntity, "language_unknown", "language" },
        { "a reference longer than one is kept", "externalRef", $"\"{new string('r', 65)}\"", HttpStatusCode.UnprocessableEntity, "reference_too_long", "externalRef" },
        { "no time", "occurredAt", "null", HttpStatusCode.UnprocessableEntity, "time_missing", "occurredAt" },
        { "a time in the future", "occurredAt", "\"2999-01-01T00:00:00Z\"", HttpStatusCode.UnprocessableEntity, "time_in_future", "occurredAt" },
        { "a time before the wording", "occurredAt", "\"1969-01-01T00:00:00Z\"", HttpStatusCode.UnprocessableEntity, "time_before_notice", "occurredAt" },
        { "no evidence", "evidence", "null", HttpStatusCode.UnprocessableEntity, "evidence_missing", "evidence.affirmativeAct" },
        { "a field that the point does not declare", "evidence", """{"affirmativeAct":"x","fields":{"birthday":"1 May"}}""", HttpStatusCode.UnprocessableEntity, "field_not_declared", "evidence.fields.birthday" },
        { "a property that is not part of it", "birthday", "\"1 May\"", HttpStatusCode.BadRequest, "unknown_property", "birthday" },
        { "a time that is none", "occurredAt", "\"yesterday\"", HttpStatusCode.UnprocessableEntity, "time_invalid", "occurredAt" },
        { "a time without its offset", "occurredAt", "\"2026-01-05T10:00:00\"", HttpStatusCode.UnprocessableEntity, "time_invalid", "occurredAt" },
        { "a list for a number", "phone", "[1]", HttpStatusCode.BadRequest, "malformed", "phone" },
        { "a box that was not ticked", "evidence", """{"affirmativeAct":"x","boxes":{"sms-promotional":false,"other":true}}""", HttpStatusCode.UnprocessableEntity, "box_not_ticked", "evidence.boxes.sms-promotional" },
        { "no box that was ticked", "evidence", """{"affirmativeAct":"x","boxes":{"news":false}}""", HttpStatusCode.UnprocessableEntity, "box_not_ticked", "evidence.boxes" },
        { "a number as the name of a property", "+79160000001", "1", HttpStatusCode.BadRequest, "unknown_property", null },
        { "a number as the name of a field", "evidence", """{"affirmativeAct":"x","fields":{"+79160000001":"1"}}""", HttpStatusCode.UnprocessableEntity, "field_not_declared", null },
    };

    public async ValueTask InitializeAsync()
    {
        _app = await HostedApp.StartAsync();
        _place = await JoiningPlace.OpenAsync(_app, point => point.AllowedRegions = "RU");
        _secret = await KeyAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_request_that_is_not_right_is_refused_by_name_and_stores_nothing(string what, string property, string value, HttpStatusCode status, string code, string? field)
    {
        var body = Body();
        body[property] = JsonNode.Parse(value);

        var answer = await PostAsync(body.ToJsonString());

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((status, code, field), (answer.StatusCode, (string?)problem["code"], (string?)problem["field"]));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("9160000001", text, StringComparison.Ordinal);
        Assert.True(await _place.EventsAsync() == 0, what);
        Assert.False(await (await _place.DataAsync()).IdempotencyReplies.AnyAsync(Cancellation));
    }

    [Fact]
    public async Task An_opt_in_is_recorded_with_its_proof_and_who_passed_it_on()
    {
        var answer = await PostAsync(Body().ToJsonString());

        var response = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal((HttpStatusCode.Created, "given"), (answer.StatusCode, (string?)response["state"]));
        await using var db = await _place.DataAsync();
        var act = await db.ConsentEvents.SingleAsync(Cancellation);
        var proof = _app.Services.GetRequiredService<EvidenceBox>().Open(await db.Evidence.SingleAsync(Cancellation), act.EventKey);
        Assert.Equal((ConsentEventType.Given, ConsentCells.SmsPromotional, Source.Api, Method.TickedBox), (act.Type, act.Cells, act.Source, act.Method));
        Assert.StartsWith("api:", act.Actor, StringComparison.Ordinal);
        Assert.Equal(("https://shop.example/checkout", Number), (proof.PageAddress, proof.RawPhone));
        Assert.Equal((string?)response["id"], $"{act.EventKey}");
        Assert.Single(await _app.AuditAsync(), entry => entry.Action == AuditAction.ConsentRecorded && entry.SubscriberId == act.SubscriberId);
    }

    [Fact]
    public async Task The_same_request_ten_times_at_once_is_one_event_and_one_answer()
    {
        var body = Body().ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(body)));
        var later = await PostAsync(body);

        Assert.All(answers.Append(later), answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        var texts = await Task.WhenAll(answers.Append(later).Select(answer => answer.Content.ReadAsStringAsync(Cancellation)));
        Assert.Single(texts.Select(text => (string?)JsonNode.Parse(text)!["id"]).Distinct());
        await using var db = await _place.DataAsync();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Side_by_side_at_a_point_that_asks_to_confirm_it_is_one_text()
    {
        await using (var db = await _place.DataAsync())
        {
            await db.CollectionPoints.ExecuteUpdateAsync(set => set.SetProperty(p => p.DoubleOptIn, true), Cancellation);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(Body().ToJsonString())));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        await using var after = await _place.DataAsync();
        Assert.Equal((1, 1), (await after.Outbox.CountAsync(Cancellation), await after.CodeSends.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task A_request_to_confirm_needs_its_proof_before_the_code_goes()
    {
        await using (var db = await _place.DataAsync())
        {
            await db.CollectionPoints.ExecuteUpdateAsync(set => set.SetProperty(p => p.DoubleOptIn, true), Cancellation);
        }

        var body = Body();
        ((JsonObject)body["evidence"]!).Remove("ipAddress");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "evidence_missing"), await CodeAsync(await PostAsync(body.ToJsonString())));
        Assert.Equal(0, await _place.EventsAsync());
    }

    [Fact]
    public async Task A_key_whose_day_is_over_may_name_another_opt_in()
    {
        await PostAsync(Body().ToJsonString());
        await using (var db = await _place.DataAsync())
        {
            await db.IdempotencyReplies.ExecuteDeleteAsync(Cancellation);
        }

        var other = Body();
        other["phone"] = "+79160000002";
        await PostAsync(other.ToJsonString());

        await using var after = await _place.DataAsync();
        Assert.Equal(2, await after.Subscribers.CountAsync(Cancellation));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await PostAsync(Body().ToJsonString());
        var other = Body();
        other["phone"] = "+79160000002";

        Assert.Equal((HttpStatusCode.Conflict, "idempotency_key_reused"), await CodeAsync(await PostAsync(other.ToJsonString())));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_happen_and_stores_nothing()
    {
        var body = Body();
        body["dryRun"] = true;

        var answer = await PostAsync(body.ToJsonString());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("given", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["state"]);
        Assert.Equal(0, await _place.EventsAsync());
    }

    [Fact]
    public async Task Nothing_older_than_her_withdrawal_raises_over_it()
    {
        await _app.Services.GetRequiredService<LedgerWriter>().RecordAsync(new()
        {
            Number = NumberFormats.Parse(Number, "RU").Value,
            Type = ConsentEventType.Withdrawn,
            Cells = ConsentCells.All,
            Assurance = Assurance.Proven,
            Source = Source.SmsReply,
            Method = Method.SmsKeyword,
            OccurredAt = _app.Services.GetRequiredService<TimeProvider>().UtcMilliseconds(),
            Actor = Actor.Person,
        });
        var body = Body();
        body["occurredAt"] = "2020-01-01T00:00:00Z";

        Assert.Equal((HttpStatusCode.Conflict, "newer_withdrawal"), await CodeAsync(await PostAsync(body.ToJsonString())));
        await using var db = await _place.DataAsync();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Where_the_point_asks_to_confirm_so_does_the_call()
    {
        await using (var db = await _place.DataAsync())
        {
            await db.CollectionPoints.ExecuteUpdateAsync(set => set.SetProperty(p => p.DoubleOptIn, true), Cancellation);
        }

        var answer = await PostAsync(Body().ToJsonString());

        Assert.Equal("requested", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["state"]);
        await using var after = await _place.DataAsync();
        Assert.Equal((ConsentState.Requested, 1), (await after.Consents.Select(c => c.State).SingleAsync(Cancellation), await after.Outbox.CountAsync(Cancellation)));
    }

    [Theory]
    [InlineData(CollectionPointStatus.Paused)]
    [InlineData(CollectionPointStatus.Draft)]
    public async Task A_point_that_is_not_active_takes_nothing(CollectionPointStatus status)
    {
        await using (var db = await _place.DataAsync())
        {
            await db.CollectionPoints.ExecuteUpdateAsync(set => set.SetProperty(p => p.Status, status), Cancellation);
        }

        Assert.Equal((HttpStatusCode.Conflict, "collection_point_closed"), await CodeAsync(await PostAsync(Body().ToJsonString())));
    }

    [Fact]
    public async Task A_retired_wording_is_refused()
    {
        await using (var db = await _place.DataAsync())
        {
            await db.NoticeVersions.ExecuteUpdateAsync(set => set.SetProperty(v => v.Status, NoticeStatus.Retired), Cancellation);
        }

        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(Body().ToJsonString())).StatusCode);
        Assert.Equal(0, await _place.EventsAsync());
    }

    [Fact]
    public async Task Bodies_that_are_no_requests_are_refused()
    {
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), await CodeAsync(await PostAsync("{")));
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), await CodeAsync(await PostAsync("null")));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), await CodeAsync(await PostAsync(new string(' ', 10 << 20))));
        Assert.Equal((HttpStatusCode.BadRequest, "idempotency_key_missing"), await CodeAsync(await PostAsync(Body().ToJsonString(), key: "")));
        Assert.Equal(0, await _place.EventsAsync());
    }

    [Fact]
    public async Task A_key_opens_only_what_it_was_made_for()
    {
        var body = Body().ToJsonString();
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(body, secret: "")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(body, secret: _secret[..^1] + (_secret[^1] == 'A' ? 'B' : 'A'))).StatusCode);
        Assert.Equal((HttpStatusCode.Forbidden, "scope_missing"), await CodeAsync(await PostAsync(body, secret: await KeyAsync(ApiScopes.Decide))));
        Assert.Equal((HttpStatusCode.Forbidden, "other_sender"), await CodeAsync(await PostAsync(body, secret: await OtherSendersKeyAsync())));
        await using (var db = await _place.DataAsync())
        {
            await db.ApiKeys.ExecuteUpdateAsync(set => set.SetProperty(k => k.RevokedAt, DateTime.UnixEpoch), Cancellation);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(body)).StatusCode);
        Assert.Equal(0, await _place.EventsAsync());
    }

    [Fact]
    public async Task The_document_shows_the_call_with_examples()
    {
        var document = JsonNode.Parse(await _app.Browser().GetStringAsync("/openapi/v1.json", Cancellation))!;

        var call = document["paths"]!["/api/v1/consents"]!["post"]!;
        Assert.NotNull(call["requestBody"]!["content"]!["application/json"]!["example"]!["evidence"]);
        Assert.NotNull(call["responses"]!["201"]!["content"]!["application/json"]!["example"]);
        Assert.Contains(call["parameters"]!.AsArray(), parameter => (string?)parameter!["name"] == "Idempotency-Key");
        Assert.All(document["paths"]!.AsObject(), path => Assert.StartsWith("/api/v1/", path.Key, StringComparison.Ordinal));
    }

    private JsonObject Body() => new()
    {
        ["phone"] = Number,
        ["collectionPoint"] = JoiningPlace.Slug,
        ["noticeVersion"] = $"{_place.Notice.PublicId}",
        ["cells"] = new JsonArray("sms-promotional"),
        ["language"] = "en",
        ["method"] = "tickedBox",
        ["occurredAt"] = "2026-01-05T10:00:00+03:00",
        ["evidence"] = new JsonObject
        {
            ["affirmativeAct"] = "ticked the box",
            ["ipAddress"] = "198.51.100.7",
            ["userAgent"] = "Firefox",
            ["pageAddress"] = "https://shop.example/checkout",
            ["boxes"] = new JsonObject { ["sms-promotional"] = true },
        },
    };

    private async Task<HttpResponseMessage> PostAsync(string body, string? secret = null, string key = "order-17")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/consents") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = (secret ?? _secret) is { Length: > 0 } shown ? new AuthenticationHeaderValue("Bearer", shown) : null;
        if (key.Length > 0)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await _app.Browser().SendAsync(request, Cancellation);
    }

    private static async Task<(HttpStatusCode, string?)> CodeAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["code"]);

    private async Task<string> KeyAsync(ApiScopes scopes = ApiScopes.RecordConsents, PublicId? sender = null) =>
        (await _app.Services.GetRequiredService<CreateApiKey>().ExecuteAsync(new() { Name = "Shop", Scopes = scopes, Sender = sender }, Actor.System("test"), Cancellation)).Value!;

    private async Task<string> OtherSendersKeyAsync()
    {
        await using var db = await _place.DataAsync();
        var other = new Sender { Name = "Other", LegalName = "Other Ltd", PublicId = PublicId.Create() };
        db.Add(other);
        await db.SaveChangesAsync(Cancellation);
        return await KeyAsync(sender: other.PublicId);
    }
}

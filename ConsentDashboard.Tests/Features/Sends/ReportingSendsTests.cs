using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Features.ApiKeys;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Features.OptOutPages;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Sends;

public sealed class ReportingSendsTests : IAsyncLifetime
{
    private readonly CapturedLog _log = new();
    private LinkedPlace _here = null!;
    private PublicId _shop;
    private string _secret = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is sent instead, the status, the code and the field that the answer names. The clock stands at 2026-06-01.</summary>
    public static TheoryData<string, string, HttpStatusCode, string, string?> Refused => new()
    {
        { "sender", "\"00000000001\"", HttpStatusCode.NotFound, "unknown_sender", "sender" },
        { "sender", "null", HttpStatusCode.NotFound, "unknown_sender", "sender" },
        { "channel", "\"fax\"", HttpStatusCode.UnprocessableEntity, "channel_unknown", "channel" },
        { "messageType", "null", HttpStatusCode.UnprocessableEntity, "message_type_unknown", "messageType" },
        { "messageType", "1", HttpStatusCode.BadRequest, "malformed", "messageType" },
        { "sentAt", "null", HttpStatusCode.UnprocessableEntity, "time_missing", "sentAt" },
        { "sentOn", "\"2026-06-01\"", HttpStatusCode.UnprocessableEntity, "time_missing", "sentAt" },
        { "sentAt", "\"yesterday\"", HttpStatusCode.UnprocessableEntity, "time_invalid", "sentAt" },
        { "sentAt", "\"2026-06-01T00:00:00\"", HttpStatusCode.UnprocessableEntity, "time_invalid", "sentAt" },
        { "sentAt", "\"2026-06-02T00:00:00Z\"", HttpStatusCode.UnprocessableEntity, "time_in_future", "sentAt" },
        { "sentAt", "\"2026-03-31T23:59:59Z\"", HttpStatusCode.UnprocessableEntity, "time_too_old", "sentAt" },
        { "messages", "[]", HttpStatusCode.UnprocessableEntity, "messages_missing", "messages" },
        { "messages", "null", HttpStatusCode.UnprocessableEntity, "messages_missing", "messages" },
        { "messages", "[\"+79160000001\"]", HttpStatusCode.BadRequest, "malformed", "messages[0]" },
        { "messages", """[{"phone":"+79160000001","count":"2"}]""", HttpStatusCode.BadRequest, "malformed", "messages[0].count" },
        { "messages", """[{"phone":"+79160000001","text":"hello"}]""", HttpStatusCode.BadRequest, "unknown_property", "text" },
        { "region", "\"XX\"", HttpStatusCode.UnprocessableEntity, "region_unknown", "region" },
        { "text", "\"news\"", HttpStatusCode.BadRequest, "unknown_property", "text" },
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
    public async Task It_is_counted_and_what_is_no_number_refuses_only_itself()
    {
        var answer = await PostAsync(Body(("8 916 000-00-01", 2), ("+44 7400 123456", 1), ("nonsense", 1), (LinkedPlace.Number, null), (LinkedPlace.Number, 0), (LinkedPlace.Number, 1001)));

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            """{"day":"2026-06-01","messages":4,"toUnknown":1,"withoutPermission":0,"overPromise":0,"errors":[{"index":2,"error":"phone_invalid"},{"index":4,"error":"count_invalid"},{"index":5,"error":"count_invalid"}]}""",
            text);
        Assert.Equal(3, await CountedAsync());
        var entry = Assert.Single(await _here.App.AuditAsync(), entry => entry.Action == AuditAction.SendsRecorded);
        Assert.StartsWith("api:", entry.Actor, StringComparison.Ordinal);
        Assert.Equal(($"{_shop}", """{"cells":"SmsPromotional","messages":4,"toUnknown":1,"withoutPermission":0,"overPromise":0,"notUnderstood":3}"""), (entry.Subject, entry.Details));
        Findings.None(_log.Lines.Where(line => line.Contains("91600000", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_call_that_is_not_right_is_refused_by_name_and_counts_nothing(string property, string value, HttpStatusCode status, string code, string? field)
    {
        var body = Body((LinkedPlace.Number, 1));
        body[property] = JsonNode.Parse(value);

        var answer = await PostAsync(body);

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((status, code, field), (answer.StatusCode, (string?)problem["code"], (string?)problem["field"]));
        Assert.DoesNotContain("9160000001", text, StringComparison.Ordinal);
        Assert.Equal(0, await CountedAsync());
    }

    [Fact]
    public async Task The_same_call_ten_times_at_once_is_counted_once_and_gets_one_answer()
    {
        var body = Body((LinkedPlace.Number, 1)).ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(body)));
        _here.Clock.Advance(TimeSpan.FromHours(23));
        var later = await PostAsync(body);

        Assert.All(answers.Append(later), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Single((await Task.WhenAll(answers.Append(later).Select(answer => answer.Content.ReadAsStringAsync(Cancellation)))).Distinct());
        Assert.Equal(1, await CountedAsync());
        Assert.Single(await _here.App.AuditAsync(), entry => entry.Action == AuditAction.SendsRecorded);
    }

    [Fact]
    public async Task A_call_that_was_cut_off_goes_on_where_it_was()
    {
        var numbers = Enumerable.Range(1, CountSends.Slice + 1).Select(n => (A.Number(n % 2 == 0 ? 1 : 2), (int?)1)).ToArray();
        var body = Body(numbers).ToJsonString();
        var keyId = await KeyIdAsync();
        var replies = _here.App.Services.GetRequiredService<IdempotentReplies>();
        var call = replies.Name(keyId, "campaign", Encoding.UTF8.GetBytes(body));
        Assert.True(await replies.ClaimAsync(call));
        var sent = new SentMessages(_here.Place.Point.SenderId, Channel.Sms, MessageType.Promotional, _here.Clock.UtcMilliseconds());
        await _here.App.Services.GetRequiredService<CountSends>().ExecuteAsync(
            sent,
            [.. numbers.Take(CountSends.Slice).Select(number => new SentTo(NumberFormats.Parse(number.Item1, "RU").Value, 1))],
            (db, sums) => IdempotentReplies.AdvanceAsync(db, call, "", JsonSerializer.Serialize(new { Slices = 1, Sums = sums })),
            Cancellation);

        var answer = JsonNode.Parse(await (await PostAsync(body)).Content.ReadAsStringAsync(Cancellation))!;

        Assert.Equal((CountSends.Slice + 1, (CountSends.Slice / 2) + 1), ((int)answer["messages"]!, (int)answer["toUnknown"]!));
        Assert.Equal(CountSends.Slice / 2, await CountedAsync());
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused_and_no_key_too()
    {
        await PostAsync(Body((LinkedPlace.Number, 1)));

        Assert.Equal((HttpStatusCode.Conflict, "idempotency_key_reused"), await CodeAsync(await PostAsync(Body((LinkedPlace.Number, 2)))));
        Assert.Equal((HttpStatusCode.BadRequest, "idempotency_key_missing"), await CodeAsync(await PostAsync(Body((LinkedPlace.Number, 1)), key: "")));
        Assert.Equal(1, await CountedAsync());
    }

    [Fact]
    public async Task Ten_thousand_are_the_most()
    {
        var most = await PostAsync(Body([.. Enumerable.Range(0, 10_000).Select(n => (A.Number(n), (int?)null))]), key: "most");
        var more = await PostAsync(Body([.. Enumerable.Range(0, 10_001).Select(n => (A.Number(n), (int?)null))]), key: "more");

        Assert.Equal(10_000, (int)JsonNode.Parse(await most.Content.ReadAsStringAsync(Cancellation))!["messages"]!);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "too_many_messages"), await CodeAsync(more));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), await CodeAsync(await PostAsync(new string(' ', (1 << 20) + 1))));
    }

    [Fact]
    public async Task A_key_opens_only_what_it_was_made_for()
    {
        var other = await _here.OtherSenderAsync();

        Assert.Equal((HttpStatusCode.Forbidden, "scope_missing"), await CodeAsync(await PostAsync(Body((LinkedPlace.Number, 1)), await KeyAsync(ApiScopes.Decide))));
        Assert.Equal((HttpStatusCode.Forbidden, "other_sender"), await CodeAsync(await PostAsync(Body((LinkedPlace.Number, 1)), await KeyAsync(sender: other.PublicId))));
    }

    private JsonObject Body(params (string Phone, int? Count)[] to) => new()
    {
        ["sender"] = $"{_shop}",
        ["channel"] = "sms",
        ["messageType"] = "promotional",
        ["sentAt"] = "2026-06-01T00:00:30Z",
        ["region"] = "RU",
        ["messages"] = new JsonArray([.. to.Select(one => new JsonObject { ["phone"] = one.Phone, ["count"] = one.Count })]),
    };

    private Task<HttpResponseMessage> PostAsync(JsonObject body, string? secret = null, string key = "campaign") => PostAsync(body.ToJsonString(), secret, key);

    private async Task<HttpResponseMessage> PostAsync(string body, string? secret = null, string key = "campaign")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sends") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret ?? _secret);
        if (key.Length > 0)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await _here.Visitor.SendAsync(request, Cancellation);
    }

    private static async Task<(HttpStatusCode, string?)> CodeAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["code"]);

    private async Task<string> KeyAsync(ApiScopes scopes = ApiScopes.ReportSends, PublicId? sender = null) =>
        (await _here.App.Services.GetRequiredService<CreateApiKey>().ExecuteAsync(new() { Name = "shop", Scopes = scopes, Sender = sender }, Staff.Administrator, Cancellation)).Value!;

    private async Task<long> KeyIdAsync()
    {
        await using var db = await _here.DataAsync();
        return await db.ApiKeys.Select(k => k.Id).SingleAsync(Cancellation);
    }

    private async Task<int> CountedAsync()
    {
        await using var db = await _here.DataAsync();
        return await db.SendCounts.SumAsync(c => c.Count, Cancellation);
    }
}

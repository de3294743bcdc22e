using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.ApiKeys;
using ConsentDashboard.Tests.Features.OptOutPages;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Reachability;

public sealed class ReportingReachabilityTests : IAsyncLifetime
{
    private readonly CapturedLog _log = new();
    private LinkedPlace _here = null!;
    private string _secret = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is sent instead, the status, the code and the field that the answer names. The clock stands at 2026-06-01.</summary>
    public static TheoryData<string, string, HttpStatusCode, string, string?> Refused => new()
    {
        { "source", "\" \"", HttpStatusCode.UnprocessableEntity, "source_missing", "source" },
        { "source", "null", HttpStatusCode.UnprocessableEntity, "source_missing", "source" },
        { "observedAt", "null", HttpStatusCode.UnprocessableEntity, "time_invalid", "observedAt" },
        { "observedAt", "\"2026-06-01T00:00:00\"", HttpStatusCode.UnprocessableEntity, "time_invalid", "observedAt" },
        { "observedAt", "\"2026-06-09T00:00:00Z\"", HttpStatusCode.UnprocessableEntity, "time_in_future", "observedAt" },
        { "numbers", "[]", HttpStatusCode.UnprocessableEntity, "numbers_missing", "numbers" },
        { "numbers", "[\"+79160000001\"]", HttpStatusCode.BadRequest, "malformed", "numbers[0]" },
        { "region", "\"XX\"", HttpStatusCode.UnprocessableEntity, "region_unknown", "region" },
        { "name", "\"Anna\"", HttpStatusCode.BadRequest, "unknown_property", "name" },
    };

    public async ValueTask InitializeAsync()
    {
        _here = await LinkedPlace.OpenAsync(_log);
        _secret = await KeyAsync(ApiScopes.ReportReachability);
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task It_is_recorded_and_what_is_not_understood_refuses_only_itself()
    {
        var answer = await PostAsync(Body(("8 916 000-00-01", "dead"), ("+44 7400 123456", "dead"), ("nonsense", "dead"), (LinkedPlace.Number, "gone")));

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"changed":1,"unchanged":0,"unknown":1,"errors":[{"index":2,"error":"phone_invalid"},{"index":3,"error":"status_unknown"}]}""", text);
        await using var db = await _here.DataAsync();
        var row = await db.Reachability.SingleAsync(Cancellation);
        Assert.Equal((ReachabilityStatus.Dead, "registry", Times.Never), (row.Status, row.Source, row.To));
        Assert.Equal(1, await db.Subscribers.CountAsync(Cancellation));
        Assert.Equal(ConsentState.Given, await db.Consents.Where(c => c.Kind == ConsentKind.Contact).Select(c => c.State).FirstAsync(Cancellation));
        var entry = Assert.Single(await _here.App.AuditAsync(), entry => entry.Action == AuditAction.ReachabilityRecorded);
        Assert.Equal("""{"source":"registry","changed":1,"unchanged":0,"unknown":1,"notUnderstood":2}""", entry.Details);
        Findings.None(_log.Lines.Where(line => line.Contains("91600000", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_a_region_the_numbers_that_have_a_calling_code_count()
    {
        var body = Body((LinkedPlace.Number, "dead"), ("8 916 000-00-01", "dead"));
        body.Remove("region");

        Assert.Equal("""{"changed":1,"unchanged":0,"unknown":0,"errors":[{"index":1,"error":"phone_invalid"}]}""", await (await PostAsync(body)).Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_call_that_is_not_right_is_refused_by_name_and_records_nothing(string property, string value, HttpStatusCode status, string code, string? field)
    {
        var body = Body((LinkedPlace.Number, "dead"));
        body[property] = JsonNode.Parse(value);

        var answer = await PostAsync(body);

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((status, code, field), (answer.StatusCode, (string?)problem["code"], (string?)problem["field"]));
        Assert.DoesNotContain("9160000001", text, StringComparison.Ordinal);
        Assert.Equal(0, await EventsAsync());
    }

    [Fact]
    public async Task The_same_call_many_times_at_once_is_recorded_once_and_gets_one_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostAsync(Body((LinkedPlace.Number, "reassigned")))));

        Assert.Single((await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Cancellation)))).Distinct());
        Assert.Equal(1, await EventsAsync());
        Assert.Equal((HttpStatusCode.Conflict, "idempotency_key_reused"), await CodeAsync(await PostAsync(Body((LinkedPlace.Number, "dead")))));
        Assert.Equal((HttpStatusCode.BadRequest, "idempotency_key_missing"), await CodeAsync(await PostAsync(Body((LinkedPlace.Number, "dead")), key: "")));
    }

    [Fact]
    public async Task The_last_that_a_call_says_of_a_number_counts_however_far_apart_it_stands()
    {
        var others = Enumerable.Range(0, 300).Select(n => ($"+447400{123000 + n}", "dead"));

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Body([(LinkedPlace.Number, "dead"), .. others, (LinkedPlace.Number, "live")]))).StatusCode);

        await using var db = await _here.DataAsync();
        Assert.Equal(ReachabilityStatus.Live, (await db.Reachability.SingleAsync(Cancellation)).Status);
    }

    [Fact]
    public async Task Only_a_key_that_was_made_for_it_opens_it()
    {
        Assert.Equal((HttpStatusCode.Forbidden, "scope_missing"), await CodeAsync(await PostAsync(Body((LinkedPlace.Number, "dead")), await KeyAsync(ApiScopes.ReportSends))));
        Assert.Equal(0, await EventsAsync());
    }

    private static JsonObject Body(params (string Phone, string Status)[] numbers) => new()
    {
        ["source"] = "registry",
        ["observedAt"] = "2026-05-31T12:00:00Z",
        ["region"] = "RU",
        ["numbers"] = new JsonArray([.. numbers.Select(one => new JsonObject { ["phone"] = one.Phone, ["status"] = one.Status })]),
    };

    private async Task<HttpResponseMessage> PostAsync(JsonObject body, string? secret = null, string key = "answer-1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/reachability") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret ?? _secret);
        if (key.Length > 0)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await _here.Visitor.SendAsync(request, Cancellation);
    }

    private static async Task<(HttpStatusCode, string?)> CodeAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["code"]);

    private async Task<string> KeyAsync(ApiScopes scopes) =>
        (await _here.App.Services.GetRequiredService<CreateApiKey>().ExecuteAsync(new() { Name = "shop", Scopes = scopes }, Staff.Administrator, Cancellation)).Value!;

    private async Task<int> EventsAsync()
    {
        await using var db = await _here.DataAsync();
        return await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.ReachabilityChanged, Cancellation);
    }
}

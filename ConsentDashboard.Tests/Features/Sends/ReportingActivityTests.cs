using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Features.ApiKeys;
using ConsentDashboard.Tests.Features.OptOutPages;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Sends;

/// <summary>The clock stands at 2026-06-01, a minute past midnight; she agreed at midnight.</summary>
public sealed class ReportingActivityTests : IAsyncLifetime
{
    private const string Now = "2026-06-01T00:00:30Z";

    private readonly CapturedLog _log = new();
    private LinkedPlace _here = null!;
    private string _secret = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is sent instead, the status, the code and the field that the answer names.</summary>
    public static TheoryData<string, string, HttpStatusCode, string, string?> Refused => new()
    {
        { "activities", "null", HttpStatusCode.UnprocessableEntity, "activities_missing", "activities" },
        { "activities", "[]", HttpStatusCode.UnprocessableEntity, "activities_missing", "activities" },
        { "activities", "[\"+79160000001\"]", HttpStatusCode.BadRequest, "malformed", "activities[0]" },
        { "region", "\"XX\"", HttpStatusCode.UnprocessableEntity, "region_unknown", "region" },
        { "name", "\"Anna\"", HttpStatusCode.BadRequest, "unknown_property", "name" },
    };

    public async ValueTask InitializeAsync()
    {
        _here = await LinkedPlace.OpenAsync(_log);
        _secret = await KeyAsync(ApiScopes.ReportSends);
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task It_moves_her_last_activity_and_what_is_not_understood_refuses_only_itself()
    {
        var answer = await PostAsync(Body(
            ("8 916 000-00-01", "click", Now), ("8 916 000-00-01", "call", Now), ("+44 7400 123456", "reply", Now),
            ("nonsense", "click", Now), (LinkedPlace.Number, "open", Now), (LinkedPlace.Number, "click", "2026-06-01T00:00:00"), (LinkedPlace.Number, "click", "2026-06-09T00:00:00Z")));

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            """{"known":1,"unknown":1,"errors":[{"index":3,"error":"phone_invalid"},{"index":4,"error":"kind_unknown"},{"index":5,"error":"time_invalid"},{"index":6,"error":"time_in_future"}]}""", text);
        await using var db = await _here.DataAsync();
        Assert.Equal(new DateTime(2026, 6, 1, 0, 0, 30, DateTimeKind.Utc), (await db.Subscribers.SingleAsync(Cancellation)).LastActivityAt);
        var entry = Assert.Single(await _here.App.AuditAsync(), entry => entry.Action == AuditAction.ActivityRecorded);
        Assert.Equal("""{"known":1,"unknown":1,"kinds":{"click":1,"call":1,"reply":1},"notUnderstood":4}""", entry.Details);
        Findings.None(_log.Lines.Where(line => line.Contains("91600000", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_same_number_far_apart_in_one_call_is_counted_once()
    {
        var others = Enumerable.Range(0, 300).Select(n => ($"+447400{123000 + n}", "click", Now));

        var answer = await PostAsync(Body([(LinkedPlace.Number, "click", Now), .. others, (LinkedPlace.Number, "click", Now)]));

        Assert.Equal("""{"known":1,"unknown":300,"errors":[]}""", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Without_a_region_the_numbers_that_have_a_calling_code_count()
    {
        var body = Body((LinkedPlace.Number, "click", Now), ("8 916 000-00-01", "click", Now));
        body.Remove("region");

        Assert.Equal("""{"known":1,"unknown":0,"errors":[{"index":1,"error":"phone_invalid"}]}""", await (await PostAsync(body)).Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_call_that_is_not_right_is_refused_by_name_and_records_nothing(string property, string value, HttpStatusCode status, string code, string? field)
    {
        var body = Body((LinkedPlace.Number, "click", Now));
        body[property] = JsonNode.Parse(value);

        var answer = await PostAsync(body);

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((status, code, field), (answer.StatusCode, (string?)problem["code"], (string?)problem["field"]));
        Assert.DoesNotContain("9160000001", text, StringComparison.Ordinal);
        Assert.DoesNotContain(await _here.App.AuditAsync(), entry => entry.Action == AuditAction.ActivityRecorded);
    }

    [Fact]
    public async Task Only_a_key_that_was_made_for_it_opens_it()
    {
        var answer = await PostAsync(Body((LinkedPlace.Number, "click", Now)), await KeyAsync(ApiScopes.ReportReachability));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain(await _here.App.AuditAsync(), entry => entry.Action == AuditAction.ActivityRecorded);
    }

    private static JsonObject Body(params (string Phone, string Kind, string At)[] activities) => new()
    {
        ["region"] = "RU",
        ["activities"] = new JsonArray([.. activities.Select(one => new JsonObject { ["phone"] = one.Phone, ["kind"] = one.Kind, ["occurredAt"] = one.At })]),
    };

    private async Task<HttpResponseMessage> PostAsync(JsonObject body, string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/activity") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret ?? _secret);
        return await _here.Visitor.SendAsync(request, Cancellation);
    }

    private async Task<string> KeyAsync(ApiScopes scopes) =>
        (await _here.App.Services.GetRequiredService<CreateApiKey>().ExecuteAsync(new() { Name = "shop", Scopes = scopes }, Staff.Administrator, Cancellation)).Value!;
}

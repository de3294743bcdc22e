using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Features.ApiKeys;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Features.OptOutPages;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Links;

public sealed class MakingLinksTests : IAsyncLifetime
{
    private readonly CapturedLog _log = new();
    private LinkedPlace _here = null!;
    private string _sender = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is sent, the status, the code and the field that the answer names.</summary>
    public static TheoryData<string, HttpStatusCode, string, string?> Refused => new()
    {
        { """{"sender":"00000000001","phones":["+79160000001"]}""", HttpStatusCode.NotFound, "unknown_sender", "sender" },
        { """{"phones":["+79160000001"]}""", HttpStatusCode.NotFound, "unknown_sender", "sender" },
        { """{"sender":"SENDER"}""", HttpStatusCode.UnprocessableEntity, "phones_missing", "phones" },
        { """{"sender":"SENDER","phones":[]}""", HttpStatusCode.UnprocessableEntity, "phones_missing", "phones" },
        { """{"sender":"SENDER","phones":["1"],"region":"XX"}""", HttpStatusCode.UnprocessableEntity, "region_unknown", "region" },
        { """{"sender":"SENDER","phones":["1"],"name":"Ann"}""", HttpStatusCode.BadRequest, "unknown_property", "name" },
        { """{"sender":"SENDER","+79160000001":["1"]}""", HttpStatusCode.BadRequest, "unknown_property", null },
        { """{"sender":"SENDER","phones":"+79160000001"}""", HttpStatusCode.BadRequest, "malformed", "phones" },
        { "null", HttpStatusCode.BadRequest, "malformed", null },
        { "{", HttpStatusCode.BadRequest, "malformed", null },
    };

    public async ValueTask InitializeAsync()
    {
        _here = await LinkedPlace.OpenAsync(_log);
        await using var db = await _here.DataAsync();
        _sender = $"{db.Senders.Single().PublicId}";
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task Each_number_gets_its_link_in_order_and_by_it_she_can_stop()
    {
        var answer = await PostAsync(Body("8 916 000-00-01", "+44 7400 123456", "nonsense", null, LinkedPlace.Number));

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var links = JsonNode.Parse(text)!["links"]!.AsArray();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([0, 1, 2, 3, 4], links.Select(link => (int)link!["index"]!));
        Assert.Equal([null, "unknown", "phone_invalid", "phone_invalid", null], links.Select(link => (string?)link!["error"]));
        Assert.Equal((_here.Token, $"http://localhost/p/{_here.Token}"), ((string?)links[0]!["token"], (string?)links[0]!["url"]));
        Assert.Equal(_here.Token, (string?)links[4]!["token"]);
        Assert.DoesNotContain("9160000001", text, StringComparison.Ordinal);

        await _here.PostAsync(Forms.Form(("act", "stop")), new Uri((string)links[0]!["url"]!).AbsolutePath);
        Assert.Equal(ConsentCells.None, await _here.GivenAsync());
    }

    [Fact]
    public async Task It_leaves_counts_in_the_audit_trail_and_no_number_anywhere()
    {
        await PostAsync(Body(LinkedPlace.Number, "+79160000099"));

        var entry = Assert.Single(await _here.App.AuditAsync(), entry => entry.Action == AuditAction.LinksMade);
        Assert.StartsWith("api:", entry.Actor, StringComparison.Ordinal);
        Assert.Equal((_sender, """{"asked":2,"made":1}"""), (entry.Subject, entry.Details));
        Findings.None(_log.Lines.Where(line => line.Contains("91600000", StringComparison.Ordinal) || line.Contains(_here.Token, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Somebody_erased_gets_none()
    {
        await _here.RecordAsync(new() { SubscriberId = _here.Person.SubscriberId, Type = ConsentEventType.Erased, Source = Source.Policy, OccurredAt = _here.Clock.UtcMilliseconds(), Actor = Actor.System("test") });

        var answer = await PostAsync(Body(LinkedPlace.Number));

        Assert.Equal("unknown", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["links"]![0]!["error"]);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_request_that_is_not_right_is_refused_by_name(string body, HttpStatusCode status, string code, string? field)
    {
        var answer = await PostAsync(body.Replace("SENDER", _sender, StringComparison.Ordinal));

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((status, code, field), (answer.StatusCode, (string?)problem["code"], (string?)problem["field"]));
        Assert.DoesNotContain("9160000001", text, StringComparison.Ordinal);
        Assert.DoesNotContain(await _here.App.AuditAsync(), entry => entry.Action == AuditAction.LinksMade);
    }

    [Fact]
    public async Task Ten_thousand_are_the_most()
    {
        var most = await PostAsync(Body([.. Enumerable.Range(0, 10_000).Select(A.Number)]));
        var more = await PostAsync(Body([.. Enumerable.Range(0, 10_001).Select(A.Number)]));
        var larger = await PostAsync(new string(' ', (1 << 20) + 1));

        Assert.Equal(HttpStatusCode.OK, most.StatusCode);
        Assert.Equal(10_000, JsonNode.Parse(await most.Content.ReadAsStringAsync(Cancellation))!["links"]!.AsArray().Count);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "too_many_phones"), await CodeAsync(more));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), await CodeAsync(larger));
    }

    [Fact]
    public async Task A_key_opens_only_what_it_was_made_for()
    {
        var other = await _here.OtherSenderAsync();

        Assert.Equal((HttpStatusCode.Forbidden, "scope_missing"), await CodeAsync(await PostAsync(Body(LinkedPlace.Number), await KeyAsync(ApiScopes.RecordConsents))));
        Assert.Equal((HttpStatusCode.Forbidden, "other_sender"), await CodeAsync(await PostAsync(Body(LinkedPlace.Number), await KeyAsync(sender: other.PublicId))));
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Body(LinkedPlace.Number), "cd_nonsense")).StatusCode);
    }

    [Fact]
    public async Task The_document_shows_the_call_with_examples()
    {
        var call = JsonNode.Parse(await _here.App.Browser().GetStringAsync("/openapi/v1.json", Cancellation))!["paths"]!["/api/v1/links"]!["post"]!;

        Assert.NotNull(call["requestBody"]!["content"]!["application/json"]!["example"]!["phones"]);
        Assert.NotNull(call["responses"]!["200"]!["content"]!["application/json"]!["example"]!["links"]);
        Assert.Null(call["parameters"]);
    }

    private string Body(params string?[] phones) => new JsonObject { ["sender"] = _sender, ["phones"] = new JsonArray([.. phones.Select(phone => (JsonNode?)phone)]) }.ToJsonString();

    private async Task<HttpResponseMessage> PostAsync(string body, string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/links") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret ?? await KeyAsync());
        return await _here.App.Browser().SendAsync(request, Cancellation);
    }

    private static async Task<(HttpStatusCode, string?)> CodeAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["code"]);

    private async Task<string> KeyAsync(ApiScopes scopes = ApiScopes.MakeLinks, PublicId? sender = null) =>
        (await _here.App.Services.GetRequiredService<CreateApiKey>().ExecuteAsync(new() { Name = "Shop", Scopes = scopes, Sender = sender }, Actor.System("test"), Cancellation)).Value!;
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Features.ApiKeys;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Features.OptOutPages;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Exports;

public sealed class RecallingOverHttpTests : IAsyncLifetime
{
    private readonly CapturedLog _log = new();
    private LinkedPlace _here = null!;
    private ExportJob _job = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _here = await LinkedPlace.OpenAsync(_log);
        await using var db = await _here.DataAsync();
        var purpose = new Purpose { PublicId = PublicId.Create(), SenderId = _here.Place.Point.SenderId, Code = "offers", TextEn = "Offers", TextRu = "Предложения" };
        db.Add(purpose);
        await db.SaveChangesAsync(Cancellation);
        db.Add(new NoticeVersionPurpose { NoticeVersionId = _here.Place.Notice.Id, PurposeId = purpose.Id });
        _job = new()
        {
            PublicId = PublicId.Create(),
            Status = JobStatus.Expired,
            SenderId = _here.Place.Point.SenderId,
            Channel = Channel.Sms,
            MessageType = MessageType.Promotional,
            PurposeId = purpose.Id,
            RowCount = 1,
        };
        db.Add(_job);
        await db.SaveChangesAsync(Cancellation);
        db.AddRange(new ExportItem { ExportJobId = _job.Id, RowKey = 77, SubscriberId = _here.Person.SubscriberId }, new ExportItem { ExportJobId = _job.Id, RowKey = 99 });
        await db.SaveChangesAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task It_names_nobody_until_she_withdraws_and_her_key_alone_once_she_is_erased()
    {
        Assert.Empty(await RowsAsync());

        await _here.StopBySmsAsync();
        var withdrawn = Assert.Single(await RowsAsync())!;
        Assert.Equal((ExportFile.KeyOf(77), LinkedPlace.Number), ((string?)withdrawn["rowKey"], (string?)withdrawn["phone"]));
        Assert.Contains("withdrawn", withdrawn["reasons"]!.AsArray().Select(reason => (string)reason!));

        await _here.RecordAsync(new() { SubscriberId = _here.Person.SubscriberId, Type = ConsentEventType.Erased, Source = Source.Policy, OccurredAt = _here.Clock.UtcMilliseconds(), Actor = Actor.System("test") });
        var erased = Assert.Single(await RowsAsync())!;
        Assert.Equal(ExportFile.KeyOf(77), (string?)erased["rowKey"]);
        Assert.Null(erased["phone"]);
        Assert.Contains("erased", erased["reasons"]!.AsArray().Select(reason => (string)reason!));
        Assert.Equal(3, (await _here.App.AuditAsync()).Count(entry => entry.Action == AuditAction.ExportRecalled && entry.Subject == $"{_job.PublicId}" && entry.Actor.StartsWith("api:", StringComparison.Ordinal)));
        Findings.None(_log.Lines.Where(line => line.Contains("9160000001", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_goes_on_behind_a_key_and_refuses_what_is_none()
    {
        await _here.StopBySmsAsync();

        Assert.Single(await RowsAsync($"?after={ExportFile.KeyOf(76)}"));
        Assert.Empty(await RowsAsync($"?after={ExportFile.KeyOf(77)}"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "after_unknown"), await CodeAsync(await GetAsync("?after=77")));
    }

    [Fact]
    public async Task A_key_opens_only_what_it_was_made_for_and_only_exports_with_a_file()
    {
        var other = await _here.OtherSenderAsync();

        Assert.Equal((HttpStatusCode.Forbidden, "scope_missing"), await CodeAsync(await GetAsync(secret: await KeyAsync(ApiScopes.MakeLinks))));
        Assert.Equal((HttpStatusCode.Forbidden, "other_sender"), await CodeAsync(await GetAsync(secret: await KeyAsync(sender: other.PublicId))));
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(secret: "cd_nonsense")).StatusCode);
        await using var db = await _here.DataAsync();
        await db.ExportItems.ExecuteDeleteAsync(Cancellation);
        Assert.Equal((HttpStatusCode.Gone, "recall_over"), await CodeAsync(await GetAsync()));
        await db.ExportJobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, JobStatus.Running), Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, "unknown_export"), await CodeAsync(await GetAsync()));
    }

    [Fact]
    public async Task The_document_shows_the_call_with_an_example()
    {
        var call = JsonNode.Parse(await _here.App.Browser().GetStringAsync("/openapi/v1.json", Cancellation))!["paths"]!["/api/v1/exports/{key}/recall"]!["get"]!;

        Assert.NotNull(call["responses"]!["200"]!["content"]!["application/json"]!["example"]!["rows"]);
        Assert.Equal(["key", "after"], call["parameters"]!.AsArray().Select(parameter => (string)parameter!["name"]!));
    }

    private async Task<JsonArray> RowsAsync(string query = "")
    {
        var answer = await GetAsync(query);
        Assert.Equal((HttpStatusCode.OK, "no-store"), (answer.StatusCode, $"{answer.Headers.CacheControl}"));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["rows"]!.AsArray();
    }

    private async Task<HttpResponseMessage> GetAsync(string query = "", string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/exports/{_job.PublicId}/recall{query}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret ?? await KeyAsync());
        return await _here.App.Browser().SendAsync(request, Cancellation);
    }

    private static async Task<(HttpStatusCode, string?)> CodeAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["code"]);

    private async Task<string> KeyAsync(ApiScopes scopes = ApiScopes.RecallExports, PublicId? sender = null) =>
        (await _here.App.Services.GetRequiredService<CreateApiKey>().ExecuteAsync(new() { Name = "Gateway", Scopes = scopes, Sender = sender }, Actor.System("test"), Cancellation)).Value!;
}

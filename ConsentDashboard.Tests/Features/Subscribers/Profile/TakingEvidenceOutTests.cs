using System.Net;
using Bunit;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Bundles;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

/// <summary>A person's evidence as a file: who gets it, with which reason, and what is left of that.</summary>
public sealed class TakingEvidenceOutTests(HostedApp app) : IClassFixture<HostedApp>
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_officer_gets_a_file_that_holds_by_itself_and_stays_in_no_cache()
    {
        var person = await SomebodyAsync();

        var answer = await PostAsync(Roles.ComplianceOfficer, person.PublicId, "a court asks");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("attachment", $"evidence-{person.PublicId}.json"), (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileName));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.True(BundleVerification.Verify(await answer.Content.ReadAsByteArrayAsync(Token)) is { Holds: true, Events: 1 });
        var entry = Assert.Single(await TakenOutAsync(person));
        Assert.Equal(("Officer", "a court asks"), (entry.ActorName, entry.Reason));
    }

    [Theory]
    [InlineData(Roles.Marketer)]
    [InlineData(Roles.SupportAgent)]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Auditor)]
    public async Task Nobody_else_gets_it(string role)
    {
        var person = await SomebodyAsync();

        var answer = await PostAsync(role, person.PublicId, "a court asks");

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await TakenOutAsync(person));
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("no", HttpStatusCode.BadRequest)]
    [InlineData("call +7 916 000-00-01", HttpStatusCode.BadRequest)]
    public async Task Without_a_reason_there_is_no_file(string reason, HttpStatusCode status)
    {
        var person = await SomebodyAsync();

        Assert.Equal(status, (await PostAsync(Roles.ComplianceOfficer, person.PublicId, reason)).StatusCode);

        Assert.Empty(await TakenOutAsync(person));
    }

    [Fact]
    public async Task Another_site_cannot_ask_for_it_and_nobody_unknown_has_one()
    {
        var person = await SomebodyAsync();
        var (browser, _) = await app.SignInAsync(Roles.ComplianceOfficer);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync($"/subscribers/{person.PublicId}/bundle", Forms.Form(("reason", "a court asks")), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(Roles.ComplianceOfficer, new(1), "a court asks")).StatusCode);
        Assert.Empty(await TakenOutAsync(person));
    }

    [Fact]
    public async Task The_dialog_asks_why_before_the_browser_sends_its_form()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.PublicId;
        await using var screen = new Screen(here).Ready();
        var dialogs = screen.Dialogs();
        var page = screen.Render<SubscriberProfile>(parameters => parameters.Add(p => p.Id, $"{person}"));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("details[data-menu]")));

        _ = Press(page, "Evidence bundle…");
        dialogs.WaitForElement("#bundle-reason").Input("+7 916 000-00-01");
        await Press(dialogs, "Download");
        dialogs.WaitForAssertion(() => Assert.Contains("Leave phone numbers out", dialogs.Find(".validation-message").TextContent, StringComparison.Ordinal));
        Assert.Empty(screen.JSInterop.Invocations["submit"]);
        var form = dialogs.Find("form");
        Assert.Equal(("post", $"/subscribers/{person}/bundle", "reason"), (form.GetAttribute("method"), form.GetAttribute("action"), dialogs.Find("#bundle-reason").GetAttribute("name")));
        await dialogs.Find("#bundle-reason").InputAsync(new() { Value = "a court asks" });
        await Press(dialogs, "Download");

        Assert.Single(screen.JSInterop.Invocations["submit"]);
        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("form")));
    }

    [Fact]
    public async Task It_stands_in_her_history_who_took_it_out()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        Assert.Null((await here.Get<ExportPersonBundle>().ExecuteAsync(new(person.PublicId, "a court asks"), Staff.Officer, Token)).Error);
        await using var screen = new Screen(here, Roles.Auditor).Ready();

        var page = screen.Render<SubscriberProfile>(parameters => parameters.Add(p => p.Id, $"{person.PublicId}"));

        page.WaitForAssertion(() => Assert.Contains("Evidence bundle taken out", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Reason: a court asks", page.Markup, StringComparison.Ordinal);
    }

    private async Task<RecordedAct> SomebodyAsync()
    {
        var recorded = await app.Services.GetRequiredService<LedgerWriter>().RecordAsync(new()
        {
            Number = NumberFormats.Parse($"+7916{System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000, 9_999_999)}", "RU").Value,
            Type = ConsentEventType.Registered,
            Source = Source.Import,
            OccurredAt = TimeProvider.System.UtcMilliseconds(),
            Actor = Actor.System("import"),
        });
        Assert.Null(recorded.Error);
        return recorded.Value!;
    }

    private async Task<HttpResponseMessage> PostAsync(string role, PublicId person, string reason)
    {
        var (browser, token) = await app.SignInAsync(role);
        return await browser.PostAsync($"/subscribers/{person}/bundle", Forms.Form(("__RequestVerificationToken", token), ("reason", reason)), Token);
    }

    private async Task<List<AuditEntry>> TakenOutAsync(RecordedAct person) => (await app.AuditAsync()).FindAll(entry => entry.Action == AuditAction.BundleExported && entry.SubscriberId == person.SubscriberId);

    private static Task Press<T>(IRenderedComponent<T> on, string text)
        where T : IComponent => on.FindAll("button").Single(button => button.TextContent.Trim() == text).ClickAsync(new());
}

using Bunit;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Features.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Audit;

public sealed class LookingAtTheAuditTrailTests : PartsContext, IAsyncLifetime
{
    private Installation _installation = null!;

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    public async ValueTask InitializeAsync()
    {
        _installation = await Installation.CreateAsync();
        Services.AddSingleton<IDbContextFactory<DashboardDbContext>>(_installation.Database.Contexts);
        Services.AddSingleton<AuditQueries>();
        Services.AddSingleton<AuditDetails>();
        Services.AddSingleton(_installation.Get<VerifyAndRecord>());
        SignIn(Roles.Auditor, "Auditor");
    }

    [Fact]
    public void Nothing_recorded_says_so() => Until(Draw(), page => Assert.Equal("Nothing has been recorded yet", page.Find(".state h2").TextContent));

    [Fact]
    public async Task Verifying_says_what_it_found_and_leaves_it_in_the_trail()
    {
        await _installation.Ledger.RecordAsync(_installation.OptIn(1));
        var page = Draw();
        Until(page, shown => Assert.Contains("The ledger has not been verified yet.", shown.Markup, StringComparison.Ordinal));

        page.FindAll("button").Single(button => button.TextContent == "Verify now").Click();

        Until(page, shown => Assert.Contains("Everything holds: 1 events", shown.Markup, StringComparison.Ordinal));
        Until(page, shown => Assert.Equal("Ledger verified", Cell(shown.FindAll("tbody tr")[0], "What")));
    }

    [Fact]
    public async Task A_ledger_that_does_not_hold_is_said_to_in_so_many_words()
    {
        await _installation.Ledger.RecordAsync(_installation.OptIn(1));
        await using (var db = _installation.Open())
        {
            await db.ConsentEvents.ExecuteUpdateAsync(set => set.SetProperty(e => e.Actor, "somebody"), Xunit.TestContext.Current.CancellationToken);
        }

        var page = Draw();
        Until(page, shown => shown.FindAll("button").Single(button => button.TextContent == "Verify now"));
        page.FindAll("button").Single(button => button.TextContent == "Verify now").Click();

        Until(page, shown => Assert.Contains("Event 1 was changed.", shown.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_row_says_who_did_what_and_when()
    {
        await RecordAsync(new(Actor.User("1", "Officer", []), AuditAction.NumberRevealed, Reason: "caller asked", Details: """{"rows":1200,"cells":"AllSms","sender":"*"}"""));
        await RecordAsync(new(Actor.System("retention"), AuditAction.KeysRotated));
        await RecordAsync(new(Actor.Anonymous, AuditAction.SignInFailed));

        Until(Draw(), page => Assert.Equal(
            ["Not signed in|Sign-in failed|", "System (retention)|Keys rotated|", "Officer|Number revealed|caller asked rows: 1,200 · for: SMS: all · sender: all senders"],
            page.FindAll("tbody tr").Select(row => $"{Cell(row, "Who")}|{Cell(row, "What")}|{Cell(row, "Reason and details")}")));
    }

    [Fact]
    public async Task The_address_holds_the_filters_and_a_chip_removes_one()
    {
        await RecordAsync(new(Actor.Anonymous, AuditAction.SignInFailed));
        Navigation.NavigateTo("/audit?action=SignedIn&from=2026-01-01&older=900");

        var page = Draw();
        Until(page, shown => Assert.Equal("Nothing matches the filters", shown.Find(".state h2").TextContent));
        Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim() == "Action: Signed in");
        Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim() == "Period: since 1 Jan 2026");
        page.Find("[aria-label='Remove the filter: Action']").Click();

        Assert.Equal("?from=2026-01-01", new Uri(Navigation.Uri).Query);
    }

    [Fact]
    public async Task Choosing_an_action_goes_to_its_address()
    {
        await RecordAsync(new(Actor.Anonymous, AuditAction.SignInFailed));
        Navigation.NavigateTo("/audit");
        var page = Draw();
        page.WaitForElement("tbody tr");

        page.FindAll("button").Single(button => button.TextContent.Trim() == "Action").Click();
        page.Find("#filter-action").Change("SignInFailed");

        Assert.EndsWith("/audit?action=SignInFailed", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_subscribers_id_gets_a_field_message()
    {
        var page = Draw();
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Subscriber").Click();

        page.Find("#filter-subscriber").Change("+79161234567");
        page.Find("form").Submit();

        Assert.Equal("This is not a subscriber's id.", page.Find(".validation-message").TextContent);
        Assert.Empty(new Uri(Navigation.Uri).Query);

        Navigation.NavigateTo("/audit?action=SignedIn");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".validation-message")));
    }

    [Fact]
    public async Task Links_lead_to_the_next_and_the_last_page()
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => RecordAsync(new(Actor.Anonymous, AuditAction.SignInFailed))));

        Until(Draw(), page =>
        {
            Assert.EndsWith("?older=11", page.Find("[aria-label='Next page']").GetAttribute("href"), StringComparison.Ordinal);
            Assert.EndsWith("?at=last", page.Find("[aria-label='Last page']").GetAttribute("href"), StringComparison.Ordinal);
            Assert.Equal("true", page.Find("[aria-label='First page']").GetAttribute("aria-disabled"));
        });
    }

    [Fact]
    public void Who_may_not_read_it_sees_the_forbidden_state_and_it_is_recorded()
    {
        SignIn(Roles.SupportAgent, "Support");

        Until(Draw(), page => Assert.Contains(page.FindAll("h1"), heading => heading.TextContent == "No permission"));
        Assert.Equal([$"Support: {Permissions.ViewAudit}"], Denials);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public void Every_action_has_words(string language)
    {
        Speak(language);
        var words = Services.GetRequiredService<Microsoft.Extensions.Localization.IStringLocalizer<AuditText>>();

        Assert.DoesNotContain(Enum.GetValues<AuditAction>(), action => words[$"Action.{action}"].ResourceNotFound);
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _installation.DisposeAsync();
    }

    private static string Cell(AngleSharp.Dom.IElement row, string label) => string.Join(' ', row.QuerySelector($"td[data-label='{label}']")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void Until(IRenderedComponent<AuditList> page, Action<IRenderedComponent<AuditList>> holds) => page.WaitForAssertion(() => holds(page));

    private IRenderedComponent<AuditList> Draw() => Render<AuditList>();

    private Task RecordAsync(AuditDraft draft) => _installation.Get<AuditTrail>().RecordAsync(draft);
}

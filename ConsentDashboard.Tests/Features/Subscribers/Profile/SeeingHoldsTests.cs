using Bunit;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

public sealed class SeeingHoldsTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_officer_places_a_hold_and_releases_it()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        await using var screen = new Screen(here).Ready();
        var dialogs = screen.Dialogs();
        var page = screen.Render<SubscriberProfile>(parameters => parameters.Add(p => p.Id, $"{person.PublicId}"));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("h1")));

        _ = Press(page, "Hold…");
        dialogs.WaitForAssertion(() => dialogs.Find("#hold-reason"));
        await Press(dialogs, "Place hold");
        dialogs.WaitForAssertion(() => Assert.Contains("3 to 500", dialogs.Find(".validation-message").TextContent, StringComparison.Ordinal));
        await dialogs.Find("#hold-reason").InputAsync(new() { Value = "case 12/26" });
        await dialogs.Find("#hold-until").InputAsync(new() { Value = "2026-06-30" });
        await Press(dialogs, "Place hold");

        page.WaitForAssertion(() => Assert.Contains("On legal hold until 1 Jul 2026, 00:00: case 12/26", page.Markup, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("Reason: case 12/26", page.Markup, StringComparison.Ordinal));
        await using var db = here.Open();
        Assert.Equal(new DateTime(2026, 6, 30, 22, 0, 0, DateTimeKind.Utc), (await db.Holds.AsNoTracking().SingleAsync(Token)).To);

        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = Press(page, "Release…");
        dialogs.WaitForAssertion(() => dialogs.Find("#release-reason"));
        await dialogs.Find("#release-reason").InputAsync(new() { Value = "the case is closed" });
        await Press(dialogs, "Release hold");

        page.WaitForAssertion(() => Assert.Contains("The hold is released.", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("On legal hold", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Marketer)]
    [InlineData(Roles.SupportAgent)]
    [InlineData(Roles.Auditor)]
    public async Task Whoever_may_only_look_sees_the_hold_and_no_way_to_change_it(string role)
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        await new PlaceHold(here.Database.Contexts, here.Ledger, here.Database.Vault, here.Database.Clock).ExecuteAsync(new() { Subscriber = person.PublicId, Reason = "case 12/26" }, Staff.Officer, Token);
        await using var screen = new Screen(here, role).Ready();

        var page = screen.Render<SubscriberProfile>(parameters => parameters.Add(p => p.Id, $"{person.PublicId}"));

        page.WaitForAssertion(() => Assert.Contains("On legal hold until released: case 12/26", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent is "Hold…" or "Release…");
    }

    private static Task Press<T>(IRenderedComponent<T> on, string text)
        where T : Microsoft.AspNetCore.Components.IComponent => on.FindAll("button").Single(button => button.TextContent.Trim() == text).ClickAsync(new());
}

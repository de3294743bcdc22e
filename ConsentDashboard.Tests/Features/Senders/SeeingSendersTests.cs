using Bunit;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Features.Senders;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Senders;

public sealed class SeeingSendersTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_shows_each_sender_or_says_that_there_is_none()
    {
        await using var full = await Installation.CreateAsync();
        await using var empty = await Installation.EmptyAsync();
        await using var first = new Screen(full).Ready();
        await using var second = new Screen(empty, language: "ru").Ready();

        var (rows, none) = (first.Render<SenderList>(), second.Render<SenderList>());

        rows.WaitForAssertion(() => Assert.Equal(["North Shop", "South Bank"], rows.FindAll("tbody a").Select(link => link.TextContent)));
        none.WaitForAssertion(() => Assert.Equal("Отправителей пока нет", none.Find("h2").TextContent));
    }

    [Fact]
    public async Task A_failure_shows_a_reference()
    {
        await using var here = await Installation.CreateAsync();
        await using var db = here.Open();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE SenderAddresses RENAME TO Gone", Token);
        await using var screen = new Screen(here).Ready();

        var page = screen.Render<SenderList>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("[role=alert] code")));
    }

    [Fact]
    public async Task Each_mistake_stands_beside_its_field_and_a_mended_sender_is_saved()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here).Ready();
        var page = screen.Render<SenderPage>();
        page.WaitForElement("form");

        await Press(page, "Add a purpose");
        await Press(page, "Add an address");
        await page.Find("form").SubmitAsync();
        Assert.Contains("Nothing was saved: 5 fields need mending.", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Give the legal name.", page.Find("#LegalName-error").TextContent);
        Assert.Equal("Use small Latin letters, digits and hyphens.", page.Find("#Purposes-0-Code-error").TextContent);

        await page.Find("#Name").InputAsync("West Books");
        await page.Find("#LegalName").InputAsync("West Books LLC");
        await page.Find("#Purposes-0-Code").InputAsync("news");
        await page.Find("[aria-label='Remove reply address 1']").ClickAsync(new());
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Matches("/senders/[0-9A-Za-z]{11}$", screen.Services.GetRequiredService<NavigationManager>().Uri));
    }

    [Fact]
    public async Task A_new_one_is_closed_while_it_is_saved_and_a_second_press_makes_no_second()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here).Ready();
        var page = screen.Render<SenderPage>();
        page.WaitForElement("form");
        await page.Find("#Name").InputAsync("West Books");
        await page.Find("#LegalName").InputAsync("West Books LLC");

        using (await here.Get<WriteGate>().EnterAsync(WritePriority.Act, Token))
        {
            _ = page.Find("form").SubmitAsync();
            page.WaitForAssertion(() => Assert.True(page.Find("form fieldset").HasAttribute("disabled")));
        }

        page.WaitForAssertion(() => Assert.Equal("West Books", page.Find("h1").TextContent));
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("Saved", page.Find("form [role=status]").TextContent, StringComparison.Ordinal));
        await using var db = here.Open();
        Assert.Equal(1, await db.Senders.CountAsync(s => s.Name == "West Books", Token));
    }

    [Fact]
    public async Task A_stale_edit_is_refused_and_what_was_typed_stays()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here).Ready();
        var page = screen.Render<SenderPage>(parameters => parameters.Add(p => p.Id, $"{here.Shop.PublicId}"));
        await page.WaitForElement("#Name").InputAsync("Mine");
        await using var db = here.Open();
        await db.Senders.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1).SetProperty(s => s.Name, "Theirs"), Token);

        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Somebody else has changed this", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Mine", page.Find("#Name").GetAttribute("value"));

        await Press(page, "Load again");
        page.WaitForAssertion(() => Assert.Equal("Theirs", page.Find("#Name").GetAttribute("value")));
    }

    [Fact]
    public async Task Who_may_only_look_finds_the_fields_closed_and_who_may_not_look_finds_nothing()
    {
        await using var here = await Installation.CreateAsync();
        await using var looking = new Screen(here, Roles.Auditor).Ready();
        await using var barred = new Screen(here, Roles.SupportAgent).Ready();

        var page = looking.Render<SenderPage>(parameters => parameters.Add(p => p.Id, $"{here.Shop.PublicId}"));
        var nothing = barred.Render<SenderPage>(parameters => parameters.Add(p => p.Id, $"{here.Shop.PublicId}"));
        var beginning = looking.Render<SenderPage>();

        page.WaitForAssertion(() => Assert.True(page.Find("fieldset").HasAttribute("disabled")));
        Assert.Empty(page.FindAll("button"));
        nothing.WaitForAssertion(() => Assert.Contains("No permission", nothing.Markup, StringComparison.Ordinal));
        beginning.WaitForAssertion(() => Assert.Contains("No permission", beginning.Markup, StringComparison.Ordinal));
        Assert.Equal([Permissions.ViewCollection], barred.Denials);
        Assert.Equal([Permissions.ManageCollection], looking.Denials);
    }

    private static Task Press(IRenderedComponent<SenderPage> page, string button) => page.FindAll("button").Single(found => found.TextContent == button).ClickAsync(new());
}

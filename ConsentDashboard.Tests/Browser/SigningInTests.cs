using System.Text.RegularExpressions;
using ConsentDashboard.Components.Layout;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

[Collection(nameof(InBrowser))]
public sealed class SigningInTests(BrowserFixture browser)
{
    public static TheoryData<string> EachRole => [.. Roles.All];

    [Theory]
    [MemberData(nameof(EachRole))]
    public async Task Each_role_signs_in_with_one_click_and_sees_its_navigation(string role)
    {
        await using var visit = await browser.OpenAsAsync(role);

        await visit.GoAsync("/");
        await visit.HeadingAsync();

        var actor = Actor.User("7", "Somebody", [role]);
        var registered = browser.App.Services.GetServices<NavItem>().ToArray();
        var shown = visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main navigation" }).GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Link);
        Assert.NotEmpty(registered);
        Assert.Equal(
            registered.Where(item => actor.Can(item.Permission)).Select(item => item.Href).Order(StringComparer.Ordinal),
            (await shown.EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))")).Order(StringComparer.Ordinal));
        visit.AssertUntroubled();
    }

    [Fact]
    public async Task A_stranger_is_sent_to_sign_in_and_then_to_where_they_wanted()
    {
        await using var visit = await browser.OpenAsync();

        await visit.GoAsync("/audit");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
        await visit.Page.GetByRole(AriaRole.Button).Filter(new() { HasText = "auditor@" }).ClickAsync();

        await Expect(visit.Page).ToHaveURLAsync(new Regex("/audit$"));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        var answers = new List<string>();
        foreach (var email in new[] { DemoAccounts.All[0].Email, "nobody@demo.example" })
        {
            await using var visit = await browser.OpenAsync();
            await visit.GoAsync("/accounts/sign-in");
            await visit.Page.GetByLabel("E-mail").FillAsync(email);
            await visit.Page.GetByLabel("Password").FillAsync("not the password");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
            answers.Add(await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync());
        }

        Assert.NotEmpty(answers[0]);
        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var visit = await browser.OpenAsync();
        await visit.SignInAsync(Roles.Auditor);
        await visit.GoAsync("/audit");

        await visit.Page.GetByTitle("Your account").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
        await visit.GoAsync("/audit");

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
    }
}

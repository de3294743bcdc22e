using System.Net;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Features.Accounts;

public sealed class SigningInTests(HostedApp app) : IClassFixture<HostedApp>
{
    private const string Wrong = "not the password";

    [Fact]
    public async Task The_right_password_opens_the_page_one_wanted()
    {
        var browser = app.Browser();

        var stranger = await browser.GetAsync("/audit?action=SignedIn", TestContext.Current.CancellationToken);
        var signedIn = await browser.SignInAsync(Email(0), DemoAccounts.Password, "?returnUrl=%2Faudit%3Faction%3DSignedIn");
        var known = await browser.GetAsync("/audit", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, stranger.StatusCode);
        Assert.EndsWith("/accounts/sign-in?returnUrl=%2Faudit%3Faction%3DSignedIn", stranger.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("/audit?action=SignedIn", new Uri(browser.BaseAddress!, signedIn.Headers.Location!).PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Contains(await app.AuditAsync(), entry => entry is { Action: AuditAction.SignedIn, ActorName: "Officer" });
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task A_return_address_outside_the_app_is_not_followed(string returnUrl)
    {
        var browser = app.Browser();

        var signedIn = await browser.SignInAsync(Email(0), DemoAccounts.Password, $"?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal(new Uri(browser.BaseAddress!, "/"), new Uri(browser.BaseAddress!, signedIn.Headers.Location!));
    }

    [Fact]
    public async Task An_unknown_account_a_wrong_password_and_a_locked_account_get_the_same_answer()
    {
        var browser = app.Browser();
        var (wrong, unknown) = (await AnswerAsync(browser, Email(1), Wrong), await AnswerAsync(browser, "nobody@demo.example", Wrong));
        for (var i = 0; i < 4; i++)
        {
            await AnswerAsync(browser, Email(1), Wrong);
        }

        var locked = await AnswerAsync(browser, Email(1), DemoAccounts.Password);

        Assert.Contains("role=\"alert\"", wrong, StringComparison.Ordinal);
        Assert.Equal(wrong, unknown);
        Assert.Equal(wrong, locked);
    }

    [Fact]
    public async Task A_failed_attempt_is_recorded_without_what_was_typed()
    {
        await app.Browser().SignInAsync("+15550102030@typed.example", "typed-secret");

        var recorded = (await app.AuditAsync()).FindAll(entry => entry.Action == AuditAction.SignInFailed);
        Assert.NotEmpty(recorded);
        Assert.DoesNotContain(recorded, entry => $"{entry.Actor}{entry.ActorName}{entry.Subject}{entry.Reason}{entry.Details}".Contains("typed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_that_is_not_ours_signs_nobody_in()
    {
        var answer = await app.Browser().PostAsync(
            "/accounts/sign-in", Forms.Form(("_handler", "sign-in"), ("Form.Email", Email(0)), ("Form.Password", DemoAccounts.Password)), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("consent.session=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        var answer = await app.Browser().SignInAsync(Email(0), DemoAccounts.Password);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("consent.session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_form_of_another_site_signs_nobody_out()
    {
        var browser = app.Browser();
        await browser.SignInAsync(Email(4), DemoAccounts.Password);

        var forged = await browser.PostAsync("/accounts/sign-out", Forms.Form(), TestContext.Current.CancellationToken);
        var still = await browser.GetAsync("/audit", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Who_lacks_the_permission_is_told_so_and_it_is_recorded()
    {
        var browser = app.Browser();
        await browser.SignInAsync(Email(3), DemoAccounts.Password);

        var denied = await browser.GetAsync("/audit", TestContext.Current.CancellationToken);

        Assert.StartsWith("/accounts/access-denied", new Uri(browser.BaseAddress!, denied.Headers.Location!).AbsolutePath, StringComparison.Ordinal);
        Assert.Contains(await app.AuditAsync(), entry => entry is { Action: AuditAction.AccessDenied, Subject: "/audit", ActorName: "Support" });
    }

    private static string Email(int index) => DemoAccounts.All[index].Email;

    private static async Task<string> AnswerAsync(HttpClient browser, string email, string password)
    {
        var answer = await browser.SignInAsync(email, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Forms.Plain(await answer.Content.ReadAsStringAsync());
    }
}

using System.Text.RegularExpressions;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Hosting;

public sealed partial class SendingHeadersTests(HostedApp app) : IClassFixture<HostedApp>
{
    public static TheoryData<string> Pages => ["/accounts/sign-in", "/audit", "/no-such-page", "/app.css", "/healthz/live"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Each_answer_carries_them(string path)
    {
        var answer = await (await SignedInAsync()).GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Contains("camera=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        var policy = Header(answer, "Content-Security-Policy");
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'self';", policy, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/accounts/sign-in")]
    [InlineData("/audit")]
    public async Task No_page_has_a_script_or_style_of_its_own_in_it(string path)
    {
        var html = await (path == "/audit" ? await SignedInAsync() : app.Browser()).GetStringAsync(path, TestContext.Current.CancellationToken);

        Assert.NotEmpty(Script().Matches(html));
        Assert.All(Script().Matches(html), script => Assert.Contains(" src=", script.Value, StringComparison.Ordinal));
        Assert.DoesNotMatch("<style", html);
        Assert.DoesNotMatch(" on[a-z]+=", html);
        Assert.DoesNotMatch("(src|href|action)=\"(https?:)?//", html);
    }

    [Fact]
    public async Task Account_pages_load_no_Blazor_and_open_no_circuit() =>
        Assert.DoesNotContain("blazor.web", await app.Browser().GetStringAsync("/accounts/sign-in", TestContext.Current.CancellationToken), StringComparison.Ordinal);

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    private async Task<HttpClient> SignedInAsync()
    {
        var browser = app.Browser();
        await browser.SignInAsync(DemoAccounts.All[0].Email, DemoAccounts.Password);
        return browser;
    }

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();
}

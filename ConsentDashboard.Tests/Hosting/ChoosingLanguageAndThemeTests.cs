using System.Net;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Hosting;

public sealed class ChoosingLanguageAndThemeTests(HostedApp app) : IClassFixture<HostedApp>
{
    [Fact]
    public async Task The_choice_of_language_is_kept_and_leads_back()
    {
        var browser = app.Browser();

        var chosen = await browser.GetAsync("/culture?to=ru&returnUrl=%2Faccounts%2Fsign-in", TestContext.Current.CancellationToken);
        var page = await browser.GetStringAsync("/accounts/sign-in", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        Assert.Equal("/accounts/sign-in", chosen.Headers.Location!.ToString());
        Assert.Contains("<html lang=\"ru\"", page, StringComparison.Ordinal);
        Assert.Contains("Войти", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/culture?to=ru&returnUrl=")]
    [InlineData("/theme?returnUrl=")]
    public async Task It_leads_nowhere_else(string path)
    {
        foreach (var foreign in new[] { "https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "elsewhere", "" })
        {
            var answer = await app.Browser().GetAsync(path + Uri.EscapeDataString(foreign), TestContext.Current.CancellationToken);
            Assert.Equal("/", answer.Headers.Location!.ToString());
        }
    }

    [Fact]
    public async Task A_language_that_is_not_offered_changes_nothing()
    {
        var answer = await app.Browser().GetAsync("/culture?to=xx&returnUrl=%2F", TestContext.Current.CancellationToken);

        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Without_script_the_theme_is_switched_there_and_back()
    {
        var browser = app.Browser();
        foreach (var theme in new[] { "dark", "light", "dark" })
        {
            await browser.GetAsync("/theme?returnUrl=%2F", TestContext.Current.CancellationToken);
            Assert.Contains($"data-theme=\"{theme}\"", await browser.GetStringAsync("/accounts/sign-in", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }
}

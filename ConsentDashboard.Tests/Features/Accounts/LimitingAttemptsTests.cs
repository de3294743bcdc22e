using System.Net;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Features.Accounts;

public sealed class LimitingAttemptsTests
{
    [Fact]
    public async Task One_address_cannot_try_passwords_without_end()
    {
        await using var app = await HostedApp.StartAsync();
        var browser = app.Browser();
        HttpResponseMessage answer;
        var tries = 0;
        do
        {
            answer = await browser.PostAsync("/accounts/sign-in", Forms.Form(("_handler", "sign-in")), TestContext.Current.CancellationToken);
            tries++;
        }
        while (answer.StatusCode != HttpStatusCode.TooManyRequests && tries < 100);

        Assert.Equal(21, tries);
        Assert.Contains("Too many attempts", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/accounts/sign-in", TestContext.Current.CancellationToken)).StatusCode);
    }
}

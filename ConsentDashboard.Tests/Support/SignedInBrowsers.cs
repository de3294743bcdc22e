using System.Net;
using ConsentDashboard.Data.Identity;
using ConsentDashboard.Features.Accounts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Support;

/// <summary>Somebody of a role in a browser of hers, with the token that a form of a page carries.</summary>
internal static class SignedInBrowsers
{
    // The page draws its token on a circuit, which there is none of here: it is made for the browser's own cookie.
    public static async Task<(HttpClient Browser, string Token)> SignInAsync(this HostedApp app, string role)
    {
        var cookies = new CookieContainer();
        var browser = app.CreateDefaultClient(new CookieContainerHandler(cookies));
        var email = DemoAccounts.All.Single(account => account.Role == role).Email;
        await browser.SignInAsync(email, DemoAccounts.Password);
        await using var scope = app.Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>().FindByEmailAsync(email);
        var here = new DefaultHttpContext { User = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<StaffAccount>>().CreateAsync(account!), RequestServices = scope.ServiceProvider };
        here.Request.Headers.Cookie = cookies.GetCookieHeader(browser.BaseAddress!);
        return (browser, scope.ServiceProvider.GetRequiredService<IAntiforgery>().GetTokens(here).RequestToken!);
    }
}

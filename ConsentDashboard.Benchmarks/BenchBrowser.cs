using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Security.Access;
using Microsoft.Playwright;

namespace ConsentDashboard.Benchmarks;

/// <summary>The Chromium that is at hand, in which the demo company's officer has signed in.</summary>
internal sealed class BenchBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IBrowserContext _context;

    private BenchBrowser(IPlaywright playwright, IBrowser browser, IBrowserContext context) => (_playwright, _browser, _context) = (playwright, browser, context);

    public static async Task<BenchBrowser> SignInAsync(string address)
    {
        var playwright = await Playwright.CreateAsync();
        string?[] paths = [Environment.GetEnvironmentVariable("PLAYWRIGHT_EXECUTABLE"), "/usr/bin/chromium", "/usr/bin/google-chrome", playwright.Chromium.ExecutablePath];
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = paths.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("No Chromium: install it, or name a browser in PLAYWRIGHT_EXECUTABLE."),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var context = await browser.NewContextAsync(new() { BaseURL = address, Locale = "en", ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/accounts/sign-in");
        var officer = DemoAccounts.All.Single(account => account.Role == Roles.ComplianceOfficer);
        await page.GetByRole(AriaRole.Button).Filter(new() { HasText = officer.Email }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/accounts/", StringComparison.Ordinal));
        await page.CloseAsync();
        return new(playwright, browser, context);
    }

    public async Task<BenchPage> OpenAsync(string path) => await BenchPage.OpenAsync(await _context.NewPageAsync(), path);

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using ConsentDashboard.Features.Accounts;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ConsentDashboard.Tests.Support.Browser;

/// <summary>One browser window; it notes what went wrong behind the page.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly List<string> _troubles = [];

    public Visit(IPage page, string address)
    {
        Page = page;
        page.Console += (_, message) => Note(message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal), $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"script: {error}");
        page.Request += (_, request) => Note(!request.Url.StartsWith(address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal), $"foreign host: {request.Url}");

        // A page may answer 404; what it loads may not.
        page.Response += (_, response) => Note(response.Status >= (response.Request.IsNavigationRequest ? 500 : 400), $"{response.Status} {response.Url}");
    }

    public IPage Page { get; }

    public Task GoAsync(string path) => Page.GotoAsync(path);

    /// <summary>Signs in by the demo button of the role; lands where the role starts.</summary>
    public async Task SignInAsync(string role)
    {
        await GoAsync("/accounts/sign-in");
        await Page.GetByRole(AriaRole.Button).Filter(new() { HasText = DemoAccounts.All.Single(account => account.Role == role).Email }).ClickAsync();
        await AtAsync("^(?!.*/accounts/)");
        await Page.WaitForLoadStateAsync();
    }

    /// <summary>Once the address is like that: looked at again and again, since whoever waits for the change itself misses one that was quicker.</summary>
    public Task AtAsync([StringSyntax(StringSyntaxAttribute.Regex)] string pattern) => Assertions.Expect(Page).ToHaveURLAsync(new Regex(pattern));

    /// <summary>The page's first heading, once it is there and nothing is being loaded any more.</summary>
    public async Task<string> HeadingAsync()
    {
        var heading = Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First;
        await heading.WaitForAsync();
        await Assertions.Expect(Page.Locator(".spinner").Filter(new() { Visible = true })).ToHaveCountAsync(0);
        return await heading.InnerTextAsync();
    }

    /// <summary>WCAG 2.2 AA, as far as axe can tell, and nothing wrong behind the page. While a menu is open only the menu is looked at: what it half covers cannot be pressed, and need not be.</summary>
    public async Task AssertAccessibleAsync()
    {
        var menu = Page.Locator("details[data-menu][open]");
        var options = new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") };
        var result = await menu.CountAsync() > 0 ? await menu.RunAxe(options) : await Page.RunAxe(options);

        Assert.NotEmpty(result.Passes);
        Findings.None(result.Violations.SelectMany(violation => violation.Nodes.Select(node =>
            $"{Page.Url} {violation.Id}: {violation.Help}\n  {node.Html}\n  {string.Join(' ', node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message))}")));
        AssertUntroubled();
    }

    /// <summary>The page is not wider than the window: nothing has to be scrolled sideways.</summary>
    public async Task AssertFitsAsync() => Assert.True(
        await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{Page.Url} is wider than the window.");

    public void AssertUntroubled() => Findings.None(_troubles);

    /// <summary>Stores a picture of the page under the folder that <c>CONSENT_TEST_SCREENSHOTS</c> names; without it, none is taken.</summary>
    public async Task ScreenshotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CONSENT_TEST_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();

    private void Note(bool isTrouble, string trouble)
    {
        if (isTrouble)
        {
            _troubles.Add(trouble);
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ConsentDashboard.Tests.Support.Browser;

/// <summary>One running app and one browser for all journeys; each visit has a context, and so cookies, of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // The machine may be busy with the rest of the tests: what takes this long does not come at all.
    private const float Patience = 120_000;

    private readonly ConcurrentDictionary<string, Task<string>> _sessions = new(StringComparer.Ordinal);
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private RunningApp? _app;

    public RunningApp App => _app!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
        if (_browser is null)
        {
            return;
        }

        _app = new();
        _app.StartServer();
    }

    /// <summary>A browser window before which nobody has signed in.</summary>
    public Task<Visit> OpenAsync(Look? look = null) => OpenAsync(look ?? Look.Plain, session: null);

    /// <summary>A browser window in which somebody of that role has signed in, as the sign-in page's own button does it.</summary>
    public async Task<Visit> OpenAsAsync(string role, Look? look = null)
    {
        RequireBrowser();

        // Signing in is limited by address, so one session a role is made and each visit starts from a copy.
        var session = _sessions.GetOrAdd(role, SignInAsync);
        try
        {
            return await OpenAsync(look ?? Look.Plain, await session);
        }
        catch when (session.IsFaulted)
        {
            // It fails the test that asked for it, and not every later one as well.
            _sessions.TryRemove(KeyValuePair.Create(role, session));
            throw;
        }
    }

    /// <summary>A stranger's browser that runs no script.</summary>
    public Task<Visit> OpenWithoutScriptAsync(Look look) => OpenAsync(look, session: null, script: false);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private async Task<string> SignInAsync(string role)
    {
        await using var visit = await OpenAsync(Look.Plain, session: null);
        await visit.SignInAsync(role);
        return await visit.Page.Context.StorageStateAsync();
    }

    private async Task<Visit> OpenAsync(Look look, string? session, bool script = true)
    {
        RequireBrowser();
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = App.Address,
            Locale = look.Language,
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = look.Width, Height = look.Width > 600 ? 900 : 740 },
            StorageState = session,
            JavaScriptEnabled = script,
        });
        context.SetDefaultTimeout(Patience);
        return new(await context.NewPageAsync(), App.Address);
    }

    private void RequireBrowser()
    {
        if (_browser is null)
        {
            Chromium.IsMissing();
        }
    }
}

/// <summary>How a page is looked at.</summary>
public sealed record Look(string Language, bool Dark, int Width)
{
    public static readonly Look Plain = new("en", Dark: false, 1440);

    /// <summary>Both languages, both themes, desk and phone.</summary>
    public static readonly IReadOnlyList<Look> All =
    [
        .. from language in new[] { "en", "ru" }
           from dark in new[] { false, true }
           from width in new[] { 1440, 360 }
           select new Look(language, dark, width),
    ];

    public override string ToString() => $"{Language}-{(Dark ? "dark" : "light")}-{Width}";
}

[CollectionDefinition(nameof(InBrowser))]
public sealed class InBrowser : ICollectionFixture<BrowserFixture>;

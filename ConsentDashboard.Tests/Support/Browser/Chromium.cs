using Microsoft.Playwright;

namespace ConsentDashboard.Tests.Support.Browser;

/// <summary>The browser that is at hand: named by <c>PLAYWRIGHT_EXECUTABLE</c>, installed by the system, or downloaded by Playwright.</summary>
internal static class Chromium
{
    private const string Missing = "No Chromium: install the package chromium (apt-get install -y chromium), or name a browser in PLAYWRIGHT_EXECUTABLE.";

    private static readonly string[] UsualPaths =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium",
        "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    public static async Task<IBrowser?> LaunchAsync(IPlaywright playwright) => Find(playwright) is { } path
        ? await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        })
        : null;

    /// <summary>Skips the test, or fails it where browser tests have to run.</summary>
    public static void IsMissing()
    {
        if (Environment.GetEnvironmentVariable("REQUIRE_BROWSER") == "1")
        {
            Assert.Fail(Missing);
        }

        Assert.Skip(Missing);
    }

    private static string? Find(IPlaywright playwright) =>
        Environment.GetEnvironmentVariable("PLAYWRIGHT_EXECUTABLE") is { Length: > 0 } named
            ? named
            : UsualPaths.Append(playwright.Chromium.ExecutablePath).FirstOrDefault(File.Exists);
}

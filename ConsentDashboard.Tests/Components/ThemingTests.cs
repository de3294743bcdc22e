using System.Text.RegularExpressions;
using ConsentDashboard.Tests.Support;
using MudBlazor;

namespace ConsentDashboard.Tests.Components;

/// <summary>theme.css stands in for MudThemeProvider, whose style element the content security policy forbids.</summary>
public sealed partial class ThemingTests
{
    private static readonly string Theme = Repository.Read("ConsentDashboard/wwwroot/theme.css");

    [Fact]
    public void Every_variable_that_MudBlazor_reads_is_set()
    {
        var provided = Names(Provider.Css()).ToList();

        Assert.NotEmpty(provided);
        Findings.None(provided.Except(Names(Theme)));
    }

    [Fact]
    public void Every_token_that_is_used_exists()
    {
        var app = Repository.Read("ConsentDashboard/wwwroot/app.css");
        var known = Names(app).Concat(Names(Theme)).ToHashSet(StringComparer.Ordinal);

        Findings.None(Repository.AppFiles(".css").SelectMany(path => Uses().Matches(Repository.Read(path)).Select(use => use.Groups[1].Value).Where(name => !known.Contains(name)).Select(name => $"{path}: {name}")));
    }

    private static IEnumerable<string> Names(string css) => Definitions().Matches(css).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"(--[a-z0-9-]+):")]
    private static partial Regex Definitions();

    [GeneratedRegex(@"var\((--[a-z0-9-]+)")]
    private static partial Regex Uses();

    private sealed class Provider : MudThemeProvider
    {
        public static string Css() => new Provider { Theme = new() }.BuildTheme();
    }
}

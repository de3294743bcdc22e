using System.Text.RegularExpressions;
using System.Xml.Linq;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Conventions;

/// <summary>The words on the screens: complete in English and in Russian.</summary>
public sealed partial class ResourceTests
{
    private const string Russian = ".ru.resx";

    private static readonly IReadOnlyList<string> English =
        [.. Repository.AppFiles(".resx").Where(path => !path.EndsWith(Russian, StringComparison.Ordinal))];

    [Fact]
    public void Each_file_has_its_twin()
    {
        Assert.Equal(Repository.AppFiles(".razor").Count > 0, English.Count > 0);
        Assert.Equal(
            English.Select(path => path[..^".resx".Length]),
            Repository.AppFiles(Russian).Select(path => path[..^Russian.Length]));
    }

    [Fact]
    public void Each_key_stands_in_both_languages_once() => Assert.All(English, path =>
    {
        var english = Keys(path);
        var russian = Keys(Twin(path));
        Assert.Equal(english.Order(StringComparer.Ordinal), russian.Order(StringComparer.Ordinal));
        Assert.Equal(english.Count, english.Distinct(StringComparer.Ordinal).Count());
    });

    [Fact]
    public void No_value_is_empty() => Assert.All(English.SelectMany<string, string>(path => [path, Twin(path)]), path =>
        Findings.None(Entries(path).Where(entry => string.IsNullOrWhiteSpace(entry.Value)).Select(entry => entry.Key)));

    [Fact]
    public void Both_languages_use_the_same_placeholders() => Assert.All(English, path =>
    {
        var russian = Entries(Twin(path)).ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        Findings.None(Entries(path)
            .Where(entry => russian.TryGetValue(entry.Key, out var value) && !Placeholders(entry.Value).SetEquals(Placeholders(value)))
            .Select(entry => entry.Key));
    });

    [Fact]
    public void Russian_is_not_left_in_English() => Assert.All(English, path =>
        Findings.None(Entries(Twin(path))
            .Where(entry => !Cyrillic().IsMatch(entry.Value) && EnglishWords().Count(entry.Value) > 1)
            .Select(entry => $"{entry.Key}: {entry.Value}")));

    private static string Twin(string path) => path[..^".resx".Length] + Russian;

    private static List<string> Keys(string path) => [.. Entries(path).Select(entry => entry.Key)];

    private static IEnumerable<(string Key, string Value)> Entries(string path) =>
        XDocument.Parse(Repository.Read(path)).Root!.Elements("data").Select(data => ((string)data.Attribute("name")!, (string?)data.Element("value") ?? ""));

    private static HashSet<string> Placeholders(string value) => [.. Placeholder().Matches(value).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\p{IsCyrillic}")]
    private static partial Regex Cyrillic();

    [GeneratedRegex(@"\b[a-z]{3,}\b")]
    private static partial Regex EnglishWords();
}

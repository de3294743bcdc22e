using System.Text.RegularExpressions;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Conventions;

/// <summary>What no analyzer knows, read from the text of the source.</summary>
public sealed partial class SourceTests
{
    public static TheoryData<string, string, string> Banned => new()
    {
        { "NotImplementedException", ".cs|.razor", "finish it, or leave it out" },
        { @"\b(TODO|FIXME|HACK)\b", ".cs|.razor|.css|.js", "finish it, or leave it out" },
        { @"\bAdjustToContents\b", ".cs", "it needs libgdiplus and throws on Linux; set widths" },
        { @"\bMERGE (INTO )?[\[""A-Z]", ".cs", "servers that lack it have to be served too" },
        { @"@inject\s+(\w+\.)*(IDbContextFactory|DashboardContexts|DashboardDbContext)\b", ".razor", "reads live in queries, writes in use cases" },
        { @"\[Inject\][^;]*\b(IDbContextFactory|DashboardContexts|DashboardDbContext)\b", ".razor.cs", "reads live in queries, writes in use cases" },
        { @"\bIHttpContextAccessor\b", ".razor|.razor.cs", "a circuit has no request" },
        { @"(?<!xmlns(:\w+)?=[""'])https?://(?!localhost\b)", ".razor|.css|.js|.html|.svg", "nothing is loaded from a foreign host" },
        { @"(src|href)=[""']//|url\([""']?//", ".razor|.css|.js|.html|.svg", "nothing is loaded from a foreign host" },
        { @"^\s*#(region|endregion)\b", ".cs", "make the file smaller instead" },
        { @"\bSaveChanges\(\)", ".cs", "use SaveChangesAsync" },
    };

    [Theory]
    [MemberData(nameof(Banned))]
    public void The_source_keeps_out(string pattern, string endings, string instead)
    {
        var regex = new Regex(pattern, RegexOptions.Multiline, TimeSpan.FromSeconds(5));
        var found = Repository.AppFiles(endings.Split('|'))
            .Where(path => !path.Contains("/Migrations/", StringComparison.Ordinal))
            .SelectMany(path => regex.Matches(Repository.Read(path)).Select(match => $"{path}: {match.Value}"));

        Assert.True(!found.Any(), $"{string.Join('\n', found)}\n{instead}");
    }

    [Fact]
    public void The_source_is_there_to_be_read() => Assert.Contains("ConsentDashboard/Program.cs", Repository.AppFiles(".cs"));

    [Fact]
    public void Only_the_data_layer_asks_which_database_it_is() => Findings.None(Repository.AppFiles(".cs", ".razor")
        .Where(path => !path.StartsWith("ConsentDashboard/Data/", StringComparison.Ordinal))
        .Where(path => AsksForProvider().IsMatch(Repository.Read(path))));

    [Fact]
    public void No_component_is_longer_than_200_lines() =>
        Findings.None(Repository.AppFiles(".razor").Where(path => Repository.Lines(path).Length > 200));

    [Fact]
    public void Each_index_names_the_query_that_needs_it()
    {
        var indexes = Repository.AppFiles("Configurations.cs")
            .Select(path => (path, lines: Repository.Lines(path)))
            .SelectMany(file => file.lines.Index()
                .Where(line => line.Item.Contains(".HasIndex(", StringComparison.Ordinal))
                .Select(line => (file.path, line.Index, before: line.Index > 0 ? file.lines[line.Index - 1].TrimStart() : "")))
            .ToArray();

        Assert.NotEmpty(indexes);
        Findings.None(indexes.Where(index => !index.before.StartsWith("// ", StringComparison.Ordinal)).Select(index => $"{index.path}:{index.Index + 1}"));
    }

    [GeneratedRegex(@"\bIsSqlite\(|\bIsSqlServer\(|Database\.ProviderName")]
    private static partial Regex AsksForProvider();
}

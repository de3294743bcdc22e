using System.Text.RegularExpressions;
using ConsentDashboard.Commands;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Conventions;

public sealed partial class ReadmeTests
{
    private static readonly string Readme = Repository.Read("README.md");

    [Fact]
    public void It_lists_each_command() => Findings.None(CommandLine.Commands.Select(command => command.Name)
        .Where(name => !Readme.Contains($"| `{name}", StringComparison.Ordinal)));

    [Fact]
    public void It_lists_each_demo_account() => Findings.None(DemoAccounts.All.Select(account => account.Email)
        .Where(email => !Readme.Contains($"| `{email}`", StringComparison.Ordinal)));

    [Fact]
    public void What_runs_the_checks_runs_its_test_command() =>
        Assert.Contains("\ndotnet test 2>&1", Repository.Read(".ci/run"), StringComparison.Ordinal);

    [Fact]
    public void Each_file_that_the_documentation_links_is_there() => Findings.None(
        new[] { "README.md" }.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(path => Path.GetRelativePath(Repository.Root, path)))
            .SelectMany(path => Link().Matches(Repository.Read(path)).Select(link => Path.Combine(Path.GetDirectoryName(path)!, link.Groups[1].Value)))
            .Where(target => !File.Exists(Path.Combine(Repository.Root, target))));

    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}

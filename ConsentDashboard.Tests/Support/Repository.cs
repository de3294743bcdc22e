namespace ConsentDashboard.Tests.Support;

/// <summary>The source that the tests were built from.</summary>
internal static class Repository
{
    public static readonly string Root = Find();

    public static readonly string App = Path.Combine(Root, "ConsentDashboard");

    /// <summary>The app's own files with one of the endings, as paths relative to the root; never what a build left there.</summary>
    public static IReadOnlyList<string> AppFiles(params string[] endings) =>
    [
        .. Directory.EnumerateFiles(App, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/App_Data/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ConsentDashboard.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests read the source; run them from a build inside the repository.");
    }
}

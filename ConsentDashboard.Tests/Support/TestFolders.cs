namespace ConsentDashboard.Tests.Support;

/// <summary>Folders under the system's temporary one; what a test leaves there goes with the process.</summary>
internal static class TestFolders
{
    private static readonly string Root = Directory.CreateTempSubdirectory("consent-tests-").FullName;

    static TestFolders() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // Something still holds a file; the system clears its temporary folder.
        }
    };

    public static string Create() => Directory.CreateDirectory(Path.Combine(Root, Guid.CreateVersion7().ToString("N"))).FullName;
}

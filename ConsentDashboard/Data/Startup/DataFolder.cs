namespace ConsentDashboard.Data.Startup;

/// <summary>The folder of database, keys and journal: for its owner only.</summary>
internal static class DataFolder
{
    private const int LockPatience = 30_000;
    private const int LockPause = 50;

    public static void Create(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data folder {folder} cannot be created: {e.Message} Set Database:Folder to a folder that the service may write to.", e);
        }
    }

    /// <summary>
    /// Two first starts at the same moment must not make two sets of keys, and a lock that Entity Framework's migration
    /// left in the database can be told from one that is held.
    /// </summary>
    public static async Task<IDisposable> LockAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "startup.lock");
        for (var waited = 0; ; waited += LockPause)
        {
            try
            {
                return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < LockPatience)
            {
                await Task.Delay(LockPause, cancellation);
            }
            catch (IOException e)
            {
                throw new StartupException($"Another start of the app has been preparing the data folder {folder} for {LockPatience / 1000} seconds. Wait until it is done, or end it. If there is none, see that the disk is not full.", e);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new StartupException($"The data folder {folder} may not be written to. Give the service's user that right, or set Database:Folder to another folder.", e);
            }
        }
    }
}

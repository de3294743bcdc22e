using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>The journal's folder: its lock among processes, and files that are there after a power cut.</summary>
internal static class AnchorJournalFolder
{
    private const int LockPatience = 30_000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Create(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        Flush(Path.GetDirectoryName(Path.GetFullPath(folder))!);
    }

    /// <summary>
    /// A lock file of its own, because the journal itself is replaced when it is rewrapped: whoever had opened the old
    /// one would hold the lock of a file that nobody reads any more.
    /// </summary>
    public static SafeFileHandle Lock(string path)
    {
        for (var waited = 0; ; waited++)
        {
            try
            {
                return Open(path, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException) && waited < LockPatience)
            {
                Thread.Sleep(1);
            }
        }
    }

    public static SafeFileHandle Open(string path, FileMode mode, FileShare share) => File.OpenHandle(path, mode, FileAccess.ReadWrite, share);

    /// <summary>Writes a file beside, flushes it, and puts it in place: after a kill there is the old file or the new, never a part.</summary>
    public static void Replace(string path, Action<SafeFileHandle> write)
    {
        var beside = $"{path}.new";
        using (var handle = Open(beside, FileMode.Create, FileShare.None))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(handle, OwnerOnly);
            }

            write(handle);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(beside, path, overwrite: true);
        Flush(Path.GetDirectoryName(path)!);
    }

    public static void WriteText(string path, string text) => Replace(path, handle => RandomAccess.Write(handle, Encoding.UTF8.GetBytes(text), 0));

    /// <summary>A new name is durable only once its directory is; .NET has no call for that. Windows journals names by itself.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var directory = OpenDirectory(folder, 0);
        if (directory >= 0)
        {
            _ = FlushDirectory(directory);
            _ = CloseDirectory(directory);
        }
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int OpenDirectory(string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int FlushDirectory(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int CloseDirectory(int descriptor);
}

using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.Files;

/// <summary>
/// The files of long work: uploads, sorted rows, verdicts, exports. Encrypted under a key of their own each, which dies with
/// the file. A file that is being written has another name until it is whole, so that nothing half-written is ever read.
/// </summary>
public sealed class JobFiles(string folder, KeyStore keys)
{
    private const string Unfinished = ".part";

    /// <summary>Begins a file; it is there under its name once <see cref="SealedFileWriter.CompleteAsync"/> is called.</summary>
    /// <param name="job">Whose.</param>
    /// <param name="name">Which of the job's: letters and hyphens.</param>
    public SealedFileWriter Create(PublicId job, string name)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(job, name);

        // A name that nobody else has: whoever lost the job and does not know it yet touches only what is its own.
        var unfinished = $"{path}.{RandomNumberGenerator.GetHexString(8)}{Unfinished}";
        return new(new FileStream(unfinished, Options(FileMode.CreateNew, FileAccess.Write)), unfinished, path, keys.Current.Cipher);
    }

    /// <exception cref="FileNotFoundException">There is none of that name.</exception>
    public SealedFileReader Open(PublicId job, string name)
    {
        var path = PathOf(job, name);
        if (!Directory.Exists(folder))
        {
            throw new FileNotFoundException(null, path);
        }

        return new(new FileStream(path, Options(FileMode.Open, FileAccess.Read)), Path.GetFileName(path), keys);
    }

    public bool Exists(PublicId job, string name) => File.Exists(PathOf(job, name));

    /// <summary>The finished files of a job whose names begin so, in order.</summary>
    public IReadOnlyList<string> Names(PublicId job, string beginning) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, $"{job}.{beginning}*").Where(path => !path.EndsWith(Unfinished, StringComparison.Ordinal)).Select(path => Path.GetFileName(path)[($"{job}.".Length)..]).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The jobs that files are there of, finished or not.</summary>
    public IReadOnlyCollection<PublicId> Jobs()
    {
        HashSet<PublicId> jobs = [];
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
        {
            if (PublicId.TryParse(Path.GetFileName(path).Split('.')[0], out var job))
            {
                jobs.Add(job);
            }
        }

        return jobs;
    }

    /// <summary>Removes all files of a job, finished or not.</summary>
    public void DeleteAll(PublicId job) => DeleteAllBut(job, []);

    /// <summary>Removes all but some.</summary>
    public void DeleteAllBut(PublicId job, IReadOnlyCollection<string> kept)
    {
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"{job}.*") : [])
        {
            if (!kept.Contains(Path.GetFileName(path)[($"{job}.".Length)..]))
            {
                File.Delete(path);
            }
        }
    }

    public void Delete(PublicId job, string name)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(PathOf(job, name));
            foreach (var path in Directory.EnumerateFiles(folder, $"{job}.{name}.*{Unfinished}"))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Removes files of all jobs whose names begin so, finished or not, and that nobody has written to since.</summary>
    public void DeleteOld(string beginning, DateTime before)
    {
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"*.{beginning}*") : [])
        {
            if (File.GetLastWriteTimeUtc(path) < before)
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Bytes that the disk still takes; null where that cannot be told.</summary>
    public long? FreeBytes()
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private string PathOf(PublicId job, string name) => Path.Combine(folder, $"{job}.{name}");

    private static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.Read, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows() && mode == FileMode.CreateNew)
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}

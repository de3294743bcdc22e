using Microsoft.Win32.SafeHandles;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// The ledger's anchor outside the database: every batch's number and hash, and the withdrawals, suppressions and
/// erasures in it. Verification compares with it, so that a ledger cut off at the end is found; a restored database is
/// brought up to it, so that nobody who stopped is contacted again. Several processes may append to the same file.
/// </summary>
public sealed class AnchorJournal(string folder)
{
    public const string FileName = "anchor.journal";

    private readonly Lock _lock = new();

    public string Path { get; } = System.IO.Path.Combine(folder, FileName);

    /// <summary>How often the whole journal has been wrapped; 0 while there is none. Each batch says its own, which is never lower unless it came late.</summary>
    public int Generation => WithFile(file => file.ReadGeneration(), 0);

    public void Append(JournalBatch batch) => Append([batch]);

    /// <summary>Durable on return. A torn tail that a kill left behind is cut off first.</summary>
    public void Append(IReadOnlyList<JournalBatch> batches)
    {
        if (batches.Count == 0)
        {
            return;
        }

        using var turn = Enter();
        if (!File.Exists(Path))
        {
            AnchorJournalFolder.Replace(Path, handle => RandomAccess.Write(handle, AnchorJournalFile.Header(batches[0].Generation), 0));
        }

        var handle = AnchorJournalFolder.Open(Path, FileMode.Open, FileShare.ReadWrite);
        using var file = new AnchorJournalFile(handle, Path);
        _ = file.ReadGeneration();
        var (end, top) = End(file);
        if (end < file.Length)
        {
            RandomAccess.SetLength(handle, end);
        }

        foreach (var batch in batches.Where(batch => batch.Seq > top.Seq))
        {
            top = new(batch.Seq, end);
        }

        RandomAccess.Write(handle, new AnchorJournalFrame(top, batches).Write(), end);
        RandomAccess.FlushToDisk(handle);
    }

    /// <returns>The batch with the highest number; null while there is none.</returns>
    public JournalBatch? Last() => WithFile(
        file =>
        {
            _ = file.ReadGeneration();
            var (_, top) = End(file);
            return top.Offset == 0 ? null : file.FrameAt(top.Offset) is { } found
                ? found.Frame.Batches.MaxBy(batch => batch.Seq)
                : throw file.DamagedAt(top.Offset);
        },
        null);

    /// <summary>All batches as they were appended: by number, but for neighbours that two processes appended the other way round.</summary>
    /// <exception cref="AnchorJournalException">The journal is damaged in the middle. A torn tail is no damage.</exception>
    public IEnumerable<JournalBatch> Read()
    {
        using var file = OpenToRead();
        if (file is null)
        {
            yield break;
        }

        _ = file.ReadGeneration();
        foreach (var (frame, _, _) in file.Frames())
        {
            foreach (var batch in frame.Batches)
            {
                yield return batch;
            }
        }
    }

    /// <summary>
    /// Wraps every blind index up to a generation, also those of batches that came late under an older one. Does nothing
    /// where that is done already, so that it may be repeated after a kill.
    /// </summary>
    /// <param name="wrap">Wraps one blind index with the index key of the number given.</param>
    public void Rewrap(int toGeneration, Func<byte[], int, byte[]> wrap)
    {
        if (!File.Exists(Path))
        {
            return;
        }

        using var turn = Enter();
        using var file = OpenToRead()!;
        if (file.ReadGeneration() >= toGeneration && file.Frames().All(frame => frame.Frame.Batches.All(batch => batch.Generation >= toGeneration)))
        {
            return;
        }

        AnchorJournalFolder.Replace(Path, handle =>
        {
            RandomAccess.Write(handle, AnchorJournalFile.Header(toGeneration), 0);

            // Wrapping leaves every length as it was, so offsets and tops stay right.
            foreach (var (frame, offset, _) in file.Frames())
            {
                RandomAccess.Write(handle, (frame with { Batches = [.. frame.Batches.Select(batch => Wrap(batch, toGeneration, wrap))] }).Write(), offset);
            }
        });
    }

    /// <summary>One batch under the index keys of a later generation.</summary>
    public static JournalBatch Wrap(JournalBatch batch, int toGeneration, Func<byte[], int, byte[]> wrap)
    {
        while (batch.Generation < toGeneration)
        {
            var number = batch.Generation + 1;
            batch = batch with { Generation = number, Stops = [.. batch.Stops.Select(stop => stop.Wrap(index => wrap(index, number)))] };
        }

        return batch;
    }

    // The last frame knows the top; only after a kill in the middle of a write is the file read from its beginning.
    private static (long End, AnchorJournalTop Top) End(AnchorJournalFile file)
    {
        if (file.FrameAtEnd() is { } last)
        {
            return (file.Length, last.Top);
        }

        var (end, top) = ((long)AnchorJournalFile.HeaderSize, default(AnchorJournalTop));
        foreach (var (frame, offset, size) in file.Frames())
        {
            (end, top) = (offset + size, frame.Top);
        }

        return (end, top);
    }

    private T WithFile<T>(Func<AnchorJournalFile, T> read, T none)
    {
        using var file = OpenToRead();
        return file is null ? none : read(file);
    }

    private AnchorJournalFile? OpenToRead()
    {
        try
        {
            return new(File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private Turn Enter()
    {
        AnchorJournalFolder.Create(folder);
        _lock.Enter();
        try
        {
            return new(_lock, AnchorJournalFolder.Lock(System.IO.Path.Combine(folder, "anchor.lock")));
        }
        catch
        {
            _lock.Exit();
            throw;
        }
    }

    private readonly struct Turn(Lock inner, SafeFileHandle outer) : IDisposable
    {
        public void Dispose()
        {
            outer.Dispose();
            inner.Exit();
        }
    }
}

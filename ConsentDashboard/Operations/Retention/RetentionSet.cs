using System.Buffers.Binary;
using System.Security.Cryptography;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Files;

namespace ConsentDashboard.Operations.Retention;

/// <summary>
/// The exact set of a run: the subscribers' ids in ascending order, eight bytes each, big-endian, in a sealed file of the
/// job. What was shown and approved is what this file holds; its SHA-256 stands in the run.
/// </summary>
internal sealed class RetentionSetWriter(SealedFileWriter file) : IAsyncDisposable
{
    public const string FileName = "set";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Count { get; private set; }

    public void Add(long subscriberId)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, subscriberId);
        file.Write(bytes);
        _hash.AppendData(bytes);
        Count++;
    }

    /// <returns>SHA-256 of the whole set.</returns>
    public async Task<byte[]> CompleteAsync()
    {
        await file.CompleteAsync();
        return _hash.GetHashAndReset();
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await file.DisposeAsync();
    }
}

/// <summary>Reads the set on from any place of it.</summary>
internal sealed class RetentionSetReader : IDisposable
{
    private readonly SealedFileReader _file;

    private RetentionSetReader(SealedFileReader file) => _file = file;

    /// <returns>Null where the file is gone, or is not the one that was approved.</returns>
    public static RetentionSetReader? Open(JobFiles files, RetentionRun run)
    {
        if (!files.Exists(run.PublicId, RetentionSetWriter.FileName))
        {
            return null;
        }

        var file = files.Open(run.PublicId, RetentionSetWriter.FileName);
        if (!SHA256.HashData(file).AsSpan().SequenceEqual(run.SetDigest))
        {
            file.Dispose();
            return null;
        }

        file.Position = run.Position * sizeof(long);
        return new(file);
    }

    /// <returns>The next ids, at most <paramref name="count"/>; none at the end.</returns>
    public List<long> Read(int count)
    {
        var bytes = new byte[count * sizeof(long)];
        var read = _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        List<long> ids = [];
        for (var at = 0; at < read; at += sizeof(long))
        {
            ids.Add(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at)));
        }

        return ids;
    }

    public void Dispose() => _file.Dispose();
}

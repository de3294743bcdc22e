using System.Buffers.Binary;
using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Files;

/// <summary>
/// Sorts more records than memory should hold, by the bytes that they begin with: sorted parts go to sealed files of the
/// job, and are merged. Memory stays the same for a thousand records and for ten million.
/// </summary>
internal sealed class ExternalSort(JobFiles files, PublicId job, string name, int keySize, int bufferSize = 8 << 20, int fanIn = 64)
{
    private readonly byte[] _buffer = new byte[bufferSize];
    private readonly List<Entry> _entries = [];
    private readonly Queue<string> _parts = [];
    private int _filled;
    private int _made;

    /// <param name="record">Begins with its key, and is shorter than the buffer.</param>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> record)
    {
        if (_filled + record.Length > _buffer.Length)
        {
            await SpillAsync();
        }

        record.Span.CopyTo(_buffer.AsSpan(_filled));
        _entries.Add(new(BinaryPrimitives.ReadUInt64BigEndian(record.Span), _filled, record.Length));
        _filled += record.Length;
    }

    /// <summary>Hands over every record in order, and removes the parts.</summary>
    public async Task MergeAsync(Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellation)
    {
        await SpillAsync();
        while (_parts.Count > fanIn)
        {
            List<string> some = [.. Enumerable.Range(0, fanIn).Select(_ => _parts.Dequeue())];
            await WriteAsync(part => MergeAsync(some, record => Append(part, record), cancellation));
            some.ForEach(part => files.Delete(job, part));
        }

        await MergeAsync(_parts, take, cancellation);
        foreach (var part in _parts)
        {
            files.Delete(job, part);
        }
    }

    private async Task SpillAsync()
    {
        if (_entries.Count == 0)
        {
            return;
        }

        _entries.Sort(Compare);
        await WriteAsync(part =>
        {
            foreach (var entry in _entries)
            {
                RecordFile.Append(part, _buffer.AsSpan(entry.At, entry.Length));
            }

            return Task.CompletedTask;
        });
        _entries.Clear();
        _filled = 0;
    }

    private async Task WriteAsync(Func<Stream, Task> write)
    {
        var part = $"{name}-{++_made:D5}";
        await using var file = files.Create(job, part);
        await write(file);
        await file.CompleteAsync();
        _parts.Enqueue(part);
    }

    private async Task MergeAsync(IReadOnlyCollection<string> parts, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellation)
    {
        List<RecordReader> readers = [];
        try
        {
            var next = new PriorityQueue<RecordReader, byte[]>(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
            foreach (var part in parts)
            {
                readers.Add(new(files.Open(job, part)));
                Enqueue(readers[^1]);
            }

            var record = new byte[512];
            while (next.TryDequeue(out var reader, out _))
            {
                cancellation.ThrowIfCancellationRequested();
                var length = reader.Current.Length;
                record = record.Length < length ? new byte[length * 2] : record;
                reader.Current.CopyTo(record);
                await take(record.AsMemory(0, length));
                Enqueue(reader);
            }

            void Enqueue(RecordReader reader)
            {
                if (reader.Read())
                {
                    next.Enqueue(reader, reader.Current[..keySize].ToArray());
                }
            }
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    private static ValueTask Append(Stream to, ReadOnlyMemory<byte> record)
    {
        RecordFile.Append(to, record.Span);
        return ValueTask.CompletedTask;
    }

    private int Compare(Entry a, Entry b) => a.Prefix != b.Prefix
        ? a.Prefix.CompareTo(b.Prefix)
        : _buffer.AsSpan(a.At, keySize).SequenceCompareTo(_buffer.AsSpan(b.At, keySize));

    /// <param name="Prefix">The first eight bytes of the key, which nearly always tell two records apart.</param>
    private readonly record struct Entry(ulong Prefix, int At, int Length);
}

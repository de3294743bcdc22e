using System.Security.Cryptography;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.Files;

/// <summary>Writes a sealed file from its beginning to its end. Disposed before <see cref="CompleteAsync"/>, it leaves nothing.</summary>
public sealed class SealedFileWriter : Stream
{
    private readonly FileStream _file;
    private readonly string _unfinished;
    private readonly string _path;
    private readonly AesGcm _cipher;
    private readonly byte[] _text = new byte[SealedFileForm.ChunkSize];
    private readonly byte[] _stored = new byte[SealedFileForm.StoredChunk];
    private int _filled;
    private long _chunk;
    private bool _isComplete;

    internal SealedFileWriter(FileStream file, string unfinished, string path, ProtectionKey key)
    {
        (_file, _unfinished, _path) = (file, unfinished, path);
        var own = SealedFileForm.NewKey();
        _cipher = new(own, SealedFileForm.TagSize);
        _file.Write(Sealing.Seal(key, own, SealedFileForm.Associated(System.IO.Path.GetFileName(path))));
        CryptographicOperations.ZeroMemory(own);
    }

    /// <summary>Bytes of text so far.</summary>
    public override long Length => (_chunk * SealedFileForm.ChunkSize) + _filled;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (_filled == SealedFileForm.ChunkSize)
            {
                WriteChunk(isLast: false);
            }

            var taken = Math.Min(buffer.Length, SealedFileForm.ChunkSize - _filled);
            buffer[..taken].CopyTo(_text.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    // The file's own buffer is the operating system's: writing does not wait for the disk.
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>The file is whole: it reaches the disk and gets its name.</summary>
    public async Task CompleteAsync()
    {
        WriteChunk(isLast: true);
        await _file.FlushAsync();
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        File.Move(_unfinished, _path, overwrite: true);
        _isComplete = true;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _cipher.Dispose();
            CryptographicOperations.ZeroMemory(_text);
            if (!_isComplete)
            {
                File.Delete(_unfinished);
            }
        }

        base.Dispose(disposing);
    }

    private void WriteChunk(bool isLast)
    {
        var stored = _stored.AsSpan(0, _filled + SealedFileForm.TagSize);
        _cipher.Encrypt(SealedFileForm.Nonce(_chunk), _text.AsSpan(0, _filled), stored[.._filled], stored[_filled..], SealedFileForm.Bound(isLast));
        _file.Write(stored);
        _chunk++;
        _filled = 0;
    }
}

using System.Security.Cryptography;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.Files;

/// <summary>Reads a sealed file, from any place in it.</summary>
/// <remarks>Reading throws <see cref="CryptographicException"/> where the file was changed, cut off or belongs elsewhere.</remarks>
public sealed class SealedFileReader : Stream
{
    private const string CutOff = "The file was cut off.";

    private readonly FileStream _file;
    private readonly AesGcm _cipher;
    private readonly byte[] _text = new byte[SealedFileForm.ChunkSize];
    private readonly byte[] _stored = new byte[SealedFileForm.StoredChunk];
    private readonly long _chunks;
    private long _chunk = -1;
    private int _filled;
    private long _position;

    internal SealedFileReader(FileStream file, string name, KeyStore keys)
    {
        _file = file;
        try
        {
            var header = new byte[SealedFileForm.HeaderSize];
            _file.ReadExactly(header);
            var ring = keys.Current.Find(KeyPurpose.Cipher, Sealing.KeyIdOf(header)) is null ? keys.Refresh() : keys.Current;
            var own = Sealing.Open(ring, header, SealedFileForm.Associated(name));
            _cipher = new(own, SealedFileForm.TagSize);
            CryptographicOperations.ZeroMemory(own);
            var stored = _file.Length - SealedFileForm.HeaderSize;
            if (stored < SealedFileForm.TagSize)
            {
                throw new CryptographicException(CutOff);
            }

            _chunks = (stored + SealedFileForm.StoredChunk - 1) / SealedFileForm.StoredChunk;
            Length = stored - (_chunks * SealedFileForm.TagSize);
        }
        catch (EndOfStreamException e)
        {
            _file.Dispose();
            throw new CryptographicException(CutOff, e);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of text.</summary>
    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => _position = value is >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override int Read(Span<byte> buffer)
    {
        var chunk = _position / SealedFileForm.ChunkSize;
        if (_chunk != chunk && chunk < _chunks)
        {
            Load(chunk);
        }

        var at = (int)(_position % SealedFileForm.ChunkSize);
        var taken = chunk < _chunks ? Math.Min(buffer.Length, _filled - at) : 0;
        if (taken <= 0)
        {
            // An empty last chunk, too, has to be the last one.
            return 0;
        }

        _text.AsSpan(at, taken).CopyTo(buffer);
        _position += taken;
        return taken;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _cipher.Dispose();
            CryptographicOperations.ZeroMemory(_text);
        }

        base.Dispose(disposing);
    }

    private void Load(long chunk)
    {
        _file.Position = SealedFileForm.HeaderSize + (chunk * SealedFileForm.StoredChunk);
        var read = _file.ReadAtLeast(_stored, SealedFileForm.StoredChunk, throwOnEndOfStream: false);
        if (read < SealedFileForm.TagSize)
        {
            throw new CryptographicException(CutOff);
        }

        _filled = read - SealedFileForm.TagSize;
        var text = _text.AsSpan(0, _filled);
        _cipher.Decrypt(SealedFileForm.Nonce(chunk), _stored.AsSpan(0, _filled), _stored.AsSpan(_filled, SealedFileForm.TagSize), text, SealedFileForm.Bound(chunk == _chunks - 1));
        _chunk = chunk;
    }
}

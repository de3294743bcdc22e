using System.Security.Cryptography;

namespace ConsentDashboard.Features.Sends.Files;

/// <summary>A file as far as it came in, in memory: its checksum is known before its first row is counted, and what broke it off comes after its last byte.</summary>
/// <param name="Checksum">SHA-256; null where the file is not whole.</param>
internal sealed record ReceivedFile(Stream Content, byte[]? Checksum)
{
    public static async Task<ReceivedFile> ReadAsync(Stream file, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        try
        {
            await file.CopyToAsync(bytes, cancellation);
        }
        catch (Exception e)
        {
            return new(new Broken(bytes.ToArray(), e), null);
        }

        bytes.Position = 0;
        var checksum = await SHA256.HashDataAsync(bytes, CancellationToken.None);
        bytes.Position = 0;
        return new(bytes, checksum);
    }

    private sealed class Broken(byte[] start, Exception exception) : MemoryStream(start)
    {
        // All other ways of reading come here.
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, count) is var read and > 0 ? read : throw exception;
    }
}

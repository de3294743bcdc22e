using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.Files;

/// <summary>
/// A sealed file is: its own AES-256 key under the Cipher key, bound to the file's name; then chunks of 64 KiB of text,
/// each with a tag of 16 bytes, the last one shorter (it may be empty). A chunk's nonce is its number, and whether it is the last is bound
/// to it, so that chunks cannot be swapped and a file that was cut off does not open.
/// </summary>
internal static class SealedFileForm
{
    public const int TagSize = 16;
    public const int ChunkSize = 64 * 1024;
    public const int StoredChunk = ChunkSize + TagSize;

    private const int KeySize = 32;

    public static readonly int HeaderSize = Sealing.Overhead + KeySize;

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeySize);

    public static byte[] Associated(string name) => Encoding.UTF8.GetBytes($"file:{name}");

    public static byte[] Nonce(long chunk)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(4), chunk);
        return nonce;
    }

    public static byte[] Bound(bool isLast) => [isLast ? (byte)1 : (byte)0];
}

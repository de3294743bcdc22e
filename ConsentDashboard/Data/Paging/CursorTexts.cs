using System.Buffers.Text;
using System.Security.Cryptography;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Data.Paging;

/// <summary>Cursors as they stand in an address: sealed, because ids of rows are nobody's business outside, and must not be made up.</summary>
public sealed class CursorTexts(KeyStore keys)
{
    private static readonly byte[] Associated = "cursor"u8.ToArray();
    private static readonly int Length = Base64Url.GetEncodedLength(Cursor.Size + Sealing.Overhead);

    public string Write(Cursor cursor) => Base64Url.EncodeToString(Sealing.Seal(keys.Current.Cipher, cursor.ToBytes(), Associated));

    /// <returns>Null where the text was not written by us, or with a key that is gone.</returns>
    public Cursor? Read(string? text)
    {
        if (text?.Length != Length || !Base64Url.IsValid(text))
        {
            return null;
        }

        try
        {
            return Cursor.Read(Sealing.Open(keys.Current, Base64Url.DecodeFromChars(text), Associated));
        }
        catch (Exception e) when (e is CryptographicException or KeyException)
        {
            return null;
        }
    }
}

using System.Text;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>The encodings that lists come in, and how to tell them by a beginning.</summary>
public static class FileEncodings
{
    public const string Utf8 = "utf-8";
    public const string Utf16 = "utf-16";
    public const string Utf16BigEndian = "utf-16BE";
    public const string Cyrillic = "windows-1251";
    public const string Western = "windows-1252";

    public static readonly IReadOnlyList<string> All = [Utf8, Utf16, Utf16BigEndian, Cyrillic, Western];

    static FileEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding? Find(string? name) => All.Contains(name) ? Encoding.GetEncoding(name!) : null;

    internal static string Detect(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? Utf8
        : head.StartsWith<byte>([0xFF, 0xFE]) ? Utf16
        : head.StartsWith<byte>([0xFE, 0xFF]) ? Utf16BigEndian
        : WithoutMark(head) ?? EightBits(head);

    /// <summary>No text of a list has these.</summary>
    internal static bool LooksBinary(ReadOnlySpan<byte> head, string encoding)
    {
        if (encoding is Utf16 or Utf16BigEndian)
        {
            return false;
        }

        var odd = 0;
        foreach (var value in head)
        {
            odd += value is 0 ? 1000 : value < 32 && value is not (9 or 10 or 12 or 13) ? 1 : 0;
        }

        return odd * 100 > head.Length;
    }

    private static string? WithoutMark(ReadOnlySpan<byte> head)
    {
        int even = 0, odd = 0;
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] == 0)
            {
                (even, odd) = i % 2 == 0 ? (even + 1, odd) : (even, odd + 1);
            }
        }

        // Digits and delimiters of UTF-16 have a zero on one side only; those of a binary file, on both.
        return odd * 5 > head.Length && even * 20 < odd ? Utf16 : even * 5 > head.Length && odd * 20 < even ? Utf16BigEndian : null;
    }

    private static string EightBits(ReadOnlySpan<byte> head)
    {
        int valid = 0, invalid = 0, high = 0, beside = 0;
        for (var i = 0; i < head.Length;)
        {
            var status = Rune.DecodeFromUtf8(head[i..], out _, out var length);
            (valid, invalid) = status switch
            {
                System.Buffers.OperationStatus.Done => (valid + (length > 1 ? 1 : 0), invalid),
                System.Buffers.OperationStatus.NeedMoreData => (valid, invalid),
                _ => (valid, invalid + 1),
            };
            i += Math.Max(length, 1);
        }

        if (valid >= invalid)
        {
            // A few bytes that are not UTF-8 in a file that is: those rows are named, and the others read.
            return Utf8;
        }

        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] >= 0xC0)
            {
                high++;
                beside += (i > 0 && head[i - 1] >= 0xC0) || (i + 1 < head.Length && head[i + 1] >= 0xC0) ? 1 : 0;
            }
        }

        // Cyrillic words are high bytes throughout; Western ones have a lone accent.
        return beside * 2 > high ? Cyrillic : Western;
    }
}

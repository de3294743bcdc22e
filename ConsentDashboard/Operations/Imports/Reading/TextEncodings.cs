using System.Text;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>The encodings in which lists come, and which of them a file is in. Bytes that an encoding lacks are never replaced silently.</summary>
public static class TextEncodings
{
    public const string Utf8 = "utf-8";
    public const string Utf16 = "utf-16";
    public const string Utf16BigEndian = "utf-16BE";
    public const string Windows1251 = "windows-1251";
    public const string Windows1252 = "windows-1252";

    public static readonly IReadOnlyList<string> All = [Utf8, Utf16, Utf16BigEndian, Windows1251, Windows1252];

    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="ArgumentException">None of <see cref="All"/>.</exception>
    public static Encoding Find(string name) => All.Contains(name)
        ? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        : throw new ArgumentException("This encoding is not known.", nameof(name));

    /// <param name="start">The beginning of a file.</param>
    public static string Guess(ReadOnlySpan<byte> start) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Utf8,
        [0xFF, 0xFE, ..] => Utf16,
        [0xFE, 0xFF, ..] => Utf16BigEndian,
        _ when Zeros(start, first: 1) > start.Length / 5 => Utf16,
        _ when Zeros(start, first: 0) > start.Length / 5 => Utf16BigEndian,
        _ when IsUtf8(start) => Utf8,
        _ => IsCyrillic(start) ? Windows1251 : Windows1252,
    };

    private static int Zeros(ReadOnlySpan<byte> bytes, int first)
    {
        var zeros = 0;
        for (var index = first; index < bytes.Length; index += 2)
        {
            zeros += bytes[index] == 0 ? 1 : 0;
        }

        return zeros;
    }

    // The beginning may end inside a character of up to four bytes.
    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var cut = 0; cut < 4 && cut <= bytes.Length; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(bytes[..^cut]))
            {
                return true;
            }
        }

        return false;
    }

    // Cyrillic words are runs of high bytes; in Western ones a letter with an accent stands among plain ones.
    private static bool IsCyrillic(ReadOnlySpan<byte> bytes)
    {
        var (high, together) = (0, 0);
        for (var index = 1; index < bytes.Length; index++)
        {
            if (bytes[index] >= 0xC0)
            {
                high++;
                together += bytes[index - 1] >= 0xC0 ? 1 : 0;
            }
        }

        return high > 0 && together * 2 > high;
    }
}

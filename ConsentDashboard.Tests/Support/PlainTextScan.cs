using System.Text;

namespace ConsentDashboard.Tests.Support;

/// <summary>Looks for numbers in plain form: in ASCII and in UTF-16 of both orders, with the plus and without.</summary>
internal static class PlainTextScan
{
    private static readonly Encoding[] Encodings = [Encoding.ASCII, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>Every file of the folder, whatever it is.</summary>
    public static void Folder(string folder, params string[] numbers)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Findings.None(files.SelectMany(file => Find(ReadShared(file), numbers).Select(found => $"{Path.GetRelativePath(folder, file)}: {found}")));
    }

    /// <summary>Log lines, or whatever else a process said.</summary>
    public static void Text(IEnumerable<string> lines, params string[] numbers) => Findings.None(lines
        .Where(line => numbers.Any(number => line.Contains(Digits(number), StringComparison.Ordinal))));

    /// <returns>What was found, and where.</returns>
    public static IEnumerable<string> Find(byte[] bytes, params string[] numbers) =>
        from number in numbers
        from encoding in Encodings
        let at = bytes.AsSpan().IndexOf(encoding.GetBytes(Digits(number)))
        where at >= 0
        select $"{number} as {encoding.WebName} at byte {at}";

    // With a plus it contains the digits all the same.
    private static string Digits(string number) => number.TrimStart('+');

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

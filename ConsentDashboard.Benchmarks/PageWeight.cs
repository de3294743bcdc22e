using System.Text.RegularExpressions;

namespace ConsentDashboard.Benchmarks;

/// <summary>What a page brings with it, as a browser asks for it.</summary>
/// <param name="Compressed">Bytes of the page and of all that it loads, as they are sent.</param>
/// <param name="OtherHosts">How many of the files lie elsewhere.</param>
internal sealed partial record PageWeight(long Compressed, int OtherHosts)
{
    public static async Task<PageWeight> OfAsync(string host, string path)
    {
        using var browser = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new(host) };
        browser.DefaultRequestHeaders.Add("Accept-Encoding", "br, gzip");
        using var plain = new HttpClient { BaseAddress = new(host) };
        var files = Files().Matches(await plain.GetStringAsync(path)).Select(match => match.Groups["file"].Value).ToList();
        var bytes = (await browser.GetByteArrayAsync(path)).LongLength;
        foreach (var file in files.Where(IsHere))
        {
            bytes += (await browser.GetByteArrayAsync(file)).LongLength;
        }

        return new(bytes, files.Count(file => !IsHere(file)));
    }

    private static bool IsHere(string file) => !file.Contains("//", StringComparison.Ordinal);

    [GeneratedRegex("<(?:link|script|img)[^>]+(?:href|src)=\"(?<file>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Files();
}

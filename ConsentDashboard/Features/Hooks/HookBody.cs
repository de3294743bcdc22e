using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace ConsentDashboard.Features.Hooks;

internal static class HookBody
{
    /// <summary>A message of 100 KB is read, each letter of it as six bytes; it waits for people. Nobody needs more.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Twilio sends about twenty; sorting thousands of them for a signature would be work for whoever sends nonsense.</summary>
    public const int MostFields = 200;

    /// <returns>Null where it is larger.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(cancellation);
                if (read.IsCompleted)
                {
                    var body = read.Buffer.Length > MaxBytes ? null : read.Buffer.ToArray();
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return body;
                }

                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (read.Buffer.Length > MaxBytes)
                {
                    return null;
                }
            }
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The fields of a form as they stand in the body; bytes that are no UTF-8 become U+FFFD, and nothing is dropped.</summary>
    public static List<KeyValuePair<string, string>> FormOf(byte[] body)
    {
        List<KeyValuePair<string, string>> fields = [];
        foreach (var part in System.Text.Encoding.UTF8.GetString(body).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            fields.Add(new(Plain(at < 0 ? part : part[..at]), at < 0 ? "" : Plain(part[(at + 1)..])));
        }

        return fields;
    }

    private static string Plain(string text) => System.Net.WebUtility.UrlDecode(text);
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;

namespace ConsentDashboard.Security.Access;

/// <summary>Reads what other systems send: within a limit, and nothing that is not asked for (minimisation).</summary>
public static partial class ApiBody
{
    /// <returns>Null where the body is larger.</returns>
    public static async Task<byte[]?> ReadAsync(HttpContext http, int maxBytes)
    {
        if (http.Request.ContentLength > maxBytes)
        {
            return null;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxBytes;
        }

        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            return body.Length > maxBytes ? null : body.ToArray();
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }

    /// <param name="body">UTF-8.</param>
    /// <param name="json">Has to refuse properties that the request does not have.</param>
    public static (T? Request, ApiProblem? Problem) Parse<T>(byte[] body, JsonSerializerOptions json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, json) is { } request ? (request, null) : (null, ApiProblem.Malformed);
        }
        catch (JsonException e) when (Unmapped().Match(e.Message) is { Success: true } named)
        {
            return (null, ApiProblem.UnknownProperty(named.Groups["name"].Value));
        }
        catch (JsonException e)
        {
            return (null, ApiProblem.Malformed with { Field = Name(e.Path is { Length: > 2 } path ? path[2..] : null) });
        }
    }

    /// <summary>What was sent as a name may be a number, or anything else: no answer repeats that.</summary>
    public static string? Name(string? sent) => sent is { Length: < 80 } && sent.Count(char.IsDigit) < 5 ? sent : null;

    [GeneratedRegex("^The JSON property '(?<name>[^']{1,60})' could not be mapped", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Unmapped();
}

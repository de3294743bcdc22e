using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Messaging;

namespace ConsentDashboard.Operations.Webhooks;

/// <summary>What a receiver said.</summary>
/// <param name="Status">Null where there was no answer.</param>
/// <param name="Failure">Null: it took the message.</param>
/// <param name="After">How long it asks to wait, if it does.</param>
public sealed record WebhookAnswer(int? Status, SendFailure? Failure = null, TimeSpan? After = null);

/// <summary>Posts one message to a receiver, signed. Never logs: addresses may hold secrets, and bodies hold numbers.</summary>
internal sealed class WebhookClient(IHttpClientFactory clients, WebhookOptions options, WebhookSecrets secrets, TimeProvider clock)
{
    /// <summary>The client's name at the factory.</summary>
    public const string Name = "webhooks";

    private const int MaxAnswer = 4 << 10;

    public async Task<WebhookAnswer> PostAsync(WebhookEndpoint endpoint, Guid id, byte[] body)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Timeout));
        try
        {
            using var request = Request(endpoint, $"{id}", body);
            using var client = clients.CreateClient(Name);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.IsSuccessStatusCode
                ? new((int)response.StatusCode)
                : Failed(response, await ReadAsync(response.Content, limit.Token));
        }
        catch (OperationCanceledException)
        {
            return new(null, new(FailureKind.Timeout));
        }
        catch (HttpRequestException e) when (e.InnerException is ForbiddenTargetException)
        {
            return new(null, new(FailureKind.ForbiddenTarget));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException)
        {
            return new(null, new(FailureKind.Unreachable));
        }
    }

    private HttpRequestMessage Request(WebhookEndpoint endpoint, string id, byte[] body)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        request.Headers.UserAgent.Add(new("ConsentDashboard", null));
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimeHeader, $"{now}");
        request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Of(secrets.InForce(endpoint), id, now, body));
        return request;
    }

    private WebhookAnswer Failed(HttpResponseMessage response, string said)
    {
        var status = (int)response.StatusCode;
        var kind = status switch
        {
            410 => FailureKind.Gone,
            408 => FailureKind.Timeout,
            429 => FailureKind.Busy,
            >= 500 => FailureKind.GatewayFailed,
            _ => FailureKind.Refused,
        };

        // An error page tells nobody anything.
        return new(status, SendFailure.Of(kind, status, said.AsSpan().TrimStart().StartsWith("<") ? null : said), AskedToWait(response));
    }

    private TimeSpan? AskedToWait(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        var buffer = new byte[MaxAnswer];
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellation);
            return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation));
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            return "";
        }
    }
}

using System.Net;
using System.Text;

namespace ConsentDashboard.Operations.Messaging.Gateways;

/// <summary>One request to a gateway, and what its answer means for the message. Never logs: addresses and bodies hold numbers.</summary>
internal sealed class GatewayClient(IHttpClientFactory clients, MessagesOptions options, TimeProvider clock)
{
    /// <summary>The client's name at the factory.</summary>
    public const string Name = "messages";

    private const int MaxAnswer = 16 << 10;

    /// <param name="request">Sent once.</param>
    /// <param name="isAccepted">Whether the gateway took the message.</param>
    /// <param name="read">Reads what the gateway says: its id of the message, or its error.</param>
    /// <param name="cancellation">Ends the request; the message may have left all the same.</param>
    public async Task<SendOutcome> SendAsync(HttpRequestMessage request, Predicate<HttpStatusCode> isAccepted, Func<string, GatewayAnswer> read, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Timeout));
        try
        {
            using var client = clients.CreateClient(Name);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var accepted = isAccepted(response.StatusCode);
            var answer = read(await ReadAsync(response.Content, limit.Token));
            return accepted ? new SendOutcome.Accepted(answer.Id) : Failed(response, answer);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendOutcome.Retry(new(FailureKind.Timeout));
        }
        catch (HttpRequestException)
        {
            return new SendOutcome.Retry(new(FailureKind.Unreachable));
        }
    }

    private SendOutcome Failed(HttpResponseMessage response, GatewayAnswer answer)
    {
        var status = (int)response.StatusCode;
        SendFailure Because(FailureKind kind) => SendFailure.Of(kind, answer.Code ?? status, answer.Error);
        return status switch
        {
            // A wrong token is our mistake and not the message's: it waits until somebody mends the settings.
            401 => new SendOutcome.Retry(Because(FailureKind.WrongCredentials)),
            408 => new SendOutcome.Retry(Because(FailureKind.Timeout), AskedToWait(response)),
            429 => new SendOutcome.Retry(Because(FailureKind.Busy), AskedToWait(response)),
            >= 500 => new SendOutcome.Retry(Because(FailureKind.GatewayFailed), AskedToWait(response)),
            _ => new SendOutcome.Refused(Because(FailureKind.Refused)),
        };
    }

    private TimeSpan? AskedToWait(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    // Once the gateway has said yes, a broken body must not make us send again.
    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        var buffer = new byte[MaxAnswer];
        var length = 0;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellation);
            length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            return "";
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}

/// <summary>What a gateway says beside its status; each part is null where it says nothing of it.</summary>
internal sealed record GatewayAnswer(string? Id = null, int? Code = null, string? Error = null);

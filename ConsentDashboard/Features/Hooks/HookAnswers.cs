using ConsentDashboard.Data;
using ConsentDashboard.Operations.OptOut.Inbound;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Links;

namespace ConsentDashboard.Features.Hooks;

/// <summary>Takes a reply in and says what the gateway is told: that it is durable, or that it has to be sent again.</summary>
internal sealed partial class HookAnswers(ReceiveReply receive, PublicAddress address, HooksOptions options, ILogger<HookAnswers> log)
{
    private const string TryAgainIn = "5";

    /// <returns>Whether it is durable; otherwise the request has been answered with 503.</returns>
    public async Task<bool> TakeAsync(HttpContext http, InboundReply reply)
    {
        var site = $"{http.Request.Scheme}://{http.Request.Host}";
        try
        {
            // Not cancelled when the gateway hangs up: what has begun is recorded, and comes again as known.
            var received = await receive.ExecuteAsync(reply, path => address.Of(path, site), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(options.Timeout));
            if (!received.Failed)
            {
                return true;
            }
        }
        catch (Exception e) when (DatabaseAway.Is(e) || e is KeyException)
        {
            NotRecorded(e.GetType().Name);
        }

        ComeAgain(http);
        return false;
    }

    public static void ComeAgain(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = TryAgainIn;
    }

    [LoggerMessage(LogLevel.Error, "A reply could not be recorded ({Reason}); the gateway is told to send it again.")]
    private partial void NotRecorded(string reason);
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace ConsentDashboard.Operations.Messaging.Gateways;

/// <summary>Any gateway that takes a message by one HTTP request, described in the settings.</summary>
internal sealed class HttpGatewaySender(GatewayClient gateway, MessagesOptions options) : IMessageSender
{
    private readonly HttpGatewayOptions _http = options.Http;

    public string Source => _http.Name;

    public bool NeedsAddress => (_http.Address + _http.Body).Contains("{from}", StringComparison.Ordinal);

    public async Task<SendOutcome> SendAsync(OutgoingText message, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(new(_http.Method), HttpTemplate.FillAddress(_http.Address, message));
        if (_http.Body.Length > 0)
        {
            request.Content = new StringContent(HttpTemplate.FillBody(_http, message), Encoding.UTF8, new MediaTypeHeaderValue(_http.ContentType, "utf-8"));
        }

        foreach (var (name, value) in _http.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, HttpTemplate.FillHeader(value, message));
        }

        return await gateway.SendAsync(request, IsAccepted, Read, cancellation);
    }

    // An error page tells nobody anything.
    private static GatewayAnswer Read(string said) => new(Error: said.AsSpan().TrimStart().StartsWith("<") ? null : said);

    private bool IsAccepted(HttpStatusCode status) => _http.SuccessCodes.Count > 0
        ? _http.SuccessCodes.Contains((int)status)
        : (int)status is >= 200 and < 300;
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsentDashboard.Operations.Messaging.Gateways;

/// <summary>Twilio's Messages API. It knows no idempotency key: a text that was taken without an answer in time is sent twice.</summary>
internal sealed class TwilioSender(GatewayClient gateway, MessagesOptions options) : IMessageSender
{
    private const string SourceName = "twilio";

    private readonly TwilioOptions _twilio = options.Twilio;

    public string Source => SourceName;

    public bool NeedsAddress => _twilio.MessagingServiceSid.Length == 0;

    public async Task<SendOutcome> SendAsync(OutgoingText message, CancellationToken cancellation)
    {
        var account = Uri.EscapeDataString(_twilio.AccountSid);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_twilio.BaseAddress.TrimEnd('/')}/2010-04-01/Accounts/{account}/Messages.json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_twilio.AccountSid}:{_twilio.AuthToken}")));
        request.Content = new FormUrlEncodedContent(
        [
            NeedsAddress ? new("From", message.From) : new("MessagingServiceSid", _twilio.MessagingServiceSid),
            new("To", message.To),
            new("Body", message.Text),
        ]);
        return await gateway.SendAsync(request, status => (int)status is >= 200 and < 300, Read, cancellation);
    }

    private static GatewayAnswer Read(string body)
    {
        try
        {
            var said = JsonSerializer.Deserialize<Said>(body);
            return new(said?.Sid, said?.Code, said?.Message);
        }
        catch (JsonException)
        {
            return new();
        }
    }

    private sealed record Said(
        [property: JsonPropertyName("sid")] string? Sid,
        [property: JsonPropertyName("code")] int? Code,
        [property: JsonPropertyName("message")] string? Message);
}

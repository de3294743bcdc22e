using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.OptOut.Inbound;
using ConsentDashboard.Security.Links;

namespace ConsentDashboard.Features.Hooks;

/// <summary><c>POST /hooks/sms/twilio</c>: Twilio's fields, its signature, and an empty TwiML answer once the reply is durable.</summary>
internal sealed class TwilioHook(HookAnswers answers, RefusedHooks refused, PublicAddress address, MessagesOptions messages, TimeProvider clock)
{
    public const string Source = "twilio";

    private const string Empty = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>";

    public async Task PostAsync(HttpContext http)
    {
        var receivedAt = clock.UtcMilliseconds();
        if (await HookBody.ReadAsync(http.Request, http.RequestAborted) is not { } body)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var form = HookBody.FormOf(body);
        if (form.Count > HookBody.MostFields)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var asked = $"{http.Request.Scheme}://{http.Request.Host}";
        var called = address.Of(http.Request.Path.Value!.TrimStart('/'), asked) + http.Request.QueryString;
        if (!TwilioSignature.IsGood(messages.Twilio.AuthToken, http.Request.Headers["X-Twilio-Signature"], TwilioSignature.Spellings(called), form))
        {
            refused.Refuse(http, Source);
            return;
        }

        var id = Field("MessageSid") ?? Field("SmsMessageSid") ?? Field("SmsSid");
        if (id is null or { Length: > InboundReply.MaxProviderId })
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (await answers.TakeAsync(http, new(Source, id, Field("From") ?? "", Field("To") ?? "", Field("Body") ?? "", receivedAt)))
        {
            http.Response.ContentType = "text/xml; charset=utf-8";
            await http.Response.WriteAsync(Empty);
        }

        string? Field(string name) => form.Find(field => field.Key == name).Value;
    }
}

using System.Net.Mime;
using System.Text.Json;
using ConsentDashboard.Operations.Messaging.Gateways;

namespace ConsentDashboard.Operations.Messaging;

/// <summary>What the settings have to be like before a message can leave.</summary>
public static class MessagesRules
{
    private static readonly string[] Methods = ["POST", "PUT", "GET"];

    /// <param name="options">As read.</param>
    /// <param name="isDemo">The app runs in demo mode.</param>
    /// <returns>Each rule with the key to set where it does not hold.</returns>
    public static IEnumerable<(bool Holds, string Key, string Message)> Of(MessagesOptions options, bool isDemo) =>
    [
        (options.Gateway != MessageGateway.Demo || isDemo, "Messages:Gateway", "must not be Demo outside demo mode: that gateway sends nothing and shows every text on screen."),
        (options.MaxTries is >= 1 and <= 20, "Messages:MaxTries", "must be between 1 and 20."),
        (options.Timeout is >= 1 and <= 60, "Messages:Timeout", "must be between 1 and 60 seconds."),
        (options.Parallel is >= 1 and <= 64, "Messages:Parallel", "must be between 1 and 64."),
        .. options.Gateway switch
        {
            MessageGateway.Twilio => Of(options.Twilio),
            MessageGateway.Http => Of(options.Http),
            _ => [],
        },
    ];

    private static IEnumerable<(bool Holds, string Key, string Message)> Of(TwilioOptions twilio) =>
    [
        (!string.IsNullOrWhiteSpace(twilio.AccountSid), "Messages:Twilio:AccountSid", "is missing; Twilio's console shows it."),
        (!string.IsNullOrWhiteSpace(twilio.AuthToken), "Messages:Twilio:AuthToken", "is missing; set it in the environment, not in a file that is shared."),
        (IsAddress(twilio.BaseAddress) && new Uri(twilio.BaseAddress) is { } address && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback), "Messages:Twilio:BaseAddress", "must be an absolute https address."),
    ];

    private static IEnumerable<(bool Holds, string Key, string Message)> Of(HttpGatewayOptions http)
    {
        var whole = http.Address + http.Body;
        return
        [
            (!string.IsNullOrWhiteSpace(http.Name) && http.Name.Length <= 40, "Messages:Http:Name", "must be 1 to 40 characters: the Source of the senders' addresses."),
            (IsAddress(HttpTemplate.FillAddress(http.Address, HttpTemplate.Sample)), "Messages:Http:Address", "must be an absolute http or https address."),
            (Methods.Contains(http.Method, StringComparer.Ordinal), "Messages:Http:Method", $"must be one of {string.Join(", ", Methods)}."),
            (HttpTemplate.Knows(http.ContentType), "Messages:Http:ContentType", $"must be {MediaTypeNames.Application.Json} or {MediaTypeNames.Application.FormUrlEncoded}."),
            (whole.Contains("{to}", StringComparison.Ordinal) && whole.Contains("{text}", StringComparison.Ordinal), "Messages:Http:Body", "must name {to} and {text}, or Messages:Http:Address must."),
            (http.Method != "GET" || http.Body.Length == 0, "Messages:Http:Body", "must be empty with GET; put the placeholders into Messages:Http:Address."),
            (!HttpTemplate.IsJson(http.ContentType) || http.Body.Length == 0 || IsJson(HttpTemplate.FillBody(http, HttpTemplate.Sample)), "Messages:Http:Body", "must be JSON once the placeholders are filled in; put them between quotation marks."),
            .. http.Headers.Select(header => (IsHeader(header.Key, header.Value), $"Messages:Http:Headers:{header.Key}", "is not a header; Content-Type is set by Messages:Http:ContentType.")),
            .. http.SuccessCodes.Select((code, index) => (code is >= 200 and <= 399, $"Messages:Http:SuccessCodes:{index}", "must be between 200 and 399.")),
        ];
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static bool IsHeader(string name, string value)
    {
        using var request = new HttpRequestMessage();
        return !value.AsSpan().ContainsAny('\r', '\n') && request.Headers.TryAddWithoutValidation(name, value);
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

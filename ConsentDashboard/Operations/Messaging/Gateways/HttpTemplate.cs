using System.Net.Mime;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ConsentDashboard.Operations.Messaging.Gateways;

/// <summary>Fills a message into templates. Each value is escaped for where it stands, and none is read as a template itself.</summary>
internal static partial class HttpTemplate
{
    /// <summary>For checking templates before there is a message; holds whatever has to be escaped.</summary>
    public static readonly OutgoingText Sample = new(Guid.Empty, "Shop & \"Co\"", "+15550100", "{to} \"quoted\" \\ \r\n");

    public static bool Knows(string contentType) => IsJson(contentType) || contentType == MediaTypeNames.Application.FormUrlEncoded;

    public static bool IsJson(string contentType) => contentType == MediaTypeNames.Application.Json;

    public static string FillAddress(string template, OutgoingText message) => Fill(template, message, Uri.EscapeDataString);

    public static string FillBody(HttpGatewayOptions options, OutgoingText message) =>
        Fill(options.Body, message, IsJson(options.ContentType) ? EscapeJson : Uri.EscapeDataString);

    /// <summary>Only the id, which holds nothing that could end a header.</summary>
    public static string FillHeader(string template, OutgoingText message) => template.Replace("{id}", Id(message), StringComparison.Ordinal);

    private static string Fill(string template, OutgoingText message, Func<string, string> escape) => Placeholder().Replace(template, match => escape(match.Value switch
    {
        "{from}" => message.From,
        "{to}" => message.To,
        "{text}" => message.Text,
        _ => Id(message),
    }));

    private static string Id(OutgoingText message) => message.MessageKey.ToString("D");

    // Letters of every language stay as they are: not every gateway reads \u escapes.
    private static string EscapeJson(string value) => JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    [GeneratedRegex(@"\{(?:from|to|text|id)\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}

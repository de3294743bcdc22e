using ConsentDashboard.Operations.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ConsentDashboard.Features.Decisions;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class DecisionsDocument
{
    public const string Operation = "decide";

    private const string Request = """
        { "sender": "5Rk2mYp0QxA", "channel": "sms", "messageType": "promotional", "region": "GB", "phones": ["+44 7400 123456", "07400 123457", "1"] }
        """;

    private const string Decided = """
        { "at": "2026-11-23T14:05:01.250Z", "decisions": [
          { "index": 0, "allowed": true, "reasons": [] },
          { "index": 1, "allowed": false, "reasons": ["withdrawn", "suppressed"] },
          { "index": 2, "error": "phone_invalid" }
        ] }
        """;

    private const string Refused = """
        { "type": "urn:consent-dashboard:channel_unknown", "title": "channel unknown", "status": 422, "detail": "Send sms or call.", "code": "channel_unknown", "field": "channel" }
        """;

    public static Task AddExamplesAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.OperationId == Operation)
        {
            operation.Show(Request, "200", Decided, Refused);
        }

        return Task.CompletedTask;
    }
}

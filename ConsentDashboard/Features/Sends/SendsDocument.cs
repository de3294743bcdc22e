using ConsentDashboard.Operations.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ConsentDashboard.Features.Sends;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class SendsDocument
{
    public const string Operation = "reportSends";

    private const string Request = """
        { "sender": "5Rk2mYp0QxA", "channel": "sms", "messageType": "promotional", "sentAt": "2026-11-23T14:05:00+00:00", "region": "GB",
          "messages": [ { "phone": "+44 7400 123456" }, { "phone": "07400 123457", "count": 2 }, { "phone": "1" } ] }
        """;

    private const string Counted = """
        { "day": "2026-11-23", "messages": 3, "toUnknown": 2, "withoutPermission": 0, "overPromise": 1, "errors": [ { "index": 2, "error": "phone_invalid" } ] }
        """;

    private const string Refused = """
        { "type": "urn:consent-dashboard:time_in_future", "title": "time in future", "status": 422, "detail": "The day has not begun yet in UTC. Tell what was sent, not what will be.", "code": "time_in_future", "field": "sentAt" }
        """;

    public static Task AddExamplesAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.OperationId != Operation)
        {
            return Task.CompletedTask;
        }

        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "Idempotency-Key",
            In = ParameterLocation.Header,
            Required = true,
            Description = "1 to 200 characters. The same key and body are counted once and get the same answer for 24 hours.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        operation.Show(Request, "200", Counted, Refused);
        return Task.CompletedTask;
    }
}

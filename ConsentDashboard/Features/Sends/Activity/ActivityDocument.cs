using ConsentDashboard.Operations.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ConsentDashboard.Features.Sends.Activity;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class ActivityDocument
{
    public const string Operation = "reportActivity";

    private const string Request = """
        { "region": "GB",
          "activities": [ { "phone": "+44 7400 123456", "kind": "click", "occurredAt": "2026-11-23T14:05:00+00:00" },
                          { "phone": "07400 123457", "kind": "call", "occurredAt": "2026-11-23T14:07:12+00:00" } ] }
        """;

    private const string Recorded = """
        { "known": 1, "unknown": 1, "errors": [] }
        """;

    private const string Refused = """
        { "type": "urn:consent-dashboard:activities_missing", "title": "activities missing", "status": 422, "detail": "Send what people did as a list: activities.", "code": "activities_missing", "field": "activities" }
        """;

    public static Task AddExamplesAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.OperationId == Operation)
        {
            operation.Show(Request, "200", Recorded, Refused);
        }

        return Task.CompletedTask;
    }
}

using ConsentDashboard.Operations.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ConsentDashboard.Features.Reachability;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class ReachabilityDocument
{
    public const string Operation = "reportReachability";

    private const string Request = """
        { "source": "Reassigned Numbers Database", "observedAt": "2026-11-23T14:05:00+00:00", "region": "GB",
          "numbers": [ { "phone": "+44 7400 123456", "status": "dead" }, { "phone": "07400 123457", "status": "reassigned" }, { "phone": "1", "status": "live" } ] }
        """;

    private const string Recorded = """
        { "changed": 1, "unchanged": 0, "unknown": 1, "errors": [ { "index": 2, "error": "phone_invalid" } ] }
        """;

    private const string Refused = """
        { "type": "urn:consent-dashboard:source_missing", "title": "source missing", "status": 422, "detail": "Send who says so as source, in 1 to 64 characters.", "code": "source_missing", "field": "source" }
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
            Description = "1 to 200 characters. The same key and body are recorded once and get the same answer for 24 hours.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        operation.Show(Request, "200", Recorded, Refused);
        return Task.CompletedTask;
    }
}

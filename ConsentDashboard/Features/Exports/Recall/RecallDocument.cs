using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ConsentDashboard.Features.Exports.Recall;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class RecallDocument
{
    public const string Operation = "recallExport";

    private const string Recalled = """
        { "at": "2026-11-23T14:05:01.250Z", "rows": [
          { "rowKey": "00000Qd41xT", "phone": "+447400123456", "reasons": ["withdrawn", "suppressed"] },
          { "rowKey": "00000WzR08b", "reasons": ["erased"] }
        ], "next": "00000Zk2mQ9" }
        """;

    public static Task AddExamplesAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.OperationId == Operation)
        {
            foreach (var media in operation.Responses?.GetValueOrDefault("200")?.Content?.Values ?? [])
            {
                media.Example = JsonNode.Parse(Recalled);
            }
        }

        return Task.CompletedTask;
    }
}

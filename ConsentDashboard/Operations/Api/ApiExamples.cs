using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace ConsentDashboard.Operations.Api;

/// <summary>Puts examples into the OpenAPI document.</summary>
public static class ApiExamples
{
    /// <param name="operation">The call.</param>
    /// <param name="request">JSON.</param>
    /// <param name="success">The status of an answer that has what was asked for.</param>
    /// <param name="answer">JSON.</param>
    /// <param name="refused">JSON, of status 422.</param>
    public static void Show(this OpenApiOperation operation, string request, string success, string answer, string refused)
    {
        Example(operation.RequestBody?.Content, request);
        Example(operation.Responses?.GetValueOrDefault(success)?.Content, answer);
        Example(operation.Responses?.GetValueOrDefault("422")?.Content, refused);
    }

    private static void Example(IDictionary<string, OpenApiMediaType>? content, string json)
    {
        foreach (var media in content?.Values ?? [])
        {
            media.Example = JsonNode.Parse(json);
        }
    }
}

using ConsentDashboard.Operations.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ConsentDashboard.Features.Links;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class LinksDocument
{
    public const string Operation = "makeLinks";

    private const string Request = """
        { "sender": "5Rk2mYp0QxA", "region": "GB", "phones": ["+44 7400 123456", "07400 123457"] }
        """;

    private const string Made = """
        { "links": [
          { "index": 0, "token": "0Vd3kQm8sT1xYb5Zr9Lw2NcP7h", "url": "https://consent.example.com/p/0Vd3kQm8sT1xYb5Zr9Lw2NcP7h" },
          { "index": 1, "error": "unknown" }
        ] }
        """;

    private const string Refused = """
        { "type": "urn:consent-dashboard:too_many_phones", "title": "too many phones", "status": 422, "detail": "At most 10,000 numbers a call.", "code": "too_many_phones", "field": "phones" }
        """;

    public static Task AddExamplesAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.OperationId == Operation)
        {
            operation.Show(Request, "200", Made, Refused);
        }

        return Task.CompletedTask;
    }
}

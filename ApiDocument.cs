using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;

namespace ConsentDashboard;

/// <summary><c>/openapi/v1.json</c>: what other systems may call. Public, because it holds nothing but the shape of the calls.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";
    private const string LooksPolicy = "api-document";
    private const string Bearer = "apiKey";

    public static void AddApiDocument(this IServiceCollection services)
    {
        services.AddOpenApi(Name, options =>
        {
            options.ShouldInclude = call => call.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new() { Title = "ConsentDashboard", Version = Name, Description = "Numbers stand in bodies, never in addresses. Refusals are problem details (RFC 9457) with a stable code." };
                document.Servers = [];
                document.Components ??= new();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
                {
                    [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key, made by an administrator under Settings, API keys." },
                };
                document.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
                return Task.CompletedTask;
            });
        });

        // It is made anew for each who asks.
        services.Configure<RateLimiterOptions>(limits => limits.AddPolicy(LooksPolicy, http => RateLimitPartition.GetFixedWindowLimiter(
            $"document for {http.Connection.RemoteIpAddress}", _ => new() { PermitLimit = 60, Window = TimeSpan.FromMinutes(1) })));
    }

    public static void MapApiDocument(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous().RequireRateLimiting(LooksPolicy);
}

using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Consents;

public static class ConsentsFeature
{
    public static IServiceCollection AddConsents(this IServiceCollection services)
    {
        services.AddSingleton<RecordConsent>();
        services.AddSingleton<ConsentsEndpoint>();
        services.AddOpenApi("v1", document =>
        {
            document.ShouldInclude = call => call.RelativePath?.StartsWith("api/", StringComparison.Ordinal) is true;
            document.AddDocumentTransformer(ConsentsDocument.DescribeAsync);
            document.AddOperationTransformer(ConsentsDocument.AddExamplesAsync);
        });
        return services;
    }

    public static void MapConsents(this IEndpointRouteBuilder endpoints)
    {
        // The document holds no secret, and whoever builds against it has no account here.
        endpoints.MapOpenApi().AllowAnonymous();
        endpoints.MapPost("/api/v1/consents", (HttpContext http, ConsentsEndpoint consents) => consents.PostAsync(http))
            .AddEndpointFilter<WhenAway>()
            .RequireAuthorization(ApiAccess.Policy(ApiScopes.RecordConsents))
            .DisableAntiforgery()
            .WithName(ConsentsDocument.Operation)
            .WithTags("Consents")
            .WithSummary("Records an opt-in with its proof")
            .Accepts<ConsentRequest>("application/json")
            .Produces<ConsentResponse>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }
}

using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.OpenApi;

namespace ConsentDashboard.Features.Decisions;

public static class DecisionsFeature
{
    public static IServiceCollection AddDecisions(this IServiceCollection services)
    {
        services.AddSingleton<KnownSenders>();
        services.AddSingleton<DecideNumbers>();
        services.AddSingleton<DecisionsEndpoint>();
        services.Configure<OpenApiOptions>("v1", document => document.AddOperationTransformer(DecisionsDocument.AddExamplesAsync));
        return services;
    }

    public static void MapDecisions(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/v1/decisions", (HttpContext http, DecisionsEndpoint decisions) => decisions.PostAsync(http))
        .AddEndpointFilter<WhenAway>()
        .RequireAuthorization(ApiAccess.Policy(ApiScopes.Decide))
        .DisableAntiforgery()
        .WithName(DecisionsDocument.Operation)
        .WithTags("Decisions")
        .WithSummary("Tells whether a sender may contact up to 10,000 numbers, and why not")
        .Accepts<DecisionsRequest>("application/json")
        .Produces<DecisionsResponse>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}

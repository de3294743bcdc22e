using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.OpenApi;

namespace ConsentDashboard.Features.Links;

public static class LinksFeature
{
    public static IServiceCollection AddPreferenceLinks(this IServiceCollection services)
    {
        services.AddSingleton<MakeLinks>();
        services.AddSingleton<LinksEndpoint>();
        services.Configure<OpenApiOptions>("v1", document => document.AddOperationTransformer(LinksDocument.AddExamplesAsync));
        return services;
    }

    public static void MapPreferenceLinks(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/v1/links", (HttpContext http, LinksEndpoint links) => links.PostAsync(http))
        .RequireAuthorization(ApiAccess.Policy(ApiScopes.MakeLinks))
        .AddEndpointFilter<WhenAway>()
        .DisableAntiforgery()
        .WithName(LinksDocument.Operation)
        .WithTags("Links")
        .WithSummary("Makes the preference links of up to 10,000 numbers")
        .Accepts<LinksRequest>("application/json")
        .Produces<LinksResponse>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}

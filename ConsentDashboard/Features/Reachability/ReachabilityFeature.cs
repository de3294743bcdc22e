using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.OpenApi;

namespace ConsentDashboard.Features.Reachability;

public static class ReachabilityFeature
{
    public static IServiceCollection AddReachability(this IServiceCollection services)
    {
        services.AddSingleton<ReportReachability>();
        services.AddSingleton<ReachabilityEndpoint>();
        services.Configure<OpenApiOptions>("v1", document => document.AddOperationTransformer(ReachabilityDocument.AddExamplesAsync));
        return services;
    }

    public static void MapReachability(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/v1/reachability", (HttpContext http, ReachabilityEndpoint reachability) => reachability.PostAsync(http))
        .AddEndpointFilter<WhenAway>()
        .RequireAuthorization(ApiAccess.Policy(ApiScopes.ReportReachability))
        .DisableAntiforgery()
        .WithName(ReachabilityDocument.Operation)
        .WithTags("Reachability")
        .WithSummary("Tells which of up to 10,000 numbers are dead or belong to somebody else")
        .Accepts<ReachabilityRequest>("application/json")
        .Produces<ReachabilityResponse>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}

using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.OpenApi;

namespace ConsentDashboard.Features.Sends;

public static class SendsFeature
{
    public static IServiceCollection AddSends(this IServiceCollection services)
    {
        services.AddSingleton<SendCheck>();
        services.AddSingleton<ReportSends>();
        services.AddSingleton<SendsEndpoint>();
        services.Configure<OpenApiOptions>("v1", document => document.AddOperationTransformer(SendsDocument.AddExamplesAsync));
        return services;
    }

    public static void MapSends(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/v1/sends", (HttpContext http, SendsEndpoint sends) => sends.PostAsync(http))
        .AddEndpointFilter<WhenAway>()
        .RequireAuthorization(ApiAccess.Policy(ApiScopes.ReportSends))
        .DisableAntiforgery()
        .WithName(SendsDocument.Operation)
        .WithTags("Sends")
        .WithSummary("Tells what was sent to up to 10,000 numbers, so that the promised frequency is kept")
        .Accepts<SendsRequest>("application/json")
        .Produces<SendsResponse>()
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

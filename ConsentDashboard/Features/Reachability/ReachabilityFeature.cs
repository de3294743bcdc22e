using ConsentDashboard.Components.Layout;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Features.Reachability.Files;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.OpenApi;
using MudBlazor;

namespace ConsentDashboard.Features.Reachability;

public static class ReachabilityFeature
{
    public static IServiceCollection AddReachability(this IServiceCollection services)
    {
        services.AddSingleton<ReportReachability>();
        services.AddSingleton<ReachabilityEndpoint>();
        services.AddSingleton<ReachabilityWords>();
        services.AddSingleton<RegionQueries>();
        services.AddSingleton<RecordAnswerFile>();
        services.AddSingleton<AwaitedFiles<RecordAnswerFile.Input, FileOutcome>>();
        services.AddSingleton<AnswerFileEndpoint>();
        services.AddSingleton(new NavItem(NavGroup.Lists, 45, typeof(ReachabilityText), "Reachability", "/reachability", Icons.Material.Outlined.PhoneDisabled, Permissions.RecordReachability));
        services.Configure<OpenApiOptions>("v1", document => document.AddOperationTransformer(ReachabilityDocument.AddExamplesAsync));
        return services;
    }

    public static void MapReachability(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/reachability/files/{name}", (HttpContext http, string name, AnswerFileEndpoint files) => files.PostAsync(http, name))
            .RequireAuthorization(Permissions.RecordReachability)
            .DisableAntiforgery()
            .ExcludeFromDescription();
        endpoints.MapApi();
    }

    private static void MapApi(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/v1/reachability", (HttpContext http, ReachabilityEndpoint reachability) => reachability.PostAsync(http))
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

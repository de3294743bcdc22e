using ConsentDashboard.Components.Layout;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Features.Sends.Activity;
using ConsentDashboard.Features.Sends.Files;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.OpenApi;
using MudBlazor;

namespace ConsentDashboard.Features.Sends;

public static class SendsFeature
{
    public static IServiceCollection AddSends(this IServiceCollection services)
    {
        services.AddSingleton<SendCheck>();
        services.AddSingleton<ReportSends>();
        services.AddSingleton<SendsEndpoint>();
        services.AddSingleton<ReportActivity>();
        services.AddSingleton<ActivityEndpoint>();
        services.AddSingleton<SendQueries>();
        services.AddSingleton<SendWords>();
        services.AddSingleton<CountedFiles>();
        services.AddSingleton<RecordSendsFile>();
        services.AddSingleton<AwaitedFiles<RecordSendsFile.Input, FileOutcome>>();
        services.AddSingleton<SendsFileEndpoint>();
        services.AddSingleton(new NavItem(NavGroup.Lists, 40, typeof(SendsText), "Sends", "/sends", Icons.Material.Outlined.MarkEmailRead, Permissions.RecordSends));
        services.Configure<OpenApiOptions>("v1", document => document.AddOperationTransformer(SendsDocument.AddExamplesAsync).AddOperationTransformer(ActivityDocument.AddExamplesAsync));
        return services;
    }

    public static void MapSends(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/sends/files/{name}", (HttpContext http, string name, SendsFileEndpoint files) => files.PostAsync(http, name))
            .RequireAuthorization(Permissions.RecordSends)
            .DisableAntiforgery()
            .ExcludeFromDescription();
        endpoints.MapApi();
        ActivityEndpoint.Map(endpoints);
    }

    private static void MapApi(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/v1/sends", (HttpContext http, SendsEndpoint sends) => sends.PostAsync(http))
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

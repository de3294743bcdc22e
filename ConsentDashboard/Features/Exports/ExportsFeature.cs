using ConsentDashboard.Components.Layout;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Features.Exports.Files;
using ConsentDashboard.Features.Exports.Recall;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Features.Exports.Seeds;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.OpenApi;
using MudBlazor;

namespace ConsentDashboard.Features.Exports;

public static class ExportsFeature
{
    public static IServiceCollection AddExports(this IServiceCollection services)
    {
        services.AddSingleton<ExportQueries>();
        services.AddSingleton<ExportChoices>();
        services.AddSingleton<ExportSubjects>();
        services.AddSingleton<ExportChanges>();
        services.AddSingleton<ExportWords>();
        services.AddSingleton<RequestExport>();
        services.AddSingleton<ApproveExport>();
        services.AddSingleton<RejectExport>();
        services.AddSingleton<CancelExport>();
        services.AddSingleton<DownloadExport>();
        services.AddSingleton<ExportManifest>();
        services.AddSingleton<RecallQueries>();
        services.AddSingleton<RecallFile>();
        services.AddSingleton<RecallApi>();
        services.AddSingleton<SeedQueries>();
        services.AddSingleton<SaveSeed>();
        services.AddSingleton<ExportEndpoints>();
        services.Configure<OpenApiOptions>("v1", document => document.AddOperationTransformer(RecallDocument.AddExamplesAsync));
        services.AddSingleton(new NavItem(NavGroup.Lists, 20, typeof(ExportsText), "Exports", "/exports", Icons.Material.Outlined.FileDownload, Permissions.ViewExports));
        return services;
    }

    public static void MapExports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/exports/{id}/file", (HttpContext http, ExportEndpoints files, string id) => files.FileAsync(http, id)).RequireAuthorization(Permissions.DownloadExport);
        endpoints.MapGet("/exports/{id}/recall", (HttpContext http, ExportEndpoints files, string id) => files.RecallAsync(http, id)).RequireAuthorization(Permissions.DownloadExport);
        endpoints.MapGet("/exports/{id}/manifest", (HttpContext http, ExportEndpoints files, string id) => files.ManifestAsync(http, id)).RequireAuthorization(Permissions.ViewExports);
        endpoints.MapGet("/api/v1/exports/{key}/recall", (HttpContext http, RecallApi recall, string key, string? after) => recall.GetAsync(http, key, after))
            .AddEndpointFilter<WhenAway>()
            .RequireAuthorization(ApiAccess.Policy(ApiScopes.RecallExports))
            .WithName(RecallDocument.Operation)
            .WithTags("Exports")
            .WithSummary("Names the rows of an export whose people may no longer be contacted")
            .Produces<RecallResponse>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }
}

using ConsentDashboard.Components.Layout;
using ConsentDashboard.Features.Imports.Declaring;
using ConsentDashboard.Features.Imports.Mapping;
using ConsentDashboard.Features.Imports.Uploads;
using ConsentDashboard.Features.Imports.Verdicts;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Imports;

public static class ImportsFeature
{
    public static IServiceCollection AddImportPages(this IServiceCollection services, ImportOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ImportQueries>();
        services.AddSingleton<ImportWords>();
        services.AddSingleton<UploadedFile>();
        services.AddSingleton<UploadImport>();
        services.AddSingleton<UploadEndpoint>();
        services.AddSingleton<ChangeDraft>();
        services.AddSingleton<LookIntoFile>();
        services.AddSingleton<SaveMapping>();
        services.AddSingleton<DeclarationChoices>();
        services.AddSingleton<DeclareImport>();
        services.AddSingleton<VerdictsFile>();
        services.AddSingleton<VerdictEndpoints>();
        services.AddSingleton(new NavItem(NavGroup.Lists, 30, typeof(ImportsText), "Imports", "/imports", Icons.Material.Outlined.FileUpload, Permissions.ViewImports));
        return services;
    }

    public static void MapImports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/imports/upload", (HttpContext http, UploadEndpoint upload) => upload.PostAsync(http)).RequireAuthorization(Permissions.RunImports);
        endpoints.MapGet("/imports/{id}/verdicts", (HttpContext http, VerdictEndpoints verdicts, string id) => verdicts.AllAsync(http, id)).RequireAuthorization(Permissions.ViewImports);
        endpoints.MapGet("/imports/{id}/rejected", (HttpContext http, VerdictEndpoints verdicts, string id) => verdicts.RejectedAsync(http, id)).RequireAuthorization(Permissions.ViewImports);
    }
}

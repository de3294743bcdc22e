using ConsentDashboard.Components.Layout;
using ConsentDashboard.Features.Requests.Answers;
using ConsentDashboard.Features.Requests.Deciding;
using ConsentDashboard.Features.Requests.Identity;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Operations.Upkeeps;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Requests;

public static class RequestsFeature
{
    public static IServiceCollection AddRequests(this IServiceCollection services)
    {
        services.AddSingleton<RequestStore>();
        services.AddSingleton<RequestLinks>();
        services.AddSingleton<RequestQueries>();
        services.AddSingleton<RequestWords>();
        services.AddSingleton<StopByRequest>();
        services.AddSingleton<EnterRequest>();
        services.AddSingleton<ConfirmReceipt>();
        services.AddSingleton<ExtendRequest>();
        services.AddSingleton<SendRequestCode>();
        services.AddSingleton<VerifyByCode>();
        services.AddSingleton<VerifyOtherwise>();
        services.AddSingleton<AnswerReading>();
        services.AddSingleton<AnswerPage>();
        services.AddSingleton<PrepareAnswer>();
        services.AddSingleton<DownloadAnswer>();
        services.AddSingleton<AnswerEndpoints>();
        services.AddSingleton<GrantRequest>();
        services.AddSingleton<CloseRequest>();
        services.AddSingleton<AnswerFiles>();
        services.AddUpkeep<RequestUpkeep>(TimeSpan.FromMinutes(1), "The upkeep of requests failed", (requests, stopping) => requests.WorkAsync(stopping), atOnce: true, behindErasures: true);
        services.AddSingleton(new NavItem(NavGroup.Proof, 30, typeof(RequestsText), "Requests", "/requests", Icons.Material.Outlined.ContactPage, Permissions.ViewRequests));
        return services;
    }

    public static void MapRequests(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/requests/{id}/answer.json", (HttpContext http, AnswerEndpoints answers, string id) => answers.JsonAsync(http, id)).RequireAuthorization(Permissions.HandleRequests);
        endpoints.MapGet("/requests/{id}/answer.html", (HttpContext http, AnswerEndpoints answers, string id) => answers.PageAsync(http, id)).RequireAuthorization(Permissions.HandleRequests);
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Retention.Runs;

internal static class RunsServices
{
    public static void AddRuns(this IServiceCollection services)
    {
        services.AddSingleton<RunQueries>();
        services.AddSingleton<RunRules>();
        services.AddSingleton<RunWords>();
        services.AddSingleton<PolicyInWords>();
        services.AddSingleton<PreviewPolicy>();
        services.AddRetentionSchedule<RunDuePolicy>();
        services.AddSingleton<RequestRun>();
        services.AddSingleton<ApproveRun>();
        services.AddSingleton<RejectRun>();
        services.AddSingleton<CancelRun>();
        services.AddSingleton<PauseRun>();
        services.AddSingleton<ResumeRun>();
        services.AddSingleton<CertificateQueries>();
    }

    public static void MapRuns(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/retention/runs/{id}/certificate.json", CertificateAsync).RequireAuthorization(Permissions.ViewRetention);

    private static async Task<IResult> CertificateAsync(HttpContext http, CertificateQueries certificates, string id)
    {
        var file = PublicId.TryParse(id, out var run) ? await certificates.TakeAsync(run, Actor.From(http.User), http.RequestAborted) : null;
        http.Response.Headers.CacheControl = "no-store";
        return file is null ? Results.NotFound() : Results.File(file, "application/json", $"certificate-{run}.json");
    }
}

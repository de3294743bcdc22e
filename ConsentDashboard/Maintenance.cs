using System.Data.Common;
using ConsentDashboard.Operations.KeyRotation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.StaticAssets;

namespace ConsentDashboard;

/// <summary>While the number index is being wrapped no door could find a number, so every door says to come back.</summary>
internal static class Maintenance
{
    private const string ComeBackInSeconds = "30";

    public static void UseMaintenance(this WebApplication app) => app.Use(AnswerAsync);

    private static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (StaysOpen(http) || !await IsShutAsync(http))
        {
            await next(http);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = ComeBackInSeconds;
        if (!WebHosting.IsForPeople(http.Request.Path))
        {
            await http.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new()
            {
                HttpContext = http,
                ProblemDetails = { Status = StatusCodes.Status503ServiceUnavailable, Title = "Maintenance", Detail = "The number index is being renewed. Send the request again later; nothing of it was recorded." },
            });
        }
    }

    private static bool StaysOpen(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase)
        || http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || http.Features.Get<IStatusCodeReExecuteFeature>() is not null;

    private static async Task<bool> IsShutAsync(HttpContext http)
    {
        try
        {
            return await http.RequestServices.GetRequiredService<MaintenanceState>().IsOnAsync();
        }
        catch (DbException)
        {
            // The page itself meets the same failure and reports it with its reference.
            return false;
        }
    }
}

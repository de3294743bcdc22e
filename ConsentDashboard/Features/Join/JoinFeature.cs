using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace ConsentDashboard.Features.Join;

public static class JoinFeature
{
    /// <summary>Rate limit by address for forms that are sent in.</summary>
    public const string SubmissionsPolicy = "join-submissions";

    public static IServiceCollection AddJoin(this IServiceCollection services, JoinOptions options)
    {
        services.AddSingleton<SubmitJoin>();
        services.AddSingleton<JoinPages>();
        services.Configure<RateLimiterOptions>(limits => limits.AddPolicy(SubmissionsPolicy, http => HttpMethods.IsPost(http.Request.Method)
            ? RateLimitPartition.GetSlidingWindowLimiter($"join from {http.Connection.RemoteIpAddress}", _ => new() { PermitLimit = options.PerAddressPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 })
            : RateLimitPartition.GetNoLimiter("looks")));
        return services;
    }

    public static void MapJoin(this IEndpointRouteBuilder endpoints)
    {
        // A form on another site posts here too, so there is no cookie to check: what proves a form is its signed ticket.
        var join = endpoints.MapGroup("/join/{slug}").AllowAnonymous().DisableAntiforgery().RequireRateLimiting(SubmissionsPolicy);
        join.MapGet("", (HttpContext http, JoinPages pages, string slug) => pages.ShowAsync(http, slug));
        join.MapPost("", (HttpContext http, JoinPages pages, string slug) => pages.SubmitAsync(http, slug));
        join.MapGet("/confirm", (HttpContext http, JoinPages pages, string slug) => pages.AskCodeAsync(http, slug));
        join.MapPost("/confirm", (HttpContext http, JoinPages pages, string slug) => pages.ConfirmAsync(http, slug));
    }
}

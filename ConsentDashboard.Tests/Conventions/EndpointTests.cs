using ConsentDashboard.Tests.Support;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Conventions;

/// <summary>Every address of the app asks who is there, but for the few on this list.</summary>
public sealed class EndpointTests
{
    private static readonly string[] Public =
    [
        "/accounts/sign-in", "/accounts/sign-out", "/accounts/first-administrator", "/accounts/access-denied",
        "/culture", "/theme", "/error", "/not-found", "/status/404", "/status/{Code:int}", "/healthz/live", "/healthz/ready",
        "/hooks/sms/twilio", "/hooks/sms/{source}", "/join/{slug}/", "/join/{slug}/confirm", "/openapi/{documentName}.json",
        "/p/{token}/", "/stop/",
        "/notice/{Id}/{Language}",
    ];

    [Fact]
    public async Task Each_endpoint_is_authorised_or_on_the_public_list()
    {
        await using var app = new RunningApp();
        app.StartServer();
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !IsFile(endpoint))
            .Select(endpoint => (Path: $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}", IsOpen: IsOpen(endpoint))).ToArray();

        Assert.Contains(routes, route => !route.IsOpen);
        Assert.Contains(routes, route => route.IsOpen);
        Findings.None(routes.Where(route => route.IsOpen && !Public.Contains(route.Path))
            .Select(route => route.Path).Distinct());
        Findings.None(Public.Except(routes.Where(route => route.IsOpen).Select(route => route.Path)).Select(path => $"{path} is on the list and not open."));
    }

    /// <summary>Files of wwwroot and of Blazor itself, which are the same for everybody.</summary>
    private static bool IsFile(RouteEndpoint endpoint) =>
        endpoint.Metadata.Any(item => item.GetType().FullName!.Contains("StaticAsset", StringComparison.Ordinal))
        || (endpoint.RoutePattern.RawText!.TrimStart('/') is var route && (route.StartsWith("_framework/", StringComparison.Ordinal) || route == "{**path:file}"));

    private static bool IsOpen(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null;
}

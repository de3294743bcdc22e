using System.Net;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Hosting;

public sealed class ReachingEndpointsTests(HostedApp app) : IClassFixture<HostedApp>
{
    /// <summary>Everything that answers without an account. An address that is added here opens a door to the world.</summary>
    private static readonly string[] Public =
    [
        "/accounts/access-denied",
        "/accounts/first-administrator",
        "/accounts/sign-in",
        "/accounts/sign-out",
        "/culture",
        "/error",
        "/healthz/live",
        "/healthz/ready",
        "/not-found",
        "/status/404",
        "/status/{Code:int}",
        "/theme",
    ];

    [Fact]
    public void Each_endpoint_is_authorised_or_on_the_list()
    {
        var open = Routes().Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null)
            .Where(endpoint => !IsAsset(endpoint))
            .Select(endpoint => $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}")
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(Public, open);
    }

    [Fact]
    public void The_walk_sees_pages_and_the_hub()
    {
        var authorised = Routes().Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null).Select(endpoint => endpoint.RoutePattern.RawText!).ToList();

        Assert.Contains("/audit", authorised);
        Assert.Contains(authorised, route => route.Contains("_blazor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stranger_opens_no_circuit()
    {
        var answer = await app.Browser().PostAsync("/_blazor/negotiate?negotiateVersion=1", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/subscribers-of-nobody/1")]
    public async Task An_unknown_address_says_so(string path)
    {
        var answer = await app.Browser().GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Not found", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Health_is_told_without_an_account(string path) =>
        Assert.Equal("Healthy", await app.Browser().GetStringAsync(path, TestContext.Current.CancellationToken));

    private IEnumerable<RouteEndpoint> Routes() =>
        app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private static bool IsAsset(RouteEndpoint endpoint) =>
        endpoint.Metadata.Any(item => item.GetType().FullName!.Contains("StaticAsset", StringComparison.Ordinal)) || IsFramework(endpoint);

    // Blazor's own scripts, which hold nothing of ours, and in Development the files of wwwroot as they change.
    private static bool IsFramework(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText!.TrimStart('/') is var route && (route.StartsWith("_framework/", StringComparison.Ordinal) || route == "{**path:file}");
}

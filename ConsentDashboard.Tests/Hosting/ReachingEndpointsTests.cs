using System.Net;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Hosting;

public sealed class ReachingEndpointsTests(HostedApp app) : IClassFixture<HostedApp>
{
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
}

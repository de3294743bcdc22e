using System.Net;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task Health_says_when_messages_wait_and_no_gateway_is_set_up()
    {
        await using var production = await HostedApp.StartAsync("Production", demo: false);
        Assert.Equal("Healthy", await production.Browser().GetStringAsync("/healthz/ready", TestContext.Current.CancellationToken));
        await using (var db = await production.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            db.Add(new OutboxMessage { MessageKey = Guid.CreateVersion7(), Endpoint = TextMessages.Endpoint, Kind = MessageKinds.ConfirmationCode, PayloadCipher = new byte[32], CreatedAt = TimeProvider.System.UtcMilliseconds(), DueAt = TimeProvider.System.UtcMilliseconds() });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("Degraded", await production.Browser().GetStringAsync("/healthz/ready", TestContext.Current.CancellationToken));
        Assert.Equal("Healthy", await production.Browser().GetStringAsync("/healthz/live", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_form_that_has_grown_stale_is_refused_with_a_page_that_says_so()
    {
        await using var production = await HostedApp.StartAsync("Production", demo: false);

        var answer = await production.Browser().PostAsync("/accounts/sign-in", Forms.Form(("_handler", "sign-in")), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The form could not be read", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}

using System.Net;
using System.Text;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Features.Reachability.Files;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Features.OptOutPages;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Reachability;

public sealed class SendingAnswerFilesTests : IAsyncLifetime
{
    private LinkedPlace _here = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _here = await LinkedPlace.OpenAsync();

    public ValueTask DisposeAsync() => _here.DisposeAsync();

    [Fact]
    public async Task A_file_that_no_page_of_that_person_awaits_is_not_taken()
    {
        var (name, file) = Await(Actor.User("somebody-else", "", [Roles.ComplianceOfficer]));
        using var officer = await SignedInAsync("officer@demo.example");

        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(officer, "nonsense")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(officer, name)).StatusCode);
        Assert.Null(file.Outcome);
    }

    [Fact]
    public async Task Neither_a_stranger_nor_somebody_who_may_not_gets_through()
    {
        var (name, file) = Await(Actor.Anonymous);
        using var support = await SignedInAsync("support@demo.example");

        Assert.NotEqual(HttpStatusCode.NoContent, (await PostAsync(_here.App.Browser(), name)).StatusCode);
        Assert.NotEqual(HttpStatusCode.NoContent, (await PostAsync(support, name)).StatusCode);
        Assert.Null(file.Outcome);
    }

    private (string Name, AwaitedFile<RecordAnswerFile.Input, FileOutcome> File) Await(Actor actor) => _here.App.Services.GetRequiredService<AwaitedFiles<RecordAnswerFile.Input, FileOutcome>>()
        .Await(new("registry", new("RU", null, new Dictionary<string, ReachabilityStatus>())), actor);

    private async Task<HttpClient> SignedInAsync(string email)
    {
        var browser = _here.App.Browser();
        await browser.SignInAsync(email, DemoAccounts.Password);
        return browser;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string name)
    {
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes($"phone,status\n{LinkedPlace.Number},dead\n"));
        return await browser.PostAsync($"/reachability/files/{name}", file, Cancellation);
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Features.Sends.Files;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Features.OptOutPages;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Sends;

public sealed class SendingFilesTests : IAsyncLifetime
{
    private LinkedPlace _here = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _here = await LinkedPlace.OpenAsync();

    public ValueTask DisposeAsync() => _here.DisposeAsync();

    [Fact]
    public async Task A_file_that_no_page_of_that_person_awaits_is_not_taken()
    {
        var (name, upload) = await AwaitAsync(Actor.User("somebody-else", "", [Roles.Marketer]));
        using var marketer = await SignedInAsync("marketer@demo.example");

        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(marketer, "nonsense")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(marketer, name)).StatusCode);
        Assert.Null(upload.Outcome);
        Assert.Equal(0, await CountedAsync());
    }

    [Fact]
    public async Task Neither_a_stranger_nor_somebody_who_may_not_gets_through()
    {
        var (name, upload) = await AwaitAsync(Actor.Anonymous);
        using var support = await SignedInAsync("support@demo.example");

        Assert.NotEqual(HttpStatusCode.NoContent, (await PostAsync(_here.App.Browser(), name)).StatusCode);
        Assert.NotEqual(HttpStatusCode.NoContent, (await PostAsync(support, name)).StatusCode);
        Assert.Null(upload.Outcome);
        Assert.Equal(0, await CountedAsync());
    }

    private async Task<(string Name, AwaitedFile<RecordSendsFile.Input, FileOutcome> Upload)> AwaitAsync(Actor actor)
    {
        await using var db = await _here.DataAsync();
        var sender = await db.Senders.Select(s => s.PublicId).SingleAsync(Cancellation);
        return _here.App.Services.GetRequiredService<AwaitedFiles<RecordSendsFile.Input, FileOutcome>>().Await(new(sender, Channel.Sms, MessageType.Promotional, new DateOnly(2026, 6, 1)), actor);
    }

    private async Task<HttpClient> SignedInAsync(string email)
    {
        var browser = _here.App.Browser();
        await browser.SignInAsync(email, DemoAccounts.Password);
        return browser;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string name)
    {
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes($"phone\n{LinkedPlace.Number}\n"));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return await browser.PostAsync($"/sends/files/{name}", file, Cancellation);
    }

    private async Task<int> CountedAsync()
    {
        await using var db = await _here.DataAsync();
        return await db.SendCounts.SumAsync(c => c.Count, Cancellation);
    }
}

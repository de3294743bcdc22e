using System.Net;
using ConsentDashboard.Commands;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Operations.KeyRotation;

/// <summary>The app, started while a rotation of the index lies broken off, and what its doors answer until it is finished.</summary>
public sealed class DoorsInMaintenanceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_door_says_to_come_back_until_the_rotation_is_finished()
    {
        await using var data = await RotationFixture.CreateAsync(people: 600);
        Assert.True(await RotationRun.KillAtAsync(data, "--index", ["Subscribers"], 0, 20));
        await using var app = AppProcess.Start(data.Folder, "--urls=http://127.0.0.1:0");
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = await app.AddressAsync() };

        using var page = await GetAsync(browser, "/accounts/sign-in", "en");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), page.Headers.RetryAfter!.Delta);
        Assert.Contains("Not available at the moment", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var russian = await GetAsync(browser, "/", "ru");
        Assert.Contains("Временно недоступно", WebUtility.HtmlDecode(await russian.Content.ReadAsStringAsync(Cancellation)), StringComparison.Ordinal);
        using var call = await browser.PostAsync("/api/v1/withdrawals", null, Cancellation);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (call.StatusCode, call.Content.Headers.ContentType!.MediaType));
        foreach (var open in (string[])["/healthz/live", "/healthz/ready", "/app.css"])
        {
            using var answer = await browser.GetAsync(open, Cancellation);
            Assert.Equal((open, HttpStatusCode.OK), (open, answer.StatusCode));
        }

        await app.SaysAsync("run -- rotate-keys to finish it");

        await RotationRun.FinishAsync(data, "--index");
        while (await StatusAsync(browser, "/accounts/sign-in") == HttpStatusCode.ServiceUnavailable)
        {
            await Task.Delay(50, Cancellation);
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/accounts/sign-in"));
    }

    [Fact]
    public async Task Commands_that_look_for_numbers_wait_too()
    {
        await using var data = await RotationFixture.CreateAsync(people: 600);
        Assert.True(await RotationRun.KillAtAsync(data, "--index", ["Subscribers"], 0, 20));

        await using var verify = await AppProcess.RunAsync(data.Folder, "verify-ledger");
        await using var migrate = await AppProcess.RunAsync(data.Folder, "migrate");

        Assert.Equal(ExitCodes.Failed, verify.ExitCode);
        Assert.Contains("finish it with -- rotate-keys", verify.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, migrate.ExitCode);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, string path)
    {
        using var answer = await GetAsync(browser, path, "en");
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient browser, string path, string language)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Headers.Accept.ParseAdd("text/html");
        return browser.SendAsync(request, Cancellation);
    }
}

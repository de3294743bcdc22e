using System.Diagnostics;
using System.Net;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Security.Links;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Benchmarks;

/// <summary>
/// The hosted form over HTTP: how often it is shown, and how many consents a second are durable with their proof; beside
/// an endpoint that does nothing but write one row.
/// </summary>
internal static class JoinWorkload
{
    private const int Connections = 64;
    private const int Looks = 12_000;
    private const int Submissions = 6_000;
    private const int Warm = 1_000;

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.CopyAsync(subscribers);
        await using var app = new BenchApp(database.Folder, builder => builder.UseSetting("Join:PerAddressPerMinute", "100000000"));
        var point = await PointAsync(app, database);
        using var browser = Browser(app.Address);
        var address = $"/join/{point.Slug}";

        await LoadAsync(Warm, _ => LookAsync(browser, address));
        var (shownPerSecond, shown) = await LoadAsync(Looks, _ => LookAsync(browser, address));
        await LoadAsync(Warm, n => SubmitAsync(browser, address, Form(app, point, n)));
        var (sentPerSecond, sent) = await LoadAsync(Submissions, n => SubmitAsync(browser, address, Form(app, point, Warm + n)));
        var weight = await PageWeight.OfAsync(app.Address, address);

        await using var bare = await BareEndpoint.StartAsync(database.Folder);
        using var other = Browser(bare.Address);
        await LoadAsync(Warm, _ => LookAsync(other, "/"));
        var (bareShownPerSecond, bareShown) = await LoadAsync(Looks, _ => LookAsync(other, "/"));
        var (bareSentPerSecond, bareSent) = await LoadAsync(Submissions, n => SubmitAsync(other, "/", Form(app, point, n)));
        return new Figures("join", subscribers)
            .Add("connections", Connections)
            .Add("viewsPerSecond", shownPerSecond)
            .Add("viewP99Ms", shown.P99)
            .Add("submissionsPerSecond", sentPerSecond)
            .Add("submissionP50Ms", sent.P50)
            .Add("submissionP99Ms", sent.P99)
            .Add("pageCompressedMb", weight.Compressed / 1e6)
            .Add("requestsToOtherHosts", weight.OtherHosts)
            .Add("naiveViewsPerSecond", bareShownPerSecond)
            .Add("naiveViewP99Ms", bareShown.P99)
            .Add("naiveSubmissionsPerSecond", bareSentPerSecond)
            .Add("naiveSubmissionP99Ms", bareSent.P99);
    }

    // A form that is sent in at once: no code has to be waited for.
    private static async Task<PublicPoint> PointAsync(BenchApp app, BenchDatabase database)
    {
        await using var db = database.Open();
        var slugs = await db.CollectionPoints.Where(p => !p.DoubleOptIn && p.Status == CollectionPointStatus.Active).OrderBy(p => p.Id).Select(p => p.Slug).ToListAsync();
        foreach (var slug in slugs)
        {
            if (await app.Services.GetRequiredService<PointCatalog>().FindAsync(slug) is { IsOpen: true, Sender.NeedsProcessingConsent: false, Fields: var fields } point && !fields.Any(field => field.Required))
            {
                return point;
            }
        }

        throw new InvalidOperationException("The demo company has no open form without a code.");
    }

    private static FormUrlEncodedContent Form(BenchApp app, PublicPoint point, int n) => new(
    [
        new("token", app.Services.GetRequiredService<FormTokens>().Sign(new(point.PublicId, point.Contact!.PublicId, default, app.Services.GetRequiredService<TimeProvider>().UtcMilliseconds(), Guid.CreateVersion7()))),
        new("number", $"+44 7400 {n:D6}"),
        new("box", "sms-promotional"),
        new("language", "en"),
        new("act", "agree"),
    ]);

    private static HttpClient Browser(string address)
    {
        var browser = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, AllowAutoRedirect = false }) { BaseAddress = new(address) };
        browser.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        browser.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        return browser;
    }

    private static async Task LookAsync(HttpClient browser, string address) => Expect(await browser.GetAsync(address));

    private static async Task SubmitAsync(HttpClient browser, string address, FormUrlEncodedContent form)
    {
        using (form)
        {
            Expect(await browser.PostAsync(address, form));
        }
    }

    private static void Expect(HttpResponseMessage answer)
    {
        using (answer)
        {
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw new InvalidOperationException($"The form answered {(int)answer.StatusCode}.");
            }
        }
    }

    private static async Task<(double PerSecond, Timings Timings)> LoadAsync(int count, Func<int, Task> work)
    {
        var timings = new Timings();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (n, _) => await timings.MeasureAsync(async () =>
        {
            await work(n);
            return true;
        }));
        return (count / watch.Elapsed.TotalSeconds, timings);
    }
}

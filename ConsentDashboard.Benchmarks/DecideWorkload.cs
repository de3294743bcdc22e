using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Features.ApiKeys;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Benchmarks;

/// <summary>"May we contact this number?" over HTTP: one number on 64 connections, as fast as it goes and at a steady pace, and ten thousand at once.</summary>
internal static class DecideWorkload
{
    private const int Connections = 64;
    private const int Ones = 20_000;
    private const int Warm = 4_000;
    private const int SteadyPerSecond = 500;
    private const int SteadySeconds = 10;
    private const int Lists = 9;
    private const int NaiveOnes = 4_000;
    private const string Path = "/api/v1/decisions";

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.CopyAsync(subscribers);
        var numbers = await BenchNumbers.TakeAsync(database, ConsentDecisions.MaxNumbers);
        var (sender, id) = await SenderAsync(database);
        List<byte[]> ones, naiveOnes;
        Timings full, steady, lists = new(), naive;
        double perSecond, naivePerSecond, naiveListMs;
        await using (var app = new BenchApp(database.Folder, Configure))
        {
            var secret = (await app.Services.GetRequiredService<CreateApiKey>().ExecuteAsync(new() { Name = "bench", Scopes = ApiScopes.Decide }, Actor.System("bench"))).Value!;
            byte[] Request(IEnumerable<E164Number> some) => Post(app.Address, Path, secret, new { sender = $"{sender}", channel = "sms", messageType = "promotional", phones = some.Select(number => number.Value) });
            ones = [.. numbers.Select(number => Request([number]))];
            await LoadAsync(app.Address, ones, Warm);
            (perSecond, full) = await LoadAsync(app.Address, ones, Ones);
            steady = await SteadyAsync(app.Address, ones);
            var list = Request(numbers);
            using var client = await RawClient.ConnectAsync(app.Address);
            for (var run = -2; run < Lists; run++)
            {
                var started = Stopwatch.GetTimestamp();
                await SendAsync(client, list);
                if (run >= 0)
                {
                    lists.Add(Stopwatch.GetElapsedTime(started));
                }
            }
        }

        await using (var usual = await NaiveDecider.StartAsync(database))
        {
            byte[] Request(IEnumerable<E164Number> some) => Post(usual.Address, "/", "none", new { senderId = id, phones = some.Select(number => number.Value) });
            naiveOnes = [.. numbers.Select(number => Request([number]))];
            await LoadAsync(usual.Address, naiveOnes, NaiveOnes / 4);
            (naivePerSecond, naive) = await LoadAsync(usual.Address, naiveOnes, NaiveOnes);
            using var client = await RawClient.ConnectAsync(usual.Address);
            naiveListMs = await Timings.OnceAsync(() => SendAsync(client, Request(numbers)));
        }

        return new Figures("decide", subscribers)
            .Add("connections", Connections)
            .Add("perSecond", perSecond)
            .Add("oneP50Ms", full.P50)
            .Add("oneP99Ms", full.P99)
            .Add("steadyPerSecond", SteadyPerSecond)
            .Add("steadyOneP50Ms", steady.P50)
            .Add("steadyOneP99Ms", steady.P99)
            .Add("tenThousandMs", lists.P50)
            .Add("tenThousandWorstMs", lists.Worst)
            .Add("naivePerSecond", naivePerSecond)
            .Add("naiveOneP50Ms", naive.P50)
            .Add("naiveOneP99Ms", naive.P99)
            .Add("naiveTenThousandMs", naiveListMs);
    }

    private static void Configure(IWebHostBuilder builder) => builder
        .UseSetting("Api:PerKeyPerMinute", "100000000")
        .UseSetting("Api:PerAddressPerMinute", "100000000");

    private static async Task<(PublicId PublicId, long Id)> SenderAsync(BenchDatabase database)
    {
        await using var db = database.Open();
        var sender = await db.Senders.OrderBy(s => s.Id).FirstAsync();
        return (sender.PublicId, sender.Id);
    }

    private static byte[] Post(string address, string path, string secret, object body) =>
        RawClient.Post(new Uri(address).Authority, path, "application/json", $"Authorization: Bearer {secret}\r\n", Encoding.UTF8.GetBytes(JsonSerializer.Serialize(body)));

    private static async Task<(double PerSecond, Timings Timings)> LoadAsync(string address, List<byte[]> requests, int count)
    {
        var next = -1;
        var timings = new Timings();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var client = await RawClient.ConnectAsync(address);
            while (Interlocked.Increment(ref next) is var n && n < count)
            {
                var started = Stopwatch.GetTimestamp();
                await SendAsync(client, requests[n % requests.Count]);
                timings.Add(Stopwatch.GetElapsedTime(started));
            }
        }));
        return (count / watch.Elapsed.TotalSeconds, timings);
    }

    /// <summary>Each request has its moment, and its time counts from then: one that had to wait for another is not flattered.</summary>
    private static async Task<Timings> SteadyAsync(string address, List<byte[]> requests)
    {
        var next = -1;
        var timings = new Timings();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var client = await RawClient.ConnectAsync(address);
            while (Interlocked.Increment(ref next) is var n && n < SteadyPerSecond * SteadySeconds)
            {
                var due = start + (long)((double)n / SteadyPerSecond * Stopwatch.Frequency);
                while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } wait)
                {
                    // The timer comes late by up to a millisecond, which counts against us.
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, Math.Floor(wait.TotalMilliseconds))));
                }

                await SendAsync(client, requests[n % requests.Count]);
                timings.Add(Stopwatch.GetElapsedTime(due));
            }
        }));
        return timings;
    }

    private static async Task SendAsync(RawClient client, byte[] request)
    {
        var status = await client.SendAsync(request);
        if (status != 200)
        {
            throw new InvalidOperationException($"The question was answered {status}.");
        }
    }
}

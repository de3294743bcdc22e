using System.Diagnostics;
using System.Text;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Hooks;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Benchmarks;

/// <summary>STOP by SMS over HTTP, as a gateway delivers it: signed requests on 64 connections, each answered once it is durable.</summary>
internal static class StopWorkload
{
    private const int Connections = 64;
    private const int Each = 20_000;
    private const int Warm = 6_000;
    private const int Runs = 3;
    private const int Naive = 2_000;
    private const string Token = "a-token-of-the-gateway-for-measuring";
    private const string Path = "/hooks/sms/twilio";
    private const string To = "+12025550142";

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.CopyAsync(subscribers);
        var each = Math.Min(Each, subscribers / (Runs + 1));
        var before = await CountAsync(database);
        List<(double PerSecond, Timings Timings)> runs = [];
        (double PerSecond, Timings Timings) busy;
        (int Rows, double PerSecond) bulk;
        await using (var app = new BenchApp(database.Folder, Configure))
        {
            await LoadAsync(app.Address, await RequestsAsync(database, app.Address, Math.Min(Warm, each), 3, "warm"));
            for (var run = 0; run < Runs; run++)
            {
                var requests = await RequestsAsync(database, app.Address, each, run * 7, $"run{run}");
                runs.Add(await LoadAsync(app.Address, requests));
                Console.Error.WriteLine($"  {runs[^1].PerSecond:0}/s, p99 {runs[^1].Timings.P99:0.0} ms");
            }

            (busy, bulk) = await BesideBulkAsync(app, await RequestsAsync(database, app.Address, each, Runs * 7, "busy"));
        }

        var sent = Math.Min(Warm, each) + ((Runs + 1) * each) + bulk.Rows;
        var recorded = await CountAsync(database) - before;
        var report = await database.Get<LedgerVerification>().VerifyAsync(Actor.System("bench"));
        if (!report.Holds || recorded < sent - (sent / 100))
        {
            throw new InvalidOperationException($"The ledger does not hold ({report.First}), or {recorded} events stand for {sent} messages.");
        }

        var (naiveRate, naive) = await WithdrawWorkload.NaiveAsync(database, Naive);
        var median = runs.OrderBy(run => run.PerSecond).ElementAt(Runs / 2);
        return new Figures("stop", subscribers)
            .Add("connections", Connections)
            .Add("stopsPerSecond", median.PerSecond)
            .Add("slowestRunPerSecond", runs.Min(run => run.PerSecond))
            .Add("p50Ms", median.Timings.P50)
            .Add("p99Ms", runs.Select(run => run.Timings.P99).Order().ElementAt(Runs / 2))
            .Add("events", recorded)
            .Add("besideBulkStopsPerSecond", busy.PerSecond)
            .Add("besideBulkP99Ms", busy.Timings.P99)
            .Add("bulkRowsPerSecond", bulk.PerSecond)
            .Add("naiveStopsPerSecond", naiveRate)
            .Add("naiveP50Ms", naive.P50)
            .Add("naiveP99Ms", naive.P99);
    }

    // As an import does: new numbers, in slices of the length that the gate lets bulk work have, without a pause.
    private static async Task<((double PerSecond, Timings Timings) Stops, (int Rows, double PerSecond) Bulk)> BesideBulkAsync(BenchApp app, List<byte[]> requests)
    {
        const int Slice = 100;
        var ledger = app.Services.GetRequiredService<LedgerWriter>();
        using var ending = new CancellationTokenSource();
        var rows = 0;
        var watch = Stopwatch.StartNew();
        var bulk = Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested)
            {
                var acts = Enumerable.Range(rows, Slice).Select(n => new ConsentAct
                {
                    Number = new E164Number($"+4474{n:D8}", 44, "GB"),
                    Type = ConsentEventType.Registered,
                    Source = Source.Import,
                    Method = Method.ImportedRecord,
                    OccurredAt = DateTime.UnixEpoch,
                    Actor = Actor.System("bench"),
                    Evidence = new() { ProofReference = "archive/list", Note = "a row of a list" },
                });
                await ledger.RecordSliceAsync([.. acts]);
                rows += Slice;
            }
        });
        var stops = await LoadAsync(app.Address, requests);
        var elapsed = watch.Elapsed;
        await ending.CancelAsync();
        await bulk;
        return (stops, (rows, rows / elapsed.TotalSeconds));
    }

    private static void Configure(IWebHostBuilder builder) => builder
        .UseSetting("Messages:Twilio:AuthToken", Token)
        .UseSetting("Messages:Gateway", "None");

    private static async Task<long> CountAsync(BenchDatabase database)
    {
        await using var db = database.Open();
        return await db.LedgerHead.Select(h => h.LastEventId).SingleAsync();
    }

    private static async Task<List<byte[]>> RequestsAsync(BenchDatabase database, string address, int count, int offset, string name)
    {
        var numbers = await BenchNumbers.TakeAsync(database, count, offset);
        return [.. numbers.Select((number, n) => Request(address, number, $"SM{name}{n:D8}"))];
    }

    private static byte[] Request(string address, E164Number number, string id)
    {
        KeyValuePair<string, string>[] form =
        [
            new("ToCountry", "US"), new("SmsMessageSid", id), new("NumMedia", "0"), new("SmsSid", id), new("FromCountry", number.Region), new("Body", "STOP"),
            new("To", To), new("NumSegments", "1"), new("MessageSid", id), new("AccountSid", "AC00000000000000000000000000000000"), new("From", number.Value), new("ApiVersion", "2010-04-01"),
        ];
        var body = Encoding.UTF8.GetBytes(string.Join('&', form.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}")));
        var signature = TwilioSignature.Of(Token, address.TrimEnd('/') + Path, form);
        return RawClient.Post(new Uri(address).Authority, Path, "application/x-www-form-urlencoded", $"X-Twilio-Signature: {signature}\r\n", body);
    }

    private static async Task<(double PerSecond, Timings Timings)> LoadAsync(string address, List<byte[]> requests)
    {
        var next = -1;
        var timings = new Timings();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var client = await RawClient.ConnectAsync(address);
            while (Interlocked.Increment(ref next) is var n && n < requests.Count)
            {
                var started = Stopwatch.GetTimestamp();
                var status = await client.SendAsync(requests[n]);
                timings.Add(Stopwatch.GetElapsedTime(started));
                if (status != 200)
                {
                    throw new InvalidOperationException($"The hook answered {status}.");
                }
            }
        }));
        return (requests.Count / watch.Elapsed.TotalSeconds, timings);
    }
}

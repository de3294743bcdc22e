using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Hooks;

/// <summary>
/// The real executable takes STOPs from many connections and is killed, or its disk is full: what the gateway was told is
/// there afterwards, and what it sends again is not there twice.
/// </summary>
public sealed class LosingNothingTests : IDisposable
{
    private const string Secret = "a-secret-of-sixteen-or-more";
    private const int Connections = 16;
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CONSENT_TEST_KILLS") ?? "5", CultureInfo.InvariantCulture);

    private readonly DataFolderFixture _data = new();
    private readonly ConcurrentDictionary<int, byte> _acknowledged = new();
    private int _next;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string[] Arguments =>
    [
        "--urls=http://127.0.0.1:0", "--Hooks:Sources:gate:Scheme=SharedSecret", "--Hooks:Sources:gate:Header=X-Secret", $"--Hooks:Sources:gate:Secret={Secret}", "--Hooks:Timeout=60",
    ];

    [Fact]
    public async Task Every_stop_that_was_acknowledged_before_a_kill_is_there_and_none_twice()
    {
        for (var kill = 1; kill <= Kills; kill++)
        {
            await using var app = AppProcess.Start(_data.Folder, Arguments);
            var wanted = _acknowledged.Count + 40 + (kill * 37 % 200);
            await SendAsync(await app.AddressAsync(), () => _acknowledged.Count >= wanted, app.KillAsync);
            await AssertAcknowledgedAsync();
        }

        // The gateway sends everything again that it had no answer to, and to be safe the rest too.
        await using (var app = AppProcess.Start(_data.Folder, Arguments))
        {
            using var gateway = Gateway(await app.AddressAsync());
            foreach (var n in Enumerable.Range(1, _next))
            {
                Assert.Equal(HttpStatusCode.OK, await StopAsync(gateway, n));
            }

            await app.KillAsync();
        }

        await using var db = _data.Contexts.CreateDbContext();
        Assert.Equal(_next, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Withdrawn, Cancellation));
        await AssertHoldsAsync();
    }

    [Fact]
    public async Task On_a_full_disk_the_gateway_is_told_to_come_again_until_there_is_room()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The size of files is limited by the shell's ulimit.");
        await _data.StartAsync();
        var room = (int)((new FileInfo(_data.DatabaseFile).Length >> 10) + 1024);
        List<int> refused = [];
        await using (var app = AppProcess.StartOnFullDisk(_data.Folder, room, Arguments))
        {
            using var gateway = Gateway(await app.AddressAsync());
            for (var n = 1; n <= 4000 && refused.Count < 5; n++)
            {
                var status = await StopAsync(gateway, n);
                Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{status}");
                if (status == HttpStatusCode.OK)
                {
                    _acknowledged[n] = 0;
                }
                else
                {
                    refused.Add(n);
                }
            }

            await app.KillAsync();
        }

        Assert.NotEmpty(_acknowledged);
        Assert.NotEmpty(refused);
        await AssertAcknowledgedAsync();
        await using (var app = AppProcess.Start(_data.Folder, Arguments))
        {
            using var gateway = Gateway(await app.AddressAsync());
            foreach (var n in refused)
            {
                Assert.Equal(HttpStatusCode.OK, await StopAsync(gateway, n));
                _acknowledged[n] = 0;
            }

            await app.KillAsync();
        }

        await AssertAcknowledgedAsync();
        await AssertHoldsAsync();
    }

    public void Dispose() => _data.Dispose();

    // Each connection sends the next message until the app is gone.
    private async Task SendAsync(Uri address, Func<bool> isEnough, Func<Task> killAsync)
    {
        using var gateway = Gateway(address);
        var sending = Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var n = Interlocked.Increment(ref _next);
                try
                {
                    if (await StopAsync(gateway, n) == HttpStatusCode.OK)
                    {
                        _acknowledged[n] = 0;
                    }
                }
                catch (HttpRequestException)
                {
                    return;
                }
            }
        }, Cancellation)).ToList();
        while (!isEnough())
        {
            await Task.Delay(2, Cancellation);
        }

        await killAsync();
        await Task.WhenAll(sending);
    }

    private static HttpClient Gateway(Uri address)
    {
        var gateway = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = address };
        gateway.DefaultRequestHeaders.Add("X-Secret", Secret);
        return gateway;
    }

    private static async Task<HttpStatusCode> StopAsync(HttpClient gateway, int n)
    {
        using var form = Forms.Form([("from", A.Number(n)), ("to", "+15550000000"), ("text", "STOP"), ("id", $"M{n}")]);
        using var answer = await gateway.PostAsync("/hooks/sms/gate", form, Cancellation);
        return answer.StatusCode;
    }

    private async Task AssertAcknowledgedAsync()
    {
        await using var db = _data.Contexts.CreateDbContext();
        var suppressed = await db.Suppressions.Select(x => x.BlindIndex).ToListAsync(Cancellation);
        var there = suppressed.Select(Convert.ToHexString).ToHashSet();
        Assert.Equal(suppressed.Count, there.Count);
        var vault = new NumberVault(_data.Keys());
        Assert.All(_acknowledged.Keys, n => Assert.Contains(Convert.ToHexString(vault.BlindIndex(A.Number(n), generation: 1)), there));
    }

    private async Task AssertHoldsAsync()
    {
        await using var verify = await AppProcess.RunAsync(_data.Folder, "verify-ledger");
        Assert.True(verify.ExitCode == 0, verify.Out + verify.Error);
    }
}

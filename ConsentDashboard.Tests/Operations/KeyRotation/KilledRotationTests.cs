using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.KeyRotation;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsentDashboard.Tests.Operations.KeyRotation;

/// <summary>The rotation runs in a process of its own, which is killed again and again; this process is the app that goes on.</summary>
public sealed class KilledRotationTests
{
    private const int People = 240;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cipher_key_while_the_app_writes()
    {
        await using var data = await RotationFixture.CreateAsync(people: People);
        using var follower = new RotationFollower(data.Keys, data.Here.Get<MaintenanceState>(), TimeProvider.System, NullLogger<RotationFollower>.Instance);
        await follower.StartAsync(Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var writing = WriteUntilAsync(data, stop.Token);
        string[] stages = [.. CipherTable.All.Select(table => table.Name)];
        var (kills, isUnfinished) = (0, true);
        foreach (var (stage, position) in ((int, long)[])[(0, 60), (0, 180), (1, 20), (1, 200)])
        {
            if (!await RotationRun.KillAtAsync(data, "--cipher", stages, stage, position))
            {
                isUnfinished = false;
                break;
            }

            kills++;
        }

        Assert.True(kills > 0);
        if (isUnfinished)
        {
            await RotationRun.FinishAsync(data, "--cipher");
        }

        await stop.CancelAsync();
        var written = await writing;

        Assert.True(written > 0);
        Assert.Equal([2], await data.CipherKeysAsync());
        Assert.Equal(2, data.Keys.Current.Cipher.Id);
        Assert.Equal(People - 1 + written, (await data.NumbersAsync()).Distinct().Count());
        Assert.Equal(2, data.Keys.Reload().All.Count(key => key.Purpose == KeyPurpose.Cipher));
        await follower.StopAsync(Cancellation);
    }

    [Fact]
    public async Task The_index_key_at_every_stage()
    {
        await using var data = await RotationFixture.CreateAsync(people: People);
        var (last, findings) = (await LastEventAsync(data), await data.FindingsAsync());
        var ledger = await data.LedgerDigestAsync(last);
        var (kills, isUnfinished) = (0, true);
        await using (var db = data.Here.Open())
        {
            var jobs = await db.ExportJobs.OrderBy(job => job.Id).Select(job => $"ExportItems:{job.Id}").ToListAsync(Cancellation);
            string[] stages = ["Subscribers", "Suppressions", .. jobs];
            foreach (var (stage, position) in ((int, long)[])[(0, RotationLog.Start), (0, 60), (0, 180), (1, 10), (2, 0), (3, 0)])
            {
                if (!await RotationRun.KillAtAsync(data, "--index", stages, stage, position))
                {
                    isUnfinished = false;
                    break;
                }

                kills++;
                if (stage == 0)
                {
                    Assert.Equal(LedgerMode.Maintenance, await db.LedgerHead.Select(h => h.Mode).SingleAsync(Cancellation));
                    Assert.Equal(LedgerErrors.Maintenance, (await data.Here.Ledger.RecordAsync(data.Here.Stop(1))).Error);
                }
            }
        }

        Assert.True(kills > 0);
        if (isUnfinished)
        {
            await RotationRun.FinishAsync(data, "--index");
        }

        Assert.Equal(2, await data.GenerationAsync());
        for (var number = 1; number <= People; number++)
        {
            Assert.Equal(number == RotationFixture.Erased ? 0 : 1, await data.CountAsync(number));
        }

        Assert.Single(await data.SuppressionsAsync(RotationFixture.Erased));
        Assert.Equal(People - 1, (await data.NumbersAsync()).Distinct().Count());
        Assert.Equal(ledger, await data.LedgerDigestAsync(last));
        Assert.Equal(findings, await data.FindingsAsync());
        Assert.Equal(2, data.Here.Get<AnchorJournal>().Generation);
        Assert.False((await data.Here.Ledger.RecordAsync(data.Here.Stop(1))).Failed);
    }

    private static async Task<long> LastEventAsync(RotationFixture data)
    {
        await using var db = data.Here.Open();
        return await db.ConsentEvents.MaxAsync(e => e.Id, Cancellation);
    }

    private static async Task<int> WriteUntilAsync(RotationFixture data, CancellationToken stop)
    {
        var written = 0;
        while (!stop.IsCancellationRequested || written == 0)
        {
            written++;
            Assert.False((await data.Here.Ledger.RecordAsync(data.Here.OptIn(People + written, at: data.Here.Database.Now))).Failed);
            await Task.Delay(10, CancellationToken.None);
        }

        return written;
    }
}

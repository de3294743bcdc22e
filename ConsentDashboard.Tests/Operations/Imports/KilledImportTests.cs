using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Imports;

/// <summary>The real executable imports; it is killed, and its disk is full.</summary>
public sealed class KilledImportTests
{
    private static readonly string[] Arguments = ["--urls=http://127.0.0.1:0"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_each_kill_the_next_process_goes_on_and_no_row_is_written_twice()
    {
        const int rows = 6000;
        await using var room = await ImportRoom.ForProcessesAsync();
        var batch = await room.TryAsync(await room.UploadAsync([.. Enumerable.Range(1, rows).Select(n => ImportRoom.Row(n, n % 10 == 0 ? n - 1 : n))]));
        await room.StartAsync(batch);

        var kills = 0;
        for (var wanted = 500; wanted < rows * 8 / 10; wanted += 1500)
        {
            await using var app = AppProcess.Start(room.Here.Database.Folder, Arguments);
            while (!app.HasExited && await WrittenAsync(room, batch) < wanted)
            {
                await Task.Delay(5, Cancellation);
            }

            await app.KillAsync();
            kills += (await room.FindAsync(batch)).Status == JobStatus.Running ? 1 : 0;
            await EndLeaseAsync(room, batch);
        }

        Assert.True(kills > 0);
        if ((await room.FindAsync(batch)).Status != JobStatus.Done)
        {
            batch = await room.WorkAsync(batch);
        }

        batch = await room.FindAsync(batch);
        Assert.Equal((JobStatus.Done, batch.TriedCounts), (batch.Status, batch.RunCounts));
        Assert.Equal(rows * 9 / 10, await WrittenAsync(room, batch));
        Assert.Equal(rows, (await room.VerdictsAsync(batch)).Count);
        await using var db = room.Here.Open();
        Assert.Equal(rows * 9 / 10, await db.Consents.CountAsync(c => c.State == ConsentState.Given, Cancellation));
        Assert.True((await room.Here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation)).Holds);
    }

    [Fact]
    public async Task A_full_disk_ends_the_run_with_that_reason_and_with_room_again_it_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The size of files is limited by the shell's ulimit.");
        const int rows = 20_000;
        await using var room = await ImportRoom.ForProcessesAsync();
        var batch = await room.TryAsync(await room.UploadAsync([.. Enumerable.Range(1, rows).Select(n => ImportRoom.Row(n, n))]));
        await room.StartAsync(batch);
        var kilobytes = (int)(new FileInfo(room.Here.Database.Contexts.SqliteFile!).Length / 1024) + 4000;

        await using (var app = AppProcess.StartOnFullDisk(room.Here.Database.Folder, kilobytes, Arguments))
        {
            while (!app.HasExited && (await room.FindAsync(batch)).Status is JobStatus.Waiting or JobStatus.Running && await WrittenAsync(room, batch) < rows)
            {
                await Task.Delay(20, Cancellation);
            }

            await app.KillAsync();
        }

        var written = await WrittenAsync(room, batch);
        Assert.InRange(written, 1, rows - 1);
        await EndLeaseAsync(room, batch);
        batch = await room.FindAsync(batch);
        if (batch.Status == JobStatus.Failed)
        {
            Assert.Equal(JobErrors.DiskFull.Key, batch.FailureKey);
            await room.StartAsync(batch);
        }

        batch = await room.WorkAsync(batch);

        Assert.Equal((JobStatus.Done, batch.TriedCounts), (batch.Status, batch.RunCounts));
        Assert.Equal(rows, await WrittenAsync(room, batch));
    }

    private static async Task<int> WrittenAsync(ImportRoom room, ImportBatch batch)
    {
        await using var db = room.Here.Open();
        return await db.ConsentEvents.CountAsync(e => e.ImportBatchId == batch.Id, Cancellation);
    }

    // A dead process renews nothing: this is what its lease comes to after half a minute.
    private static async Task EndLeaseAsync(ImportRoom room, ImportBatch batch)
    {
        await using var db = room.Here.Open();
        await db.ImportBatches.Where(b => b.Id == batch.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.ClaimedUntil, Times.NotYet), Cancellation);
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Exports;

/// <summary>The real executable exports, and is killed in the middle.</summary>
public sealed class KilledExportTests
{
    private const int People = 30_000;

    private static readonly string[] Arguments = ["--urls=http://127.0.0.1:0", "--Exports:ApprovalAbove=1000000"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_half_written_is_offered_and_the_next_process_writes_a_whole_file()
    {
        await using var room = await ExportRoom.ForProcessesAsync();
        foreach (var slice in Enumerable.Range(1, People).Chunk(1000))
        {
            Assert.All(await room.Here.Ledger.RecordSliceAsync([.. slice.Select(n => room.Here.OptIn(n))], cancellation: Token), outcome => Assert.False(outcome.Failed, outcome.Error?.Key));
        }

        var job = await room.JobAsync(await room.RequestAsync());
        var kills = 0;
        foreach (var wanted in (int[])[1, 4000, 12_000])
        {
            await using var app = AppProcess.Start(room.Here.Database.Folder, Arguments);
            while (!app.HasExited && await ItemsAsync(room, job) < wanted && (await room.JobAsync(job.PublicId)).Status is JobStatus.Waiting or JobStatus.Running)
            {
                await Task.Delay(2, Token);
            }

            await app.KillAsync();
            var left = await room.JobAsync(job.PublicId);
            if (left.Status == JobStatus.Running)
            {
                kills++;
                Assert.Null(left.Checksum);
                await EndLeaseAsync(room, job);
            }
        }

        Assert.True(kills > 0);
        if ((await room.JobAsync(job.PublicId)).Status != JobStatus.Done)
        {
            Assert.True(await room.WorkAsync());
        }

        job = await room.JobAsync(job.PublicId);
        Assert.Equal((JobStatus.Done, People), (job.Status, (int)job.RowCount));
        Assert.Equal(Enumerable.Range(1, People).Select(A.Number).Order(), room.NumbersOf(job).Order());
        Assert.Equal(People, await ItemsAsync(room, job));
        Assert.Equal([$"{job.PublicId}.{RunExport.FileName}"], room.FilesLeft());
    }

    private static async Task<int> ItemsAsync(ExportRoom room, ExportJob job)
    {
        await using var db = room.Here.Open();
        return await db.ExportItems.CountAsync(i => i.ExportJobId == job.Id, Token);
    }

    // A dead process renews nothing: this is what its lease comes to after half a minute.
    private static async Task EndLeaseAsync(ExportRoom room, ExportJob job)
    {
        await using var db = room.Here.Open();
        await db.ExportJobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(set => set.SetProperty(j => j.ClaimedUntil, Times.NotYet), Token);
    }
}

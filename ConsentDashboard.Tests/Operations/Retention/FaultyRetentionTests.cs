using System.Text;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Retention;

/// <summary>Whatever goes wrong around a run, each of its set is cleaned once.</summary>
public sealed class FaultyRetentionTests
{
    private static readonly string[] Arguments = ["--urls=http://127.0.0.1:0"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_processes_one_cleans()
    {
        await using var room = await RetentionRoom.ForProcessesAsync();
        var run = await ReadyAsync(room);

        await using var one = AppProcess.Start(room.Here.Database.Folder, Arguments);
        await using var other = AppProcess.Start(room.Here.Database.Folder, Arguments);
        while (!one.HasExited && !other.HasExited && (await room.FindAsync(run)).Status is JobStatus.Waiting or JobStatus.Running)
        {
            await Task.Delay(20, Cancellation);
        }

        await one.KillAsync();
        await other.KillAsync();

        var done = await room.FindAsync(run);
        Assert.Equal((JobStatus.Done, run.Total), (done.Status, done.Cleaned));
        await using var db = room.Here.Open();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == AuditAction.RetentionFinished, Cancellation));
        await room.AssertErasedOnceAsync(run);
    }

    [Fact]
    public async Task Where_somebody_else_keeps_the_database_locked_for_a_while_each_is_erased_once_all_the_same()
    {
        await using var room = await RetentionRoom.CreateAsync();
        var run = await ReadyAsync(room);
        await using var lockKeeper = new SqliteConnection($"Data Source={room.Here.Database.Contexts.SqliteFile};Pooling=False;Default Timeout=60");
        await lockKeeper.OpenAsync(Cancellation);

        var working = room.Here.Get<JobWorker<RetentionRun>>().WorkAsync(Cancellation);
        while ((await room.FindAsync(run)).Position == 0)
        {
            await Task.Yield();
        }

        await using (var transaction = await lockKeeper.BeginTransactionAsync(Cancellation))
        {
            await Task.WhenAny(working, Task.Delay(TimeSpan.FromSeconds(3), Cancellation));
        }

        await working;
        await room.EndLeaseAsync(run);
        var after = await room.FindAsync(run);
        if (after.Status != JobStatus.Done)
        {
            Assert.Null(after.Certificate);
            after = await room.RunAsync(run);
        }

        Assert.Equal((JobStatus.Done, run.Total), (after.Status, after.Cleaned));
        await room.AssertErasedOnceAsync(run);
    }

    [Theory]
    [InlineData(2000, 400, false)]
    [InlineData(160, 0, true)]
    public async Task A_full_disk_loses_nothing_and_with_room_again_the_run_goes_on(int people, int kilobytesLeft, bool whereTheLogIsEmptiedAtItsEnd)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The size of files is limited by the shell's ulimit.");
        await using var room = await RetentionRoom.ForProcessesAsync();
        var run = await ReadyAsync(room, people);
        Assert.True(await room.Here.Get<ScrubDatabase>().ExecuteAsync(cancellation: Cancellation));
        var kilobytes = (int)(new FileInfo(room.Here.Database.Contexts.SqliteFile!).Length / 1024) + kilobytesLeft;

        await using (var app = AppProcess.StartOnFullDisk(room.Here.Database.Folder, kilobytes, Arguments))
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (!app.HasExited && (await room.FindAsync(run)).Status is JobStatus.Waiting or JobStatus.Running)
            {
                Assert.False(patience.IsCancellationRequested, app.Out + app.Error);
                await Task.Delay(20, Cancellation);
            }

            Assert.False(app.HasExited, app.Out + app.Error);
            var failed = await room.FindAsync(run);
            Assert.True((failed.Status, failed.FailureKey) == (JobStatus.Failed, JobErrors.DiskFull.Key), $"{failed.Status} {failed.FailureKey}\n{app.Out}{app.Error}");
            await app.SaysAsync("The disk is full");
            await app.KillAsync();
            Assert.DoesNotContain("7916000", app.Out + app.Error, StringComparison.Ordinal);
        }

        var broken = await room.FindAsync(run);
        Assert.Null(broken.Certificate);
        Assert.InRange(broken.Position, 1, run.Total);
        Assert.Equal(whereTheLogIsEmptiedAtItsEnd, broken.Position == run.Total);
        await room.AssertLedgerHoldsAsync();
        Assert.Null((await room.Here.Get<RetentionChanges>().ResumeAsync(broken, Staff.Administrator)).Error);
        var done = await room.WorkAsync(run);

        Assert.Equal((JobStatus.Done, run.Total), (done.Status, done.Cleaned));
        await room.AssertErasedOnceAsync(run);
        var report = CertificateVerification.Verify(Encoding.UTF8.GetBytes(done.Certificate!));
        Assert.Equal((true, run.Total), (report.Holds, report.Certificate!.Cleaned));
    }

    private static async Task<RetentionRun> ReadyAsync(RetentionRoom room, int people = 2000)
    {
        await room.FillAsync(people);
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30, RetentionAction.Erase));
        Assert.Equal(people / 2, run.Total);
        await room.ReleaseAsync(run);
        return run;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsentDashboard.Tests.Operations.Jobs;

/// <summary>A job is worked on by one process at a time, and by another one when that process dies.</summary>
public sealed class LeasingJobsTests
{
    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Of_several_processes_one_gets_the_job(DatabaseProvider provider)
    {
        await using var database = await WithJobAsync(provider);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Process(database).ClaimAsync(TestContext.Current.CancellationToken)));

        var job = Assert.Single(taken, claimed => claimed is not null)!;
        Assert.Equal(JobStatus.Running, job.Status);
        Assert.Equal(database.Now, job.StartedAt);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_job_whose_process_died_goes_to_another_one(DatabaseProvider provider)
    {
        await using var database = await WithJobAsync(provider);
        var (dead, next) = (Process(database), Process(database));
        var job = (await dead.ClaimAsync(TestContext.Current.CancellationToken))!;
        await dead.RenewAsync(job.Id, 40, 100, TestContext.Current.CancellationToken);

        Assert.Null(await next.ClaimAsync(TestContext.Current.CancellationToken));
        database.Clock.Advance(JobLeases<ReportRun>.Duration + TimeSpan.FromMilliseconds(1));
        var resumed = (await next.ClaimAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal((40, 100), (resumed.Done, resumed.Total));
        await Assert.ThrowsAsync<LeaseLostException>(() => dead.RenewAsync(job.Id, 41, 100, TestContext.Current.CancellationToken));
        Assert.False(await dead.SettleAsync(job.Id, JobOutcome.Done));
        Assert.True(await next.SettleAsync(job.Id, JobOutcome.Done));
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_clock_that_is_set_back_leaves_no_job_to_a_dead_process_for_longer_than_a_lease(DatabaseProvider provider)
    {
        await using var database = await WithJobAsync(provider);
        var (dead, next) = (Process(database), Process(database));
        var job = (await dead.ClaimAsync(TestContext.Current.CancellationToken))!;
        await dead.RenewAsync(job.Id, 40, 100, TestContext.Current.CancellationToken);

        database.Clock.AdjustTime(database.Clock.GetUtcNow().AddDays(-1));
        Assert.Null(await next.ClaimAsync(TestContext.Current.CancellationToken));
        database.Clock.Advance(JobLeases<ReportRun>.Duration);
        var resumed = (await next.ClaimAsync(TestContext.Current.CancellationToken))!;

        await Assert.ThrowsAsync<LeaseLostException>(() => dead.RenewAsync(job.Id, 41, 100, TestContext.Current.CancellationToken));
        Assert.Equal((40, database.Now + JobLeases<ReportRun>.Duration), (resumed.Done, (await JobAsync(database)).ClaimedUntil));
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Nor_does_it_take_a_job_from_a_process_that_works_on_by_a_clock_ahead(DatabaseProvider provider)
    {
        await using var database = await WithJobAsync(provider);
        var (working, next) = (Process(database), Process(database));
        var job = (await working.ClaimAsync(TestContext.Current.CancellationToken))!;

        for (var n = 0; n < 4; n++)
        {
            // Its clock is a day ahead of that of the other.
            database.Clock.AdjustTime(database.Clock.GetUtcNow().AddDays(1));
            await working.KeepAsync(job.Id, TestContext.Current.CancellationToken);
            database.Clock.AdjustTime(database.Clock.GetUtcNow().AddDays(-1));
            Assert.Null(await next.ClaimAsync(TestContext.Current.CancellationToken));
            database.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Null(await next.ClaimAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_asks_for_an_end_is_heard_at_the_next_report()
    {
        await using var database = await WithJobAsync();
        var process = Process(database);
        var job = (await process.ClaimAsync(TestContext.Current.CancellationToken))!;
        Assert.False(await process.RenewAsync(job.Id, 1, 9, TestContext.Current.CancellationToken));

        await using (var db = database.Open())
        {
            await db.ReportRuns.ExecuteUpdateAsync(set => set.SetProperty(run => run.CancelRequested, true), TestContext.Current.CancellationToken);
        }

        Assert.True(await process.RenewAsync(job.Id, 2, 9, TestContext.Current.CancellationToken));
        await process.SettleAsync(job.Id, JobOutcome.Cancelled);
        var settled = await JobAsync(database);
        Assert.Equal((JobStatus.Cancelled, false, database.Now), (settled.Status, settled.CancelRequested, settled.FinishedAt));
    }

    public static TheoryData<string, Func<JobRun<ReportRun>, JobOutcome>, JobStatus, string?> Endings => new()
    {
        { "done", _ => JobOutcome.Done, JobStatus.Done, null },
        { "failed", _ => JobOutcome.Failed(new("Reports.TooLarge", ErrorKind.Invalid, "row 7")), JobStatus.Failed, "Reports.TooLarge" },
        { "broken", _ => throw new InvalidOperationException("A secret."), JobStatus.Failed, "Jobs.Broken" },
        { "disk full", _ => throw new IOException("No space left on device", 28), JobStatus.Failed, "Jobs.DiskFull" },
        { "disk full beneath", _ => throw new InvalidOperationException("", new IOException("No space left on device", 28)), JobStatus.Failed, "Jobs.DiskFull" },
    };

    [Theory, MemberData(nameof(Endings))]
    public async Task Every_end_is_written_down(string ending, Func<JobRun<ReportRun>, JobOutcome> end, JobStatus status, string? failure)
    {
        await using var database = await WithJobAsync();
        using var worker = Worker(database, (run, _) => Task.FromResult(end(run)));

        Assert.True(await worker.WorkAsync(TestContext.Current.CancellationToken));

        var job = await JobAsync(database);
        Assert.True((status, failure) == (job.Status, job.FailureKey), $"{ending}: {job.Status} {job.FailureKey}");
        Assert.DoesNotContain("secret", $"{job.FailureDetails}", StringComparison.Ordinal);
        Assert.False(await worker.WorkAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_process_that_stops_leaves_the_job_to_the_next_one()
    {
        await using var database = await WithJobAsync();
        using var stopping = new CancellationTokenSource();
        using var worker = Worker(database, async (_, token) =>
        {
            await stopping.CancelAsync();
            token.ThrowIfCancellationRequested();
            return JobOutcome.Done;
        });

        await worker.WorkAsync(stopping.Token);

        var job = await JobAsync(database);
        Assert.Equal((JobStatus.Waiting, null), (job.Status, job.FinishedAt));
    }

    [Fact]
    public async Task Who_asked_for_an_end_while_the_process_stopped_is_heard_by_the_next_one()
    {
        await using var database = await WithJobAsync();
        var process = Process(database);
        var job = (await process.ClaimAsync(TestContext.Current.CancellationToken))!;
        await using (var db = database.Open())
        {
            await db.ReportRuns.ExecuteUpdateAsync(set => set.SetProperty(run => run.CancelRequested, true), TestContext.Current.CancellationToken);
        }

        await process.SettleAsync(job.Id, JobOutcome.Later);

        Assert.True((await Process(database).ClaimAsync(TestContext.Current.CancellationToken))!.CancelRequested);
    }

    [Fact]
    public async Task However_long_a_step_takes_the_job_stays_where_it_is()
    {
        await using var database = await WithJobAsync();
        var taken = true;
        using var worker = Worker(database, async (run, token) =>
        {
            await run.ReportAsync(3, 9, always: true);
            for (var tens = 0; tens < 4; tens++)
            {
                var until = (await JobAsync(database)).ClaimedUntil;
                database.Clock.Advance(TimeSpan.FromSeconds(10));
                await UntilAsync(async () => (await JobAsync(database)).ClaimedUntil > until);
            }

            taken = await Process(database).ClaimAsync(token) is not null;
            return JobOutcome.Done;
        });

        await worker.WorkAsync(TestContext.Current.CancellationToken);

        var job = await JobAsync(database);
        Assert.False(taken);
        Assert.Equal((JobStatus.Done, 3, 9), (job.Status, job.Done, job.Total));
    }

    [Fact]
    public async Task Whoever_lost_the_job_in_the_middle_of_a_step_is_told_to_stop()
    {
        await using var database = await WithJobAsync();
        var isTold = false;
        using var worker = Worker(database, async (_, token) =>
        {
            await using (var db = database.Open())
            {
                await db.ReportRuns.ExecuteUpdateAsync(set => set.SetProperty(run => run.ClaimedBy, "next"), token);
            }

            database.Clock.Advance(TimeSpan.FromSeconds(10));
            await UntilAsync(() => Task.FromResult(token.IsCancellationRequested));
            isTold = token.IsCancellationRequested;
            token.ThrowIfCancellationRequested();
            return JobOutcome.Done;
        });

        await worker.WorkAsync(TestContext.Current.CancellationToken);

        var job = await JobAsync(database);
        Assert.True(isTold);
        Assert.Equal((JobStatus.Running, "next"), (job.Status, job.ClaimedBy));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var look = 0; look < 100_000 && !await holds(); look++)
        {
            await Task.Yield();
        }
    }

    private static async Task<TestDatabase> WithJobAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();
        db.Add(new ReportRun { PublicId = PublicId.Create(), Kind = ReportKind.Cleaning, Status = JobStatus.Waiting, CreatedAt = database.Now, CreatedBy = "user:1" });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return database;
    }

    private static JobLeases<ReportRun> Process(TestDatabase database) => new(database.Contexts, new WriteGate(), database.Clock);

    private static JobWorker<ReportRun> Worker(TestDatabase database, Func<JobRun<ReportRun>, CancellationToken, Task<JobOutcome>> work) =>
        new(Process(database), new(), new Runner(work), database.Clock, NullLogger<JobWorker<ReportRun>>.Instance);

    private static async Task<ReportRun> JobAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.ReportRuns.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Runner(Func<JobRun<ReportRun>, CancellationToken, Task<JobOutcome>> work) : IJobRunner<ReportRun>
    {
        public Task<JobOutcome> RunAsync(ReportRun job, JobRun<ReportRun> run, CancellationToken stopping) => work(run, stopping);
    }
}

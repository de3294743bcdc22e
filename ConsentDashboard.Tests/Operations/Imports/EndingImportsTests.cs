using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Imports;

/// <summary>Cancelling, going on, and two workers with one batch.</summary>
public sealed class EndingImportsTests
{
    private const int Rows = 3000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_cancelled_run_goes_on_behind_its_last_row(DatabaseProvider provider)
    {
        await using var room = await ImportRoom.CreateAsync(provider);
        var batch = await room.TryAsync(await room.UploadAsync(List()));
        await room.StartAsync(batch);
        await AskForAnEndAsync(room, batch);

        batch = await room.WorkAsync(batch);

        Assert.Equal(JobStatus.Cancelled, batch.Status);
        var written = await GivenAsync(room);
        Assert.InRange(written, 1, Rows - 1);
        batch = await room.RunAsync(batch);
        Assert.Equal((JobStatus.Done, batch.TriedCounts, Rows), (batch.Status, batch.RunCounts, await GivenAsync(room)));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_list_of_a_cancelled_run_goes_with_the_erasure_of_somebody_on_it(DatabaseProvider provider)
    {
        await using var room = await ImportRoom.CreateAsync(provider);
        var batch = await room.TryAsync(await room.UploadAsync(List()));
        await room.StartAsync(batch);
        await AskForAnEndAsync(room, batch);
        batch = await room.WorkAsync(batch);
        await room.Here.Get<ImportUpkeep>().RunAsync(Cancellation);
        Assert.True(room.Files.Exists(batch.PublicId, ImportFiles.Sorted));
        await using var db = room.Here.Open();
        var her = await db.ConsentEvents.Where(e => e.ImportBatchId == batch.Id).Select(e => e.SubscriberId).FirstAsync(Cancellation);

        await room.Here.Ledger.RecordAsync(new() { SubscriberId = her, Type = ConsentEventType.Erased, Source = Source.System, OccurredAt = room.Here.Database.Now, Actor = Actor.System("retention") });
        await room.Here.Get<ImportUpkeep>().RunAsync(Cancellation);

        Assert.Empty(room.Files.Names(batch.PublicId, ""));
        batch = await room.FindAsync(batch);
        Assert.Equal((JobStatus.Cancelled, ImportErrors.PersonErased.Key, ""), (batch.Status, batch.FailureKey, batch.FileName));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task So_does_that_of_a_run_that_is_cancelled_after_the_erasure(DatabaseProvider provider)
    {
        await using var room = await ImportRoom.CreateAsync(provider);
        var batch = await room.TryAsync(await room.UploadAsync(List()));
        await room.StartAsync(batch);
        await AskForAnEndAsync(room, batch);
        batch = await room.WorkAsync(batch);
        await room.StartAsync(batch);
        await using var db = room.Here.Open();
        var her = await db.ConsentEvents.Where(e => e.ImportBatchId == batch.Id).Select(e => e.SubscriberId).FirstAsync(Cancellation);

        await room.Here.Ledger.RecordAsync(new() { SubscriberId = her, Type = ConsentEventType.Erased, Source = Source.System, OccurredAt = room.Here.Database.Now, Actor = Actor.System("retention") });
        await AskForAnEndAsync(room, batch);
        batch = await room.WorkAsync(batch);
        Assert.Equal(ImportErrors.PersonErased, (await room.Here.Get<StartImport>().ExecuteAsync(new(batch.PublicId, batch.TriedDigest!), Staff.Administrator, Cancellation)).Error);
        await room.Here.Get<ImportUpkeep>().RunAsync(Cancellation);

        Assert.Empty(room.Files.Names(batch.PublicId, ""));
        Assert.Equal((JobStatus.Cancelled, ImportErrors.PersonErased.Key), (batch.Status, batch.FailureKey));
    }

    [Fact]
    public async Task A_cancelled_run_can_be_taken_back()
    {
        await using var room = await ImportRoom.CreateAsync();
        var batch = await room.TryAsync(await room.UploadAsync(List()));
        await room.StartAsync(batch);
        await AskForAnEndAsync(room, batch);
        await room.WorkAsync(batch);

        batch = await room.UndoAsync(batch);

        Assert.Equal((JobStatus.Undone, 0), (batch.Status, await GivenAsync(room)));
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_writes_nothing_more_and_the_next_one_repeats_nothing()
    {
        await using var room = await ImportRoom.CreateAsync();
        var batch = await room.TryAsync(await room.UploadAsync(List()));
        await room.StartAsync(batch);
        var here = room.Here;

        // The first worker is held before its second slice, while the second takes the batch over.
        var held = new TaskCompletionSource<Task<IDisposable>>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var written = here.Get<LedgerFeed>().Subscribe(_ =>
        {
            using var seen = here.Open();
            if (!held.Task.IsCompleted && seen.Consents.Any(c => c.State == ConsentState.Given))
            {
                held.TrySetResult(here.Get<WriteGate>().EnterAsync(WritePriority.Withdrawal, Cancellation));
            }
        });
        var first = Task.Run(() => here.Get<JobWorker<ImportBatch>>().WorkAsync(Cancellation), Cancellation);
        var turn = await await held.Task.WaitAsync(Cancellation);
        var before = await GivenAsync(room);
        await using (var db = here.Open())
        {
            await db.ImportBatches.Where(b => b.Id == batch.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.ClaimedUntil, Times.NotYet), Cancellation);
        }

        await using var beside = room.Beside();
        var taken = await beside.Get<JobLeases<ImportBatch>>().ClaimAsync(Cancellation);
        Assert.NotNull(taken);
        turn.Dispose();
        await first;

        Assert.InRange(before, 1, Rows - 1);
        Assert.Equal(before, await GivenAsync(room));
        Assert.Equal(JobStatus.Running, (await room.FindAsync(batch)).Status);
        await using (var db = here.Open())
        {
            await db.ImportBatches.Where(b => b.Id == batch.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.ClaimedUntil, Times.NotYet), Cancellation);
        }

        Assert.True(await beside.Get<JobWorker<ImportBatch>>().WorkAsync(Cancellation));
        batch = await room.FindAsync(batch);
        Assert.Equal((JobStatus.Done, batch.TriedCounts, Rows), (batch.Status, batch.RunCounts, await GivenAsync(room)));
    }

    [Fact]
    public async Task A_list_of_which_nothing_is_written_goes_with_its_files()
    {
        await using var room = await ImportRoom.CreateAsync();
        var batch = await room.TryAsync(await room.UploadAsync(ImportRoom.Row(1, 1)));

        Assert.Null((await room.Here.Get<CancelImport>().ExecuteAsync(new(batch.PublicId), ImportRoom.Staff, Cancellation)).Error);

        Assert.Equal(JobStatus.Cancelled, (await room.FindAsync(batch)).Status);
        Assert.Empty(room.Files.Names(batch.PublicId, ""));
        Assert.Equal(ImportErrors.NoFile, (await room.Here.Get<TryImport>().ExecuteAsync(new(batch.PublicId), ImportRoom.Staff, Cancellation)).Error);
    }

    [Fact]
    public async Task A_dry_run_that_waits_is_stopped_without_its_file_and_can_be_dropped_then()
    {
        await using var room = await ImportRoom.CreateAsync();
        var batch = await room.UploadAsync(ImportRoom.Row(1, 1));
        Assert.Null((await room.Here.Get<TryImport>().ExecuteAsync(new(batch.PublicId), ImportRoom.Staff, Cancellation)).Error);

        Assert.Null((await CancelAsync()).Error);

        Assert.Equal((ImportStage.DryRun, JobStatus.Cancelled), ((await room.FindAsync(batch)).Stage, (await room.FindAsync(batch)).Status));
        Assert.Equal(JobStatus.Done, (await room.TryAsync(batch)).Status);
        await using (var db = room.Here.Open())
        {
            await db.ImportBatches.ExecuteUpdateAsync(set => set.SetProperty(b => b.Status, JobStatus.Cancelled), Cancellation);
        }

        Assert.Null((await CancelAsync()).Error);

        Assert.Empty(room.Files.Names(batch.PublicId, ""));
        Assert.Equal(ImportErrors.WrongStage, (await CancelAsync()).Error);
        Task<Result> CancelAsync() => room.Here.Get<CancelImport>().ExecuteAsync(new(batch.PublicId), ImportRoom.Staff, Cancellation);
    }

    [Fact]
    public async Task Each_step_is_audited_with_who_took_it()
    {
        await using var room = await ImportRoom.CreateAsync();
        var batch = await room.UndoAsync(await room.ImportAsync(ImportRoom.Row(1, 1)));

        await using var db = room.Here.Open();
        var steps = await db.AuditEntries.Where(e => e.Subject == $"{batch.PublicId}").OrderBy(e => e.Id).Select(e => new { e.Action, e.Actor }).ToListAsync(Cancellation);
        Assert.Equal(
            [
                (AuditAction.ImportTried, "user:1"), (AuditAction.ImportStarted, "user:1"), (AuditAction.ImportFinished, "system:imports"),
                (AuditAction.ImportUndone, "user:1"), (AuditAction.ImportFinished, "system:imports"),
            ],
            steps.Select(step => (step.Action, step.Actor)));
    }

    private static IReadOnlyList<ImportRow> List() => [.. Enumerable.Range(1, Rows).Select(n => ImportRoom.Row(n, n))];

    // The worker hears of it with the first report of its progress.
    private static async Task AskForAnEndAsync(ImportRoom room, ImportBatch batch)
    {
        await using var db = room.Here.Open();
        await db.ImportBatches.Where(b => b.Id == batch.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.CancelRequested, true), Cancellation);
    }

    private static async Task<int> GivenAsync(ImportRoom room)
    {
        await using var db = room.Here.Open();
        return await db.Consents.CountAsync(c => c.State == ConsentState.Given, Cancellation);
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Operations.Retention;

/// <summary>An installation with policies that are previewed, approved and run.</summary>
internal sealed class RetentionRoom : IAsyncDisposable
{
    private RetentionRoom(Installation here) => Here = here;

    public Installation Here { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RetentionRoom> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) => new(await Installation.CreateAsync(provider));

    /// <summary>With the keys in the folder and the time of day, so that the app itself may be started on it.</summary>
    public static async Task<RetentionRoom> ForProcessesAsync()
    {
        var here = await Installation.CreateAsync(configure: services =>
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton(at => KeyStore.From(new(), at.GetRequiredService<DashboardContexts>().Folder));
        });
        await here.Get<DatabaseStartup>().PrepareAsync(Cancellation);
        return new(here);
    }

    /// <summary>On an installation that others fill and dispose.</summary>
    public static RetentionRoom Over(Installation here) => new(here);

    public static PolicyDefinition WithdrawnFor(int days, RetentionAction action = RetentionAction.Restrict) =>
        new() { Trigger = RetentionTrigger.Withdrawn, Period = days, Unit = RetentionUnit.Days, Action = action };

    public static PolicyDefinition InactiveFor(int months) => new() { Trigger = RetentionTrigger.Inactive, Period = months, Unit = RetentionUnit.Months, Action = RetentionAction.Erase };

    public async Task<RetentionPolicy> PolicyAsync(PolicyDefinition definition)
    {
        await using var db = Here.Open();
        var policy = new RetentionPolicy
        {
            PublicId = PublicId.Create(),
            Name = $"{definition.Trigger} {PublicId.Create()}",
            IsOn = true,
            Trigger = definition.Trigger,
            Period = definition.Period,
            Unit = definition.Unit,
            Action = definition.Action,
            SenderId = definition.SenderId,
            Region = definition.Region,
            CollectionPointId = definition.CollectionPointId,
            CountsOurSends = definition.CountsOurSends,
            CreatedAt = Here.Database.Now,
            UpdatedAt = Here.Database.Now,
        };
        db.Add(policy);
        await db.SaveChangesAsync(Cancellation);
        return policy;
    }

    public async Task<RetentionRun> PreviewAsync(PolicyDefinition definition) => await PreviewAsync(await PolicyAsync(definition));

    public async Task<RetentionRun> PreviewAsync(RetentionPolicy policy)
    {
        var previewed = await Here.Get<PreviewRetention>().ExecuteAsync(new(policy, "In English", "По-русски", Staff.Administrator), cancellation: Cancellation);
        return previewed.Failed ? throw new InvalidOperationException(previewed.Error.Key) : previewed.Value;
    }

    /// <summary>Lets the run go, as its approval would.</summary>
    public async Task ReleaseAsync(RetentionRun run)
    {
        await using var db = Here.Open();
        await db.RetentionRuns.Where(r => r.Id == run.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, JobStatus.Waiting), Cancellation);
    }

    /// <summary>Works until nothing waits.</summary>
    public async Task<RetentionRun> WorkAsync(RetentionRun run)
    {
        while (await Here.Get<JobWorker<RetentionRun>>().WorkAsync(Cancellation))
        {
        }

        return await FindAsync(run);
    }

    public async Task<RetentionRun> RunAsync(RetentionRun run)
    {
        await ReleaseAsync(run);
        return await WorkAsync(run);
    }

    public async Task<RetentionRun> FindAsync(RetentionRun run)
    {
        await using var db = Here.Open();
        return await db.RetentionRuns.AsNoTracking().SingleAsync(r => r.Id == run.Id, Cancellation);
    }

    /// <summary>So long does a sender keep the proof of what was withdrawn; without one, each of them.</summary>
    public async Task KeepProofAsync(int months, Sender? of = null)
    {
        await using var db = Here.Open();
        await db.Senders.Where(s => of == null || s.Id == of.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.ProofRetentionMonths, months), Cancellation);
    }

    public async Task OptInAsync(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            await RecordAsync(Here.OptIn(number));
        }
    }

    public async Task StopAsync(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            await RecordAsync(Here.Stop(number));
        }
    }

    public async Task HoldAsync(int number)
    {
        var person = await PersonAsync(number);
        await RecordAsync(new() { SubscriberId = person.Id, Type = ConsentEventType.HoldPlaced, Source = Source.Staff, OccurredAt = Here.Database.Now, Actor = Staff.Officer, IntervalReason = "a lawsuit" });
    }

    public async Task<RecordedAct> RecordAsync(ConsentAct act)
    {
        var recorded = await Here.Ledger.RecordAsync(act);
        return recorded.Failed ? throw new InvalidOperationException(recorded.Error.Key) : recorded.Value;
    }

    public async Task<Subscriber> PersonAsync(int number)
    {
        await using var db = Here.Open();
        var index = Here.Database.Vault.BlindIndex(A.Number(number), 1);
        return await db.Subscribers.AsNoTracking().SingleAsync(s => s.BlindIndex == index, Cancellation);
    }

    /// <summary>The ledger verifies, with everything that was erased.</summary>
    public async Task AssertLedgerHoldsAsync()
    {
        var report = await Here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation);
        Support.Findings.None(report.Findings.Select(finding => $"{finding.Kind}: {finding.Detail}"));
    }

    /// <summary>Half of them withdrew two months ago; the other half still agrees. Nobody keeps proof of that.</summary>
    public async Task FillAsync(int people)
    {
        await KeepProofAsync(months: 0);
        var at = Here.Database.Now.AddDays(-90);
        foreach (var slice in Enumerable.Range(1, people).Chunk(500))
        {
            await Here.Ledger.RecordSliceAsync([.. slice.Select(n => Here.OptIn(n, at: at) with { ReceivedAt = at })], cancellation: Cancellation);
            await Here.Ledger.RecordSliceAsync([.. slice.Where(n => n % 2 == 0).Select(n => Here.Stop(n, at: at.AddDays(20)) with { ReceivedAt = at.AddDays(20) })], cancellation: Cancellation);
        }
    }

    /// <summary>As if the time of a lease had gone by since its process died.</summary>
    public async Task EndLeaseAsync(RetentionRun run)
    {
        await using var db = Here.Open();
        await db.RetentionRuns.Where(r => r.Id == run.Id && r.Status == JobStatus.Running).ExecuteUpdateAsync(set => set.SetProperty(r => r.ClaimedUntil, Times.NotYet), Cancellation);
    }

    /// <summary>Each of the set was erased, once, and nobody else.</summary>
    public async Task AssertErasedOnceAsync(RetentionRun run)
    {
        await using var db = Here.Open();
        var erased = await db.ConsentEvents.Where(e => e.Type == ConsentEventType.Erased).Select(e => e.SubscriberId).ToListAsync(Cancellation);
        Assert.Equal((run.Total, run.Total), (erased.Count, erased.Distinct().Count()));
        Assert.Equal(run.Total, await db.Subscribers.CountAsync(s => s.ErasedAt != null, Cancellation));
        await AssertLedgerHoldsAsync();
    }

    public ValueTask DisposeAsync() => Here.DisposeAsync();
}

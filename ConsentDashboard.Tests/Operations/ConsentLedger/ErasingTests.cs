using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class ErasingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_slice_of_erasures_clears_everybody_in_it_and_nobody_else(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var people = await OptInAsync(here, 30);

        var erased = await here.Ledger.RecordSliceAsync([.. people.Take(20).Select(id => Act(here, id, ConsentEventType.Erased))], cancellation: Cancellation);

        Assert.All(erased, act => Assert.False(act.Failed));
        await using var db = here.Open();
        Assert.Equal(10, await db.Subscribers.CountAsync(s => s.Cipher != null && s.BlindIndex != null && s.NumberSalt != null, Cancellation));
        Assert.Equal(10, await db.Evidence.CountAsync(Cancellation));
        Assert.Equal(40, await db.Suppressions.CountAsync(s => s.SenderId == null && s.Reason == SuppressionReason.Erased && s.Since == here.Database.Now && !s.Absolute, Cancellation));
        Assert.Equal(20, here.Get<AnchorJournal>().Read().Last().Stops.Count(stop => stop.Kind == JournalStopKind.Erasure));
        await HoldsAsync(here);
    }

    [Fact]
    public async Task Who_had_stopped_everything_is_not_suppressed_twice()
    {
        await using var here = await Installation.CreateAsync();
        var id = (await OptInAsync(here, 1))[0];
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await here.Ledger.RecordAsync(here.Stop(1));

        await here.Ledger.RecordAsync(Act(here, id, ConsentEventType.Erased));

        await using var db = here.Open();
        var kept = await db.Suppressions.OrderBy(s => s.Kind).Select(s => s.Reason).ToListAsync(Cancellation);
        Assert.Equal([SuppressionReason.Withdrawn, SuppressionReason.Erased], kept);
        await HoldsAsync(here);
    }

    [Fact]
    public async Task Who_agreed_again_after_her_stop_is_suppressed_as_of_the_erasure()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.Stop(1));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        var id = (await OptInAsync(here, 1))[0];
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await here.Ledger.RecordAsync(Act(here, id, ConsentEventType.Erased));

        await using var db = here.Open();
        Assert.Equal(here.Database.Now, await db.Suppressions.Where(s => s.Kind == ConsentKind.Contact).MaxAsync(s => s.Since, Cancellation));
    }

    [Fact]
    public async Task An_act_in_the_same_slice_meets_the_suppression_that_the_erasure_left()
    {
        await using var here = await Installation.CreateAsync();
        var id = (await OptInAsync(here, 1))[0];

        var recorded = await here.Ledger.RecordSliceAsync([Act(here, id, ConsentEventType.Erased), here.OptIn(1)], cancellation: Cancellation);

        Assert.Equal(LedgerErrors.NewerWithdrawal, recorded[1].Error);
        await HoldsAsync(here);
    }

    [Fact]
    public async Task She_may_come_back_herself()
    {
        await using var here = await Installation.CreateAsync();
        var id = (await OptInAsync(here, 1))[0];
        await here.Ledger.RecordAsync(Act(here, id, ConsentEventType.Erased));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        var back = await here.Ledger.RecordAsync(here.OptIn(1));

        Assert.NotEqual(id, back.Value!.SubscriberId);
        await using var db = here.Open();
        Assert.Equal(ConsentState.Given, (await db.Consents.SingleAsync(cell => cell.SubscriberId == back.Value.SubscriberId, Cancellation)).State);
        Assert.Equal(0, (await here.Get<RebuildConsents>().ExecuteAsync(Actor.System("test"), cancellation: Cancellation)).Mended);
        await HoldsAsync(here);
    }

    [Fact]
    public async Task A_suppression_of_an_erased_number_that_is_taken_out_is_missed()
    {
        await using var here = await Installation.CreateAsync();
        var id = (await OptInAsync(here, 1))[0];
        await here.Ledger.RecordAsync(Act(here, id, ConsentEventType.Erased));
        await using (var db = here.Open())
        {
            await db.Suppressions.Where(s => s.Kind == ConsentKind.Processing).ExecuteDeleteAsync(Cancellation);
        }

        var report = await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation);

        Assert.Equal(FindingKind.SuppressionMissing, Assert.Single(report.Findings).Kind);
    }

    [Fact]
    public async Task A_journal_that_missed_an_erasure_learns_of_it_at_the_next_start()
    {
        await using var here = await Installation.CreateAsync();
        var id = (await OptInAsync(here, 1))[0];
        await here.Ledger.RecordAsync(Act(here, id, ConsentEventType.Erased));
        File.Delete(here.Get<AnchorJournal>().Path);

        await here.Get<JournalCatchUp>().RunAsync(Cancellation);

        Assert.Equal(JournalStopKind.Erasure, Assert.Single(here.Get<AnchorJournal>().Read().SelectMany(batch => batch.Stops)).Kind);
    }

    [Fact]
    public async Task Evidence_goes_by_an_event_that_names_it_and_only_hers()
    {
        await using var here = await Installation.CreateAsync();
        var (first, second) = (here.OptIn(1), here.OptIn(2));
        var id = (await here.Ledger.RecordAsync(first)).Value!.SubscriberId;
        await here.Ledger.RecordAsync(second);

        await here.Ledger.RecordSliceAsync(
            [Act(here, id, ConsentEventType.EvidenceExpired) with { RefersTo = first.EventKey }, Act(here, id, ConsentEventType.EvidenceExpired) with { RefersTo = second.EventKey }],
            cancellation: Cancellation);

        await using var db = here.Open();
        var left = await db.Evidence.Select(proof => proof.EventId).SingleAsync(Cancellation);
        Assert.Equal(second.EventKey, (await db.ConsentEvents.SingleAsync(e => e.Id == left, Cancellation)).EventKey);
        Assert.Equal(ConsentState.Given, (await db.Consents.SingleAsync(cell => cell.SubscriberId == id, Cancellation)).State);
        await HoldsAsync(here);
    }

    [Theory]
    [InlineData(ConsentEventType.Expired, ConsentState.Expired)]
    [InlineData(ConsentEventType.Invalidated, ConsentState.Invalidated)]
    public async Task A_system_ends_a_consent(ConsentEventType type, ConsentState after)
    {
        await using var here = await Installation.CreateAsync();
        var id = (await OptInAsync(here, 1))[0];

        await here.Ledger.RecordSliceAsync([Act(here, id, type) with { SenderId = here.Shop.Id, Cells = ConsentCells.SmsPromotional }], cancellation: Cancellation);

        await using var db = here.Open();
        Assert.Equal(after, (await db.Consents.SingleAsync(Cancellation)).State);
        await HoldsAsync(here);
    }

    [Fact]
    public async Task Nothing_but_the_erasure_ends_a_restriction_and_its_reason_goes_too()
    {
        await using var here = await Installation.CreateAsync();
        var id = (await OptInAsync(here, 1))[0];
        var restricting = Act(here, id, ConsentEventType.Restricted) with { IntervalReason = "withdrawn long ago" };
        await here.Ledger.RecordSliceAsync([restricting], cancellation: Cancellation);
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(LedgerErrors.Restricted, (await here.Ledger.RecordSliceAsync([restricting with { EventKey = Guid.CreateVersion7() }], cancellation: Cancellation))[0].Error);
        await here.Ledger.RecordAsync(here.Stop(1));
        await using var db = here.Open();
        Assert.Equal(Times.Never, (await db.Restrictions.AsNoTracking().SingleAsync(Cancellation)).To);

        await here.Ledger.RecordAsync(Act(here, id, ConsentEventType.Erased));

        var ended = await db.Restrictions.AsNoTracking().SingleAsync(Cancellation);
        Assert.Equal((here.Database.Now, ""), (ended.To, ended.Reason));
        await HoldsAsync(here);
    }

    [Fact]
    public async Task Neither_the_file_nor_its_log_keeps_a_byte_of_her()
    {
        await using var here = await Installation.CreateAsync();
        var people = await OptInAsync(here, 20);
        List<byte[]> secrets = [];
        await using (var db = here.Open())
        {
            foreach (var row in await db.Subscribers.AsNoTracking().Where(s => s.Id <= people[9]).ToListAsync(Cancellation))
            {
                secrets.AddRange([row.Cipher!, row.LastFourIndex!, row.NumberSalt!]);
            }

            foreach (var proof in await db.Evidence.AsNoTracking().Where(proof => db.ConsentEvents.Any(e => e.Id == proof.EventId && e.SubscriberId <= people[9])).ToListAsync(Cancellation))
            {
                secrets.AddRange([proof.Cipher, proof.Salt]);
            }
        }

        Assert.True(await here.Get<ScrubDatabase>().ExecuteAsync(cancellation: Cancellation));
        Assert.All(secrets, secret => Assert.True(Bytes(here).AsSpan().IndexOf(secret) >= 0));

        await here.Ledger.RecordSliceAsync([.. people.Take(10).Select(id => Act(here, id, ConsentEventType.Erased))], cancellation: Cancellation);
        Assert.True(await here.Get<ScrubDatabase>().ExecuteAsync(cancellation: Cancellation));

        Assert.All(secrets, secret => Assert.True(Bytes(here).AsSpan().IndexOf(secret) < 0));
    }

    [Fact]
    public async Task Scrubbing_says_when_somebody_still_reads_the_old_pages()
    {
        await using var here = await Installation.CreateAsync();
        await OptInAsync(here, 1);
        await using var reader = here.Open();
        await using var reading = await reader.Database.BeginTransactionAsync(System.Data.IsolationLevel.ReadUncommitted, Cancellation);
        await reader.Subscribers.CountAsync(Cancellation);

        var scrubbed = await Task.Run(() => here.Get<ScrubDatabase>().ExecuteAsync(attempts: 2, Cancellation), Cancellation);

        Assert.False(scrubbed);
    }

    [Fact]
    public async Task While_a_run_is_at_work_the_log_is_left_to_its_end()
    {
        await using var here = await Installation.CreateAsync();
        var people = await OptInAsync(here, 1);
        await using var db = here.Open();
        var cipher = await db.Subscribers.Select(s => s.Cipher!).SingleAsync(Cancellation);
        var policy = new RetentionPolicy { PublicId = PublicId.Create(), Name = "Old", Trigger = RetentionTrigger.Inactive, Period = 6, Unit = RetentionUnit.Months, Action = RetentionAction.Erase };
        db.Add(policy);
        await db.SaveChangesAsync(Cancellation);
        db.Add(new RetentionRun { PublicId = PublicId.Create(), PolicyId = policy.Id, Status = JobStatus.Running, Policy = "{}", CreatedAt = here.Database.Now });
        await db.SaveChangesAsync(Cancellation);
        await here.Ledger.RecordAsync(Act(here, people[0], ConsentEventType.Erased));

        Assert.False(await here.Get<ScrubUpkeep>().WorkAsync(Cancellation));
        Assert.True(Bytes(here).AsSpan().IndexOf(cipher) >= 0);

        await db.RetentionRuns.ExecuteUpdateAsync(set => set.SetProperty(run => run.Status, JobStatus.Done), Cancellation);
        Assert.True(await here.Get<ScrubUpkeep>().WorkAsync(Cancellation));
        Assert.True(Bytes(here).AsSpan().IndexOf(cipher) < 0);
    }

    private static byte[] Bytes(Installation here)
    {
        var file = here.Database.Contexts.SqliteFile!;
        return [.. Read(file), .. File.Exists($"{file}-wal") ? Read($"{file}-wal") : []];
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static async Task<List<long>> OptInAsync(Installation here, int count) =>
        [.. (await here.Ledger.RecordSliceAsync([.. Enumerable.Range(1, count).Select(n => here.OptIn(n))], cancellation: Cancellation)).Select(act => act.Value!.SubscriberId)];

    private static ConsentAct Act(Installation here, long id, ConsentEventType type) => new() { SubscriberId = id, Type = type, Source = Source.System, OccurredAt = here.Database.Now, Actor = Actor.System("retention") };

    private static async Task HoldsAsync(Installation here) =>
        Assert.Empty((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation)).Findings);
}

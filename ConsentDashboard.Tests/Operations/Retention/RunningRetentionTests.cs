using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Retention;

public sealed class RunningRetentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_run_does_the_previewed_set_without_those_who_match_no_longer(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.OptInAsync(1, 2, 3, 4, 5);
        await room.StopAsync(1, 2, 3, 4);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        await room.HoldAsync(2);
        await room.OptInAsync(3);
        await room.StopAsync(5);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(40));

        var done = await room.RunAsync(run);

        Assert.Equal((JobStatus.Done, 4, 2, 1, 1), (done.Status, done.Total, done.Cleaned, done.Held, done.NoLongerDue));
        var restricted = await Task.WhenAll(Enumerable.Range(1, 5).Select(async n => (await room.PersonAsync(n)).RestrictedAt is not null));
        Assert.Equal([true, false, false, true, false], restricted);
        await using var db = room.Here.Open();
        Assert.Equal(AuditAction.RetentionFinished, await db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).LastAsync(Cancellation));
        await room.AssertLedgerHoldsAsync();
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Each_action_leaves_its_events_and_the_ledger_holds(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.OptInAsync(1, 2);
        await room.RecordAsync(room.Here.OptIn(3, sender: room.Here.Bank));
        await room.StopAsync(2, 3);
        await room.KeepProofAsync(months: 12);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(800));

        var expired = await room.RunAsync(await room.PreviewAsync(new PolicyDefinition { Trigger = RetentionTrigger.LifespanOver, Action = RetentionAction.Expire }));
        var proofs = await room.RunAsync(await room.PreviewAsync(new PolicyDefinition { Trigger = RetentionTrigger.EvidenceOld, Period = 12, Unit = RetentionUnit.Months, Action = RetentionAction.EraseEvidence, SenderId = room.Here.Shop.Id }));
        var erased = await room.RunAsync(await room.PreviewAsync(RetentionRoom.WithdrawnFor(30, RetentionAction.Erase)));

        Assert.Equal((1, 1, 2), (expired.Cleaned, proofs.Cleaned, erased.Cleaned));
        await using var db = room.Here.Open();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Expired, Cancellation));
        Assert.Equal(1, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.EvidenceExpired, Cancellation));
        Assert.Equal(2, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Erased, Cancellation));
        Assert.Equal(2, await db.Subscribers.CountAsync(s => s.ErasedAt != null && s.Cipher == null && s.BlindIndex == null, Cancellation));
        await room.AssertLedgerHoldsAsync();
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Of_a_number_that_said_stop_after_its_erasure_the_suppression_alone_is_left(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.OptInAsync(1);
        await room.RecordAsync(new() { SubscriberId = (await room.PersonAsync(1)).Id, Type = ConsentEventType.Erased, Source = Source.Staff, OccurredAt = room.Here.Database.Now, Actor = Staff.Officer });
        room.Here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await room.RecordAsync(room.Here.Stop(1, sender: room.Here.Bank) with { Evidence = new() { RawPhone = A.Number(1), RawText = "STOP" } });
        var index = (await room.PersonAsync(1)).BlindIndex!;

        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var restricted = await room.RunAsync(await room.PreviewAsync(RetentionRoom.WithdrawnFor(30)));
        Assert.NotNull((await room.PersonAsync(1)).RestrictedAt);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(5 * 366));
        var erased = await room.RunAsync(await room.PreviewAsync(new PolicyDefinition { Trigger = RetentionTrigger.ProofRetentionOver, Action = RetentionAction.Erase }));

        Assert.Equal((1, 1), (restricted.Cleaned, erased.Cleaned));
        await using var db = room.Here.Open();
        Assert.False(await db.Evidence.AnyAsync(Cancellation));
        Assert.False(await db.Subscribers.AnyAsync(s => s.ErasedAt == null || s.BlindIndex != null, Cancellation));
        Assert.True(await db.Suppressions.AnyAsync(s => s.BlindIndex == index && s.SenderId == null && s.Kind == ConsentKind.Contact && s.EndedAt == Times.Never, Cancellation));
        Assert.False(await db.Restrictions.AnyAsync(r => r.To == Times.Never, Cancellation));
        await room.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task An_edited_policy_voids_what_was_approved()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1);
        await room.StopAsync(1);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        await using (var db = room.Here.Open())
        {
            await db.RetentionPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.Revision, 2), Cancellation);
        }

        var ended = await room.RunAsync(run);

        Assert.Equal((JobStatus.Rejected, RetentionErrors.PolicyChanged.Key, 0, null), (ended.Status, ended.FailureKey, ended.Cleaned, ended.Certificate));
        Assert.Null((await room.PersonAsync(1)).RestrictedAt);
    }

    [Fact]
    public async Task Whoever_writes_between_the_look_and_the_act_is_not_cleaned()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1);
        var seen = await room.PersonAsync(1);
        await using (var db = room.Here.Open())
        {
            var written = seen.LastActivityAt.AddMinutes(1);
            await db.Subscribers.ExecuteUpdateAsync(set => set.SetProperty(s => s.LastActivityAt, written), Cancellation);
        }

        var act = new ConsentAct { SubscriberId = seen.Id, Type = ConsentEventType.Erased, Source = Source.System, OccurredAt = room.Here.Database.Now, Actor = Actor.System("retention"), IfHeadSeq = seen.HeadSeq, IfActivityAt = seen.LastActivityAt };

        Assert.Equal(LedgerErrors.Changed, (await room.Here.Ledger.RecordAsync(act)).Error);
    }

    [Fact]
    public async Task A_hold_counts_even_where_its_flag_was_taken_off()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1);
        await room.HoldAsync(1);
        await using (var db = room.Here.Open())
        {
            await db.Subscribers.ExecuteUpdateAsync(set => set.SetProperty(s => s.IsHeld, false), Cancellation);
        }

        var act = new ConsentAct { SubscriberId = (await room.PersonAsync(1)).Id, Type = ConsentEventType.Erased, Source = Source.System, OccurredAt = room.Here.Database.Now, Actor = Actor.System("retention") };

        Assert.Equal(LedgerErrors.Held, (await room.Here.Ledger.RecordAsync(act)).Error);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 2)]
    public async Task A_number_that_somebody_only_typed_is_on_no_list_afterwards(bool typed, int suppressions)
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.RecordAsync(typed ? room.Here.OptIn(1) with { Type = ConsentEventType.Requested } : room.Here.OptIn(1));
        await room.HoldAsync(1);
        await room.RecordAsync(new() { SubscriberId = (await room.PersonAsync(1)).Id, Type = ConsentEventType.HoldReleased, Source = Source.Staff, OccurredAt = room.Here.Database.Now, Actor = Staff.Officer });
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(300));

        var done = await room.RunAsync(await room.PreviewAsync(RetentionRoom.InactiveFor(6)));

        Assert.Equal(1, done.Cleaned);
        await using var db = room.Here.Open();
        Assert.Equal(suppressions, await db.Suppressions.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_certificate_signed_by_anybody_else_does_not_hold_here()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await using var elsewhere = await RetentionRoom.CreateAsync();
        List<(RetentionRun Run, CertificateReport Report)> all = [];
        foreach (var place in (RetentionRoom[])[room, elsewhere])
        {
            await place.OptInAsync(1);
            await place.StopAsync(1);
            place.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
            var done = await place.RunAsync(await place.PreviewAsync(RetentionRoom.WithdrawnFor(30)));
            all.Add((done, CertificateVerification.Verify(Encoding.UTF8.GetBytes(done.Certificate!))));
        }

        var origins = room.Here.Get<CertificateOrigins>();

        Assert.All(all, one => Assert.True(one.Report.Holds));
        Assert.True((await origins.CheckAsync(all[0].Run.PublicId, all[0].Report, Cancellation)).Holds);
        Assert.False((await origins.CheckAsync(all[1].Run.PublicId, all[1].Report, Cancellation)).Holds);
        Assert.False((await origins.CheckAsync(all[1].Run.PublicId, all[0].Report, Cancellation)).Holds);
    }

    [Fact]
    public async Task A_paused_run_goes_on_where_it_stood()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync([.. Enumerable.Range(1, 500)]);
        await room.StopAsync([.. Enumerable.Range(1, 500)]);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        var paused = await RunToPauseAsync(room, run);
        Assert.Equal(JobStatus.Paused, paused.Status);
        Assert.InRange(paused.Position, 1, 499);
        await using (var db = room.Here.Open())
        {
            await db.RetentionRuns.ExecuteUpdateAsync(set => set.SetProperty(r => r.PauseRequested, false), Cancellation);
        }

        var done = await room.RunAsync(run);

        Assert.Equal((JobStatus.Done, 500, 500), (done.Status, done.Cleaned, done.Position));
        await using var after = room.Here.Open();
        Assert.Equal(500, await after.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Restricted, Cancellation));
    }

    [Fact]
    public async Task Whoever_cancels_a_paused_run_keeps_what_is_done_and_gets_a_certificate_about_it()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync([.. Enumerable.Range(1, 500)]);
        await room.StopAsync([.. Enumerable.Range(1, 500)]);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        var paused = await RunToPauseAsync(room, run);
        Assert.InRange(paused.Cleaned, 1, 499);
        Assert.Null((await room.Here.Get<RetentionChanges>().CancelAsync(paused, Staff.Administrator)).Error);
        var ended = await room.WorkAsync(run);

        Assert.Equal((JobStatus.Cancelled, paused.Cleaned, paused.Position), (ended.Status, ended.Cleaned, ended.Position));
        await using var after = room.Here.Open();
        Assert.Equal(ended.Cleaned, await after.Subscribers.CountAsync(s => s.RestrictedAt != null, Cancellation));
        var report = CertificateVerification.Verify(Encoding.UTF8.GetBytes(ended.Certificate!));
        Assert.Equal((true, "cancelled", ended.Cleaned), (report.Holds, report.Certificate!.Outcome, report.Certificate.Cleaned));
    }

    [Fact]
    public async Task After_a_day_previews_go_and_what_nobody_decided_on_is_over()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1);
        await room.StopAsync(1);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var looked = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        var asked = await room.PreviewAsync(RetentionRoom.WithdrawnFor(20));
        await room.Here.Get<RetentionChanges>().RequestAsync(asked, "yearly", needsApproval: true, Staff.Administrator);

        Assert.Equal(0, await room.Here.Get<RetentionExpiry>().SweepAsync(Cancellation));
        room.Here.Database.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(2, await room.Here.Get<RetentionExpiry>().SweepAsync(Cancellation));

        Assert.Equal(JobStatus.Expired, (await room.FindAsync(asked)).Status);
        await using var db = room.Here.Open();
        Assert.False(await db.RetentionRuns.AnyAsync(r => r.Id == looked.Id, Cancellation));
        Assert.False(room.Here.Get<JobFiles>().Exists(asked.PublicId, "set"));
    }

    [Fact]
    public async Task A_certificate_says_what_was_done_and_one_changed_byte_is_refused()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.KeepProofAsync(months: 0);
        await room.OptInAsync(1, 2);
        await room.StopAsync(1, 2);
        var hashes = new[] { (await room.PersonAsync(1)).BlindIndex!, (await room.PersonAsync(2)).BlindIndex! };
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var done = await room.RunAsync(await room.PreviewAsync(RetentionRoom.WithdrawnFor(30, RetentionAction.Erase)));

        var file = Encoding.UTF8.GetBytes(done.Certificate!);
        var report = CertificateVerification.Verify(file);

        var digest = hashes.Aggregate(new byte[32], (chained, hash) => SHA256.HashData([.. chained, .. hash]));
        Assert.True(report.Holds);
        Assert.Equal((2, 2, Convert.ToHexStringLower(digest), "In English"), (report.Certificate!.Approved, report.Certificate.Cleaned, report.Certificate.CleanedDigest, report.Certificate.SentenceEn));
        Assert.True(report.Certificate.HeadBefore.Seq < report.Certificate.HeadAfter.Seq);
        Assert.DoesNotContain(A.Number(1)[3..], done.Certificate, StringComparison.Ordinal);
        for (var place = 0; place < file.Length; place += 7)
        {
            byte[] changed = [.. file];
            changed[place] ^= 1;
            Assert.False(CertificateVerification.Verify(changed).Holds, $"byte {place}");
        }
    }

    [Fact]
    public async Task A_set_that_is_not_the_approved_one_is_not_cleaned()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1);
        await room.StopAsync(1);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        await using (var db = room.Here.Open())
        {
            await db.RetentionRuns.ExecuteUpdateAsync(set => set.SetProperty(r => r.SetDigest, new byte[32]), Cancellation);
        }

        var ended = await room.RunAsync(run);

        Assert.Equal((JobStatus.Failed, RetentionErrors.SetGone.Key), (ended.Status, ended.FailureKey));
        Assert.Null((await room.PersonAsync(1)).RestrictedAt);
    }

    // Somebody asks for it while the first slice is recorded.
    private static async Task<RetentionRun> RunToPauseAsync(RetentionRoom room, RetentionRun run)
    {
        using var asking = room.Here.Get<LedgerFeed>().Subscribe(_ =>
        {
            using var db = room.Here.Open();
            db.RetentionRuns.ExecuteUpdate(set => set.SetProperty(r => r.PauseRequested, true));
        });
        return await room.RunAsync(run);
    }
}

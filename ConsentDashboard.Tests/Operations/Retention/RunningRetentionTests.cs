using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Retention;
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
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(800));

        var expired = await room.RunAsync(await room.PreviewAsync(new PolicyDefinition { Trigger = RetentionTrigger.LifespanOver, Action = RetentionAction.Expire }));
        var proofs = await room.RunAsync(await room.PreviewAsync(new PolicyDefinition { Trigger = RetentionTrigger.EvidenceOld, Period = 12, Unit = RetentionUnit.Months, Action = RetentionAction.EraseEvidence, SenderId = room.Here.Shop.Id }));
        var erased = await room.RunAsync(await room.PreviewAsync(RetentionRoom.WithdrawnFor(30, RetentionAction.Erase)));

        Assert.Equal((1, 2, 2), (expired.Cleaned, proofs.Cleaned, erased.Cleaned));
        await using var db = room.Here.Open();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Expired, Cancellation));
        Assert.Equal(2, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.EvidenceExpired, Cancellation));
        Assert.Equal(2, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Erased, Cancellation));
        Assert.Equal(2, await db.Subscribers.CountAsync(s => s.ErasedAt != null && s.Cipher == null && s.BlindIndex == null, Cancellation));
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
    public async Task Whoever_cancels_keeps_what_is_done_and_gets_a_certificate_about_it()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync([.. Enumerable.Range(1, 300)]);
        await room.StopAsync([.. Enumerable.Range(1, 300)]);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        await using (var db = room.Here.Open())
        {
            await db.RetentionRuns.ExecuteUpdateAsync(set => set.SetProperty(r => r.CancelRequested, true), Cancellation);
        }

        var ended = await room.RunAsync(run);

        Assert.Equal(JobStatus.Cancelled, ended.Status);
        Assert.InRange(ended.Cleaned, 1, 299);
        await using var after = room.Here.Open();
        Assert.Equal(ended.Cleaned, await after.Subscribers.CountAsync(s => s.RestrictedAt != null, Cancellation));
        var report = CertificateVerification.Verify(Encoding.UTF8.GetBytes(ended.Certificate!));
        Assert.Equal((true, "cancelled", ended.Cleaned), (report.Holds, report.Certificate!.Outcome, report.Certificate.Cleaned));
    }

    [Fact]
    public async Task A_paused_run_goes_on_where_it_stood()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync([.. Enumerable.Range(1, 500)]);
        await room.StopAsync([.. Enumerable.Range(1, 500)]);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        await using (var db = room.Here.Open())
        {
            await db.RetentionRuns.ExecuteUpdateAsync(set => set.SetProperty(r => r.PauseRequested, true), Cancellation);
        }

        var paused = await room.RunAsync(run);
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
    public async Task A_certificate_says_what_was_done_and_one_changed_byte_is_refused()
    {
        await using var room = await RetentionRoom.CreateAsync();
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
}

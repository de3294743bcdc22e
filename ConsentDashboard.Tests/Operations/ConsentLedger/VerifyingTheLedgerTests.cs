using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class VerifyingTheLedgerTests
{
    /// <summary>What somebody with the database in hand might do, and the finding that names it.</summary>
    public static TheoryData<string, string, FindingKind> Tampering => new()
    {
        { "an event's cells", "UPDATE ConsentEvents SET Cells = 7 WHERE Id = 2", FindingKind.EventChanged },
        { "an event's time", "UPDATE ConsentEvents SET OccurredAt = OccurredAt + 1 WHERE Id = 2", FindingKind.EventChanged },
        { "an event's actor", "UPDATE ConsentEvents SET Actor = 'user:else' WHERE Id = 2", FindingKind.EventChanged },
        { "an event's hash made longer", "UPDATE ConsentEvents SET Hash = CAST(Hash || x'00' AS BLOB) WHERE Id = 2", FindingKind.EventChanged },
        { "an event's hash made shorter", "UPDATE ConsentEvents SET Hash = x'' WHERE Id = 2", FindingKind.EventChanged },
        { "evidence cut short", "UPDATE Evidence SET Cipher = x'01' WHERE EventId = 3", FindingKind.EvidenceChanged },
        { "a removed event in the middle", "DELETE FROM Evidence WHERE EventId = 2; DELETE FROM Suppressions WHERE EventId = 2; DELETE FROM ConsentEvents WHERE Id = 2", FindingKind.EventMissing },
        { "the end cut off", "DELETE FROM Evidence WHERE EventId = 4; DELETE FROM ConsentEvents WHERE Id = 4", FindingKind.EventMissing },
        { "two events swapped", "UPDATE ConsentEvents SET Id = 100 WHERE Id = 1; UPDATE ConsentEvents SET Id = 1 WHERE Id = 2; UPDATE ConsentEvents SET Id = 2 WHERE Id = 100", FindingKind.EventMissing },
        { "another person's event", "UPDATE ConsentEvents SET SubscriberId = 2, Seq = 9 WHERE Id = 1", FindingKind.EventChanged },
        { "evidence replaced by another's", "UPDATE Evidence SET Cipher = (SELECT Cipher FROM Evidence WHERE EventId = 1) WHERE EventId = 3", FindingKind.EvidenceChanged },
        { "evidence removed", "DELETE FROM Evidence WHERE EventId = 1", FindingKind.EvidenceMissing },
        { "a wording's hash", "UPDATE NoticeVersions SET ContentHash = zeroblob(31) || x'01' WHERE Id = 1", FindingKind.NoticeChanged },
        { "a wording's text", "UPDATE NoticeTexts SET Body = 'You agree to everything' WHERE Language = 'en'", FindingKind.NoticeChanged },
        { "a batch's root", "UPDATE LedgerBatches SET Root = zeroblob(32) WHERE Seq = 2", FindingKind.BatchChanged },
        { "a batch's signature", "UPDATE LedgerBatches SET Signature = zeroblob(64) WHERE Seq = 2", FindingKind.SignatureWrong },
        { "a batch removed", "DELETE FROM LedgerBatches WHERE Seq = 2", FindingKind.BatchMissing },
        { "a whole person removed", "DELETE FROM Consents WHERE SubscriberId = 1; DELETE FROM Suppressions WHERE EventId IN (1, 2); DELETE FROM Evidence WHERE EventId IN (1, 2); DELETE FROM ConsentEvents WHERE SubscriberId = 1; DELETE FROM Subscribers WHERE Id = 1", FindingKind.EventMissing },
        { "a subscriber's row removed", "DELETE FROM Consents WHERE SubscriberId = 3; DELETE FROM Subscribers WHERE Id = 3", FindingKind.SubscriberMissing },
        { "a person's number exchanged", "UPDATE Subscribers SET NumberSalt = (SELECT NumberSalt FROM Subscribers WHERE Id = 2) WHERE Id = 3", FindingKind.NumberChanged },
        { "a number's index", "UPDATE Subscribers SET BlindIndex = zeroblob(32) WHERE Id = 3", FindingKind.NumberChanged },
        { "a suppression's scope", "UPDATE Suppressions SET Cells = 1 WHERE EventId = 2", FindingKind.SuppressionChanged },
        { "a suppression's number", "UPDATE Suppressions SET BlindIndex = zeroblob(32) WHERE EventId = 2", FindingKind.SuppressionChanged },
        { "a suppression removed", "DELETE FROM Suppressions WHERE EventId = 2", FindingKind.SuppressionMissing },
        { "a cell given by hand", "UPDATE Consents SET State = 2 WHERE SubscriberId = 1", FindingKind.ProjectionDiffers },
        { "a cell removed", "DELETE FROM Consents WHERE SubscriberId = 1", FindingKind.ProjectionDiffers },
        { "the head set back", "UPDATE LedgerHead SET Seq = 3", FindingKind.HeadDiffers },
        { "an audit entry's reason", "UPDATE AuditEntries SET Reason = 'else' WHERE Id = 1", FindingKind.AuditChanged },
        { "an audit entry's hash made longer", "UPDATE AuditEntries SET Hash = CAST(Hash || x'00' AS BLOB) WHERE Id = 1", FindingKind.AuditChanged },
        { "an audit entry removed", "DELETE FROM AuditEntries WHERE Id = 1", FindingKind.AuditChanged },
        { "the end cut off with its batch and head", "DELETE FROM Evidence WHERE EventId = 4; DELETE FROM Consents WHERE SubscriberId = 3; DELETE FROM ConsentEvents WHERE Id = 4; DELETE FROM Subscribers WHERE Id = 3; DELETE FROM LedgerBatches WHERE Seq = 5; UPDATE LedgerHead SET Seq = 4, LastEventId = 3, Hash = (SELECT Hash FROM LedgerBatches WHERE Seq = 4)", FindingKind.JournalDiffers },
    };

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task An_untouched_ledger_holds(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await FillAsync(here);

        var report = await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: TestContext.Current.CancellationToken);

        Assert.Empty(report.Findings);
        Assert.Equal((4, 5, 1, 3, 5), (report.Events, report.Batches, report.AuditEntries, report.Subscribers, report.AnchoredSeq));
    }

    [Theory, MemberData(nameof(Tampering))]
    public async Task Tampering_is_found_and_named(string what, string sql, FindingKind kind)
    {
        await using var here = await Installation.CreateAsync();
        await FillAsync(here);
        await using (var db = here.Open())
        {
            await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys=OFF", TestContext.Current.CancellationToken);
            await db.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
        }

        var report = await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: TestContext.Current.CancellationToken);

        Assert.True(report.Findings.Any(finding => finding.Kind == kind), $"{what}: {string.Join("; ", report.Findings)}");
    }

    [Fact]
    public async Task The_first_broken_event_is_named()
    {
        await using var here = await Installation.CreateAsync();
        await FillAsync(here);
        await using (var db = here.Open())
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE ConsentEvents SET Cells = 7 WHERE Id IN (2, 4)", TestContext.Current.CancellationToken);
        }

        var report = await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(2, report.First?.EventId);
    }

    [Fact]
    public async Task One_person_is_verified_by_herself()
    {
        await using var here = await Installation.CreateAsync();
        await FillAsync(here);
        var before = await here.Get<PersonVerification>().VerifyAsync(1, TestContext.Current.CancellationToken);
        await using (var db = here.Open())
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE ConsentEvents SET Cells = 1 WHERE Id = 2", TestContext.Current.CancellationToken);
        }

        var after = await here.Get<PersonVerification>().VerifyAsync(1, TestContext.Current.CancellationToken);

        Assert.True(before.Holds);
        Assert.Equal(2, before.Events.Count);
        Assert.Equal((2, FindingKind.EventChanged), (after.FirstBroken!.EventId, after.FirstBroken.Broken));
    }

    [Fact]
    public Task The_ledger_of_any_history_holds_and_rebuilds_to_what_is_stored() => History.Steps.SampleAsync(
        async steps =>
        {
            await using var here = await Installation.CreateAsync();
            await History.PlayAsync(here, steps);

            var report = await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"));
            Assert.Empty(report.Findings);

            await using var db = here.Open();
            var stored = await db.Consents.AsNoTracking().ToListAsync();
            await db.Consents.ExecuteDeleteAsync();
            var rebuilt = await here.Get<RebuildConsents>().ExecuteAsync(Actor.System("test"));
            var again = (await db.Consents.AsNoTracking().ToListAsync()).ToLookup(cell => cell.SubscriberId);
            Assert.All(stored.GroupBy(cell => cell.SubscriberId), before => Assert.True(Projection.Same([.. again[before.Key]], [.. before])));
            Assert.Equal(stored.Select(cell => cell.SubscriberId).Distinct().Count(), rebuilt.Mended);
        },
        iter: 25,
        threads: 1);

    [Fact]
    public async Task Verification_needs_its_permission()
    {
        await using var here = await Installation.CreateAsync();

        await Assert.ThrowsAsync<ForbiddenException>(() => here.Get<LedgerVerification>().VerifyAsync(Actor.User("1", "M", [Roles.Marketer]), cancellation: TestContext.Current.CancellationToken));
    }

    private static async Task FillAsync(Installation here)
    {
        await here.Ledger.RecordAsync(here.OptIn(1));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await here.Ledger.RecordAsync(here.Stop(1));
        await here.Ledger.RecordAsync(here.OptIn(2, ConsentCells.CallPromotional));
        await here.Get<AuditTrail>().RecordAsync(new(Actor.System("test"), AuditAction.LedgerVerified, Reason: "why not"), TestContext.Current.CancellationToken);
        await here.Ledger.RecordAsync(here.OptIn(3));
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Imports;

public sealed class ImportingListsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Each_row_has_its_verdict_and_the_run_does_exactly_that(DatabaseProvider provider)
    {
        await using var room = await ImportRoom.CreateAsync(provider);
        var here = room.Here;
        await here.Ledger.RecordAsync(here.OptIn(2));
        await here.Ledger.RecordAsync(here.OptIn(3));
        await here.Ledger.RecordAsync(here.Stop(3));
        await here.Ledger.RecordAsync(here.Stop(4));
        await here.Ledger.RecordAsync(here.OptIn(5, at: here.Database.Now.AddDays(-200)));
        await here.Ledger.RecordAsync(here.OptIn(6));

        var batch = await room.UploadAsync(
            ImportRoom.Row(1, 1),
            ImportRoom.Row(2, 2),
            ImportRoom.Row(3, 3),
            ImportRoom.Row(4, 4),
            ImportRoom.Row(5, 5),
            ImportRoom.Unsubscribed(6, 6),
            ImportRoom.Row(7, 7) with { Phone = "1-800-FLOWERS" },
            ImportRoom.Row(8, 1),
            ImportRoom.Row(9, 9, daysAgo: null),
            ImportRoom.Row(10, 10) with { Problem = new("Imports.Row.Cut", "phone") },
            ImportRoom.Row(11, 4),
            ImportRoom.Row(12, 12),
            ImportRoom.Unsubscribed(13, 12));
        ImportVerdict[] expected =
        [
            ImportVerdict.New, ImportVerdict.AlreadyGiven, ImportVerdict.RefusedByRatchet, ImportVerdict.Suppressed, ImportVerdict.Renews, ImportVerdict.Lowers,
            ImportVerdict.InvalidNumber, ImportVerdict.DuplicateInFile, ImportVerdict.NoProof, ImportVerdict.Problem, ImportVerdict.DuplicateInFile,
            ImportVerdict.DuplicateInFile, ImportVerdict.Lowers,
        ];

        batch = await room.TryAsync(batch);

        Assert.Equal((JobStatus.Done, ImportStage.DryRun), (batch.Status, batch.Stage));
        var shown = await room.VerdictsAsync(batch);
        Assert.Equal(expected, shown.Select(row => row.Verdict));
        Assert.Equal("Phone.Letters", shown[6].Reason?.Key);
        Assert.Equal(new("Imports.Row.Cut", "phone"), shown[9].Reason);
        Assert.Equal(3, ImportCounts.Parse(batch.TriedCounts)[ImportVerdict.DuplicateInFile]);
        var samples = await here.Get<ImportVerdicts>().SamplesAsync(batch.PublicId, ImportRoom.Staff, Cancellation);
        Assert.Contains("•", samples.Single(row => row.Row == 1).Number, StringComparison.Ordinal);
        await using (var db = here.Open())
        {
            Assert.False(await db.ConsentEvents.AnyAsync(e => e.ImportBatchId != null, Cancellation));
        }

        batch = await room.RunAsync(batch);

        Assert.Equal(JobStatus.Done, batch.Status);
        Assert.Equal(expected, (await room.VerdictsAsync(batch)).Select(row => row.Verdict));
        Assert.Equal(batch.TriedCounts, batch.RunCounts);
        Assert.Equal(
            [ConsentState.Given, ConsentState.Given, ConsentState.Withdrawn, ConsentState.None, ConsentState.Given, ConsentState.Withdrawn, ConsentState.None, ConsentState.Withdrawn],
            await Task.WhenAll(((int[])[1, 2, 3, 4, 5, 6, 9, 12]).Select(phone => room.StateAsync(phone))));
        Assert.True((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation)).Holds);
    }

    [Fact]
    public async Task A_consent_carries_the_wording_the_point_and_where_its_proof_lies()
    {
        await using var room = await ImportRoom.CreateAsync();

        var batch = await room.ImportAsync(ImportRoom.Row(1, 1) with { UserAgent = "Firefox", ExternalRef = "C-7" });

        await using var db = room.Here.Open();
        var given = await db.ConsentEvents.SingleAsync(Cancellation);
        Assert.Equal((ConsentEventType.Given, Source.Import, Method.ImportedRecord), (given.Type, given.Source, given.Method));
        Assert.Equal((batch.NoticeVersionId, batch.CollectionPointId, (long?)batch.Id), (given.NoticeVersionId, given.CollectionPointId, given.ImportBatchId));
        Assert.Equal("C-7", (await db.Subscribers.SingleAsync(Cancellation)).ExternalRef);
        var proof = room.Here.Get<EvidenceBox>().Open(await db.Evidence.SingleAsync(Cancellation), given.EventKey);
        Assert.Equal(("archive/2025", "198.51.100.7", "Firefox", $"row 1 of import {batch.PublicId}"), (proof.ProofReference, proof.IpAddress, proof.UserAgent, proof.Note));
    }

    [Fact]
    public async Task A_legacy_list_with_a_proof_needs_no_point_and_a_list_without_a_wording_gives_nothing()
    {
        await using var room = await ImportRoom.CreateAsync();
        var (legacy, wordless) = (await room.UploadAsync(ImportRoom.Row(1, 1)), await room.UploadAsync(ImportRoom.Row(1, 2)));
        await using (var db = room.Here.Open())
        {
            await db.ImportBatches.Where(b => b.Id == legacy.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.CollectionPointId, (long?)null), Cancellation);
            await db.ImportBatches.Where(b => b.Id == wordless.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.NoticeVersionId, (long?)null), Cancellation);
        }

        foreach (var batch in new[] { legacy, wordless })
        {
            await room.TryAsync(batch);
            await room.RunAsync(batch);
        }

        Assert.Equal((ConsentState.Given, ConsentState.None), (await room.StateAsync(1), await room.StateAsync(2)));
        Assert.Equal(ImportVerdict.NoProof, Assert.Single(await room.VerdictsAsync(wordless)).Verdict);
    }

    [Fact]
    public async Task What_changed_between_the_dry_run_and_the_run_is_said_row_by_row()
    {
        await using var room = await ImportRoom.CreateAsync();
        var batch = await room.TryAsync(await room.UploadAsync([.. Enumerable.Range(1, 300).Select(n => ImportRoom.Row(n, n))]));
        await room.Here.Ledger.RecordAsync(room.Here.Stop(7));
        await room.Here.Ledger.RecordAsync(room.Here.OptIn(8));

        batch = await room.RunAsync(batch);

        Assert.Equal(2, ImportCounts.Parse(batch.RunCounts).Changed);
        var changed = (await room.VerdictsAsync(batch)).Where(row => row.Changed).ToList();
        Assert.Equal([(7, ImportVerdict.Suppressed), (8, ImportVerdict.AlreadyGiven)], changed.Select(row => (row.Row, row.Verdict)));
        Assert.All(changed, row => Assert.Equal(ImportVerdict.New, row.Tried));
        Assert.Equal(ConsentState.None, await room.StateAsync(7));
    }

    [Fact]
    public async Task A_run_needs_the_dry_run_that_was_shown()
    {
        await using var room = await ImportRoom.CreateAsync();
        var start = room.Here.Get<StartImport>();
        var batch = await room.UploadAsync(ImportRoom.Row(1, 1));

        Assert.Equal(ImportErrors.WrongStage, (await start.ExecuteAsync(new(batch.PublicId, new byte[32]), ImportRoom.Staff, Cancellation)).Error);
        await room.TryAsync(batch);
        Assert.Equal(ImportErrors.TriedAgain, (await start.ExecuteAsync(new(batch.PublicId, new byte[32]), ImportRoom.Staff, Cancellation)).Error);
    }

    [Fact]
    public async Task Once_it_is_over_no_file_holds_a_number()
    {
        await using var room = await ImportRoom.CreateAsync();

        var batch = await room.ImportAsync(ImportRoom.Row(1, 1));

        Assert.Equal(["reasons", "verdicts"], room.Files.Names(batch.PublicId, ""));
        Assert.Single((await room.FindAsync(batch)).Checkpoint!);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        await room.Here.Get<ImportUpkeep>().RunAsync(Cancellation);
        Assert.Empty(room.Files.Names(batch.PublicId, ""));
        Assert.Equal(("", ""), ((await room.FindAsync(batch)).FileName, (await room.FindAsync(batch)).ProofReference));
    }

    [Fact]
    public async Task Nobody_without_the_permission_imports()
    {
        await using var room = await ImportRoom.CreateAsync();
        var auditor = Actor.User("2", "Max", [Roles.Auditor]);

        await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<TryImport>().ExecuteAsync(new(default), auditor, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<StartImport>().ExecuteAsync(new(default, []), auditor, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<CancelImport>().ExecuteAsync(new(default), auditor, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<UndoImport>().ExecuteAsync(new(default, "x"), auditor, Cancellation));
    }

    [Theory]
    [InlineData(true, ImportVerdict.Lowers)]
    [InlineData(false, ImportVerdict.AlreadyWithdrawn)]
    public async Task A_later_opt_out_of_a_list_stands_against_an_opt_in_that_is_recorded_afterwards(bool isLater, ImportVerdict verdict)
    {
        await using var room = await ImportRoom.CreateAsync();
        var here = room.Here;
        var stopped = here.Database.Now.AddDays(-600);
        await here.Ledger.RecordAsync(here.Stop(1, at: stopped));

        var batch = await room.ImportAsync(ImportRoom.Unsubscribed(1, 1) with { UnsubscribedAt = stopped.AddDays(isLater ? 500 : -10) });
        await here.Ledger.RecordAsync(here.OptIn(1, at: stopped.AddDays(300)));

        Assert.Equal(verdict, Assert.Single(await room.VerdictsAsync(batch)).Verdict);
        Assert.Equal(isLater, await room.StateAsync(1) != ConsentState.Given);
    }

    [Fact]
    public async Task Of_several_opt_outs_of_one_number_the_latest_counts()
    {
        await using var room = await ImportRoom.CreateAsync();
        var now = room.Here.Database.Now;

        var batch = await room.ImportAsync(
            ImportRoom.Row(1, 1),
            ImportRoom.Unsubscribed(2, 1),
            ImportRoom.Unsubscribed(3, 1) with { UnsubscribedAt = now.AddDays(-500) },
            ImportRoom.Unsubscribed(4, 1) with { UnsubscribedAt = now.AddDays(-100) },
            ImportRoom.Unsubscribed(5, 1) with { UnsubscribedAt = now.AddDays(-300) });

        Assert.Equal(
            [ImportVerdict.DuplicateInFile, ImportVerdict.DuplicateInFile, ImportVerdict.DuplicateInFile, ImportVerdict.Lowers, ImportVerdict.DuplicateInFile],
            (await room.VerdictsAsync(batch)).Select(row => row.Verdict));
        await using var db = room.Here.Open();
        Assert.Equal(now.AddDays(-100), (await db.Suppressions.SingleAsync(Cancellation)).Since);
    }

    [Theory]
    [InlineData("de", "de")]
    [InlineData("en_GB", "en-gb")]
    [InlineData("Russian", "ru")]
    [InlineData("-", "ru")]
    public async Task A_row_has_a_language_and_its_wording_the_one_in_which_it_was_shown(string said, string hers)
    {
        await using var room = await ImportRoom.CreateAsync();

        await room.ImportAsync(ImportRoom.Row(1, 1) with { Language = said });

        await using var db = room.Here.Open();
        Assert.Equal((hers, "ru"), ((await db.Subscribers.SingleAsync(Cancellation)).Language, (await db.ConsentEvents.SingleAsync(Cancellation)).Language));
    }

    [Fact]
    public async Task What_is_shown_is_void_once_something_else_was_declared_even_where_each_row_comes_to_the_same()
    {
        await using var room = await ImportRoom.CreateAsync();
        var shown = await room.TryAsync(await room.UploadAsync(ImportRoom.Row(1, 1)));
        await using (var db = room.Here.Open())
        {
            await db.ImportBatches.ExecuteUpdateAsync(set => set.SetProperty(b => b.Cells, ConsentCells.All), Cancellation);
        }

        var again = await room.TryAsync(shown);

        Assert.Equal(shown.TriedCounts, again.TriedCounts);
        Assert.Equal(ImportErrors.TriedAgain, (await room.Here.Get<StartImport>().ExecuteAsync(new(shown.PublicId, shown.TriedDigest!), ImportRoom.Staff, Cancellation)).Error);
        Assert.Null((await room.Here.Get<StartImport>().ExecuteAsync(new(shown.PublicId, again.TriedDigest!), ImportRoom.Staff, Cancellation)).Error);
    }
}

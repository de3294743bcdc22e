using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.KeyRotation;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.KeyRotation;

public sealed class RotatingTheIndexKeyTests
{
    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Every_number_is_found_once_and_the_ledger_is_as_it_was(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider);
        var (ledger, findings) = (await data.LedgerDigestAsync(long.MaxValue), await data.FindingsAsync());

        var rotated = Assert.Single(await data.RotateAsync(index: true));

        Assert.Empty(rotated.Warnings);
        Assert.Equal(2, await data.GenerationAsync());
        for (var number = 1; number <= data.People; number++)
        {
            Assert.Equal(number == RotationFixture.Erased ? 0 : 1, await data.CountAsync(number));
        }

        Assert.Equal(ledger, await data.LedgerDigestAsync(long.MaxValue));
        Assert.Equal(findings, await data.FindingsAsync());
        await using var db = data.Here.Open();
        Assert.Equal(LedgerMode.Open, await db.LedgerHead.Select(h => h.Mode).SingleAsync(TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_suppression_of_an_erased_number_still_matches(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider);

        await data.RotateAsync(index: true);
        await data.RotateAsync(index: true);

        Assert.Equal(3, await data.GenerationAsync());
        var suppression = Assert.Single(await data.SuppressionsAsync(RotationFixture.Erased));
        Assert.Equal(SuppressionSeal.Compute(data.Keys.Current, suppression), suppression.Seal);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_suppression_that_was_tampered_with_does_not_come_out_genuine(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider);
        await using var db = data.Here.Open();
        await db.Suppressions.Where(s => s.Id == 2).ExecuteUpdateAsync(set => set.SetProperty(s => s.Since, DateTime.UnixEpoch), TestContext.Current.CancellationToken);

        var rotated = Assert.Single(await data.RotateAsync(index: true));

        Assert.Equal(["Suppression 2"], rotated.Warnings);
        var row = await db.Suppressions.AsNoTracking().SingleAsync(s => s.Id == 2, TestContext.Current.CancellationToken);
        Assert.NotEqual(SuppressionSeal.Compute(data.Keys.Current, row), row.Seal);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Last_four_digits_exports_and_the_journal_go_along(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider);

        await data.RotateAsync(index: true);

        await using var db = data.Here.Open();
        var lastFour = data.Vault.LastFourIndex(A.Number(1)[^4..], 2);
        Assert.Equal(1, await db.Subscribers.CountAsync(s => s.LastFourIndex == lastFour, TestContext.Current.CancellationToken));
        var items = await db.ExportItems.Join(db.Subscribers, i => i.SubscriberId, s => s.Id, (i, s) => new { Exported = i.BlindIndex, Stored = s.BlindIndex }).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2 * (data.People - 1), items.Count);
        Assert.All(items, item => Assert.Equal(item.Stored, item.Exported));

        var journal = data.Here.Get<AnchorJournal>();
        Assert.Equal(2, journal.Generation);
        Assert.Contains(journal.Read().SelectMany(batch => batch.Stops), stop => stop.Key.AsSpan().SequenceEqual(data.Vault.BlindIndex(A.Number(RotationFixture.Erased), 2)));
        Assert.All(journal.Read(), batch => Assert.Equal(2, batch.Generation));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Acts_go_on_under_the_new_index(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider);
        await data.RotateAsync(index: true);

        var known = await data.Here.Ledger.RecordAsync(data.Here.Stop(1));
        var unknown = await data.Here.Ledger.RecordAsync(data.Here.OptIn(data.People + 1, at: data.Here.Database.Now));

        Assert.Equal(2, known.Value!.Seq);
        Assert.Equal(1, unknown.Value!.Seq);
        Assert.Equal((1, 1), (await data.CountAsync(1), await data.CountAsync(data.People + 1)));
        Assert.Equal(2, data.Here.Get<AnchorJournal>().Last()!.Generation);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task While_it_lasts_nothing_is_recorded_and_afterwards_nothing_is_lost(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider, people: 120);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var writing = WriteUntilAsync(data, stop.Token);

        await data.RotateAsync(index: true);
        await stop.CancelAsync();
        var (recorded, refused) = await writing;

        Assert.True(recorded.Count > 0);
        Assert.All(refused, error => Assert.Equal(LedgerErrors.Maintenance, error));
        foreach (var number in recorded)
        {
            Assert.Equal(1, await data.CountAsync(number));
        }

        Assert.Equal(data.People - 1 + recorded.Count, (await data.NumbersAsync()).Distinct().Count());
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Both_keys_in_one_run(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider);

        var rotated = await data.RotateAsync();

        Assert.Equal([KeyPurpose.Cipher, KeyPurpose.Index], rotated.Select(key => key.Purpose));
        Assert.Equal([2], await data.CipherKeysAsync());
        Assert.Equal(2, await data.GenerationAsync());
    }

    [Fact]
    public async Task A_damaged_journal_is_found_while_the_doors_are_still_open()
    {
        await using var data = await RotationFixture.CreateAsync();
        var path = data.Here.Get<AnchorJournal>().Path;
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<AnchorJournalException>(() => data.RotateAsync(index: true));

        await using var db = data.Here.Open();
        Assert.Equal(LedgerMode.Open, await db.LedgerHead.Select(h => h.Mode).SingleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Maintenance_is_seen_within_a_second()
    {
        await using var data = await RotationFixture.CreateAsync();
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var state = new MaintenanceState(data.Here.Database.Contexts, clock);
        Assert.False(await state.IsOnAsync());
        await using var db = data.Here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), TestContext.Current.CancellationToken);

        Assert.False(await state.IsOnAsync());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await state.IsOnAsync());
    }

    [Fact]
    public async Task Maintenance_for_another_reason_is_respected()
    {
        await using var data = await RotationFixture.CreateAsync();
        await using var db = data.Here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<KeyException>(() => data.RotateAsync(index: true));

        Assert.Contains("in maintenance for another reason", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await data.CountAsync(1));
    }

    [Fact]
    public async Task Waits_for_an_import_that_goes_by_the_index_as_it_is()
    {
        await using var data = await RotationFixture.CreateAsync();
        await using var db = data.Here.Open();
        var import = new ImportBatch { PublicId = PublicId.Create(), SenderId = data.Here.Shop.Id, Status = JobStatus.Running, Checkpoint = new byte[40], CreatedAt = data.Here.Database.Now };
        db.Add(import);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.Contains("An import is running", (await Assert.ThrowsAsync<KeyException>(() => data.RotateAsync(index: true))).Message, StringComparison.Ordinal);
        Assert.Equal(1, await data.CountAsync(1));

        (import.Status, import.Checkpoint) = (JobStatus.Done, null);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await data.RotateAsync(index: true);
        Assert.Equal((2, 1), (await data.GenerationAsync(), await data.CountAsync(1)));
    }

    private static async Task<(List<int> Recorded, List<Error> Refused)> WriteUntilAsync(RotationFixture data, CancellationToken stop)
    {
        List<int> recorded = [];
        List<Error> refused = [];
        for (var number = data.People + 1; !stop.IsCancellationRequested || recorded.Count == 0; number++)
        {
            var result = await data.Here.Ledger.RecordAsync(data.Here.OptIn(number, at: data.Here.Database.Now));
            if (result.Failed)
            {
                refused.Add(result.Error);
            }
            else
            {
                recorded.Add(number);
            }
        }

        return (recorded, refused);
    }
}

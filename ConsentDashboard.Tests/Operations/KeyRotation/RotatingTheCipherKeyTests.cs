using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.KeyRotation;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsentDashboard.Tests.Operations.KeyRotation;

public sealed class RotatingTheCipherKeyTests
{
    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Seals_everything_under_the_new_key_and_nothing_else_changes(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider);
        var (numbers, ledger, findings) = (await data.NumbersAsync(), await data.LedgerDigestAsync(long.MaxValue), await data.FindingsAsync());

        var rotated = Assert.Single(await data.RotateAsync(cipher: true));

        Assert.Equal((KeyPurpose.Cipher, 2), (rotated.Purpose, rotated.KeyId));
        Assert.Empty(rotated.Warnings);
        Assert.Equal([2], await data.CipherKeysAsync());
        Assert.Equal(numbers, await data.NumbersAsync());
        Assert.Equal(ledger, await data.LedgerDigestAsync(long.MaxValue));
        Assert.Equal(findings, await data.FindingsAsync());
        Assert.Equal(1, await data.CountAsync(1));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Is_written_to_the_audit_trail_and_registered(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider);

        await data.RotateAsync(cipher: true);

        await using var db = data.Here.Open();
        var entry = await db.AuditEntries.SingleAsync(a => a.Action == AuditAction.KeysRotated, TestContext.Current.CancellationToken);
        Assert.Equal(("system:rotate-keys", "Cipher key 2"), (entry.Actor, entry.Subject));
        Assert.NotNull(await db.KeyChecks.FindAsync([KeyPurpose.Cipher, 2], TestContext.Current.CancellationToken));
        Assert.NotNull((await db.KeyRotations.SingleAsync(TestContext.Current.CancellationToken)).FinishedAt);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Acts_recorded_meanwhile_are_all_there(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider, people: 120);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var writing = WriteUntilAsync(data, stop.Token);

        await data.RotateAsync(cipher: true, settle: 2000);
        await stop.CancelAsync();
        var recorded = await writing;

        Assert.True(recorded > 0);
        Assert.Equal([2], await data.CipherKeysAsync());
        Assert.Equal(data.People - 1 + recorded, (await data.NumbersAsync()).Distinct().Count());
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_value_that_was_tampered_with_is_named_and_left_alone(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider);
        await using var db = data.Here.Open();
        var row = await db.Subscribers.SingleAsync(s => s.Id == 3, TestContext.Current.CancellationToken);
        row.Cipher = [.. row.Cipher![..^1], (byte)(row.Cipher[^1] ^ 1)];
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var rotated = Assert.Single(await data.RotateAsync(cipher: true));

        Assert.Equal(["Subscriber 3"], rotated.Warnings);
        Assert.Equal(row.Cipher, await data.Here.Open().Subscribers.Where(s => s.Id == 3).Select(s => s.Cipher).SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal([1, 2], await data.CipherKeysAsync());
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_somebody_else_wrote_meanwhile_stays(DatabaseProvider provider)
    {
        await using var data = await RotationFixture.CreateAsync(provider, people: 8);
        await using var db = data.Here.Open();
        var read = await db.Subscribers.AsNoTracking().Where(s => s.Id == 1).Select(s => s.Cipher!).SingleAsync(TestContext.Current.CancellationToken);
        byte[] newer = [1, 2, 3];
        await db.Subscribers.Where(s => s.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(s => s.Cipher, newer), TestContext.Current.CancellationToken);

        await using (var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            using var writer = new BytesWriter(db, typeof(Subscriber), nameof(Subscriber.Cipher));
            Assert.False(await writer.WriteAsync([1], read, [[9]], TestContext.Current.CancellationToken));
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(newer, await db.Subscribers.Where(s => s.Id == 1).Select(s => s.Cipher!).SingleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_rotation_makes_a_third_key()
    {
        await using var data = await RotationFixture.CreateAsync();

        await data.RotateAsync(cipher: true);
        await data.RotateAsync(cipher: true);

        Assert.Equal([3], await data.CipherKeysAsync());
        Assert.Equal(data.People - 1, (await data.NumbersAsync()).Count);
    }

    [Fact]
    public async Task A_key_that_a_killed_run_added_is_used_before_another_is_made()
    {
        await using var data = await RotationFixture.CreateAsync();
        data.Keys.Add(ProtectionKey.Create(KeyPurpose.Cipher, 2, data.Here.Database.Now));

        await data.RotateAsync(cipher: true);

        Assert.Equal(2, data.Keys.Reload().Cipher.Id);
        Assert.Equal([2], await data.CipherKeysAsync());
    }

    [Fact]
    public async Task Keys_from_the_configuration_need_a_newer_one_there()
    {
        await using var data = await RotationFixture.CreateAsync(keys: KeyStore.Fixed(TestKeys.Ring));

        var refusal = await Assert.ThrowsAsync<KeyException>(() => data.RotateAsync());

        Assert.Contains("There is no newer Cipher key to rotate to", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("There is no newer Index key to rotate to", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_key_in_the_configuration_is_used()
    {
        await using var data = await RotationFixture.CreateAsync(keys: KeyStore.Fixed(new(TestKeys.Ring.All.Append(TestKeys.Key(KeyPurpose.Cipher, 5)))));

        await data.RotateAsync(cipher: true);

        Assert.Equal([5], await data.CipherKeysAsync());
    }

    [Fact]
    public async Task A_second_run_at_the_same_time_is_refused()
    {
        await using var data = await RotationFixture.CreateAsync();
        using var other = File.OpenHandle(Path.Combine(data.Folder, "rotation.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var refusal = await Assert.ThrowsAsync<KeyException>(() => data.RotateAsync());

        Assert.Contains("Another rotation is running", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_app_takes_up_the_new_key_by_itself()
    {
        await using var data = await RotationFixture.CreateAsync();
        var running = KeyStore.InFile(data.Keys.Path!);
        Assert.Equal(1, running.Current.Cipher.Id);
        using var follower = new RotationFollower(running, data.Here.Get<MaintenanceState>(), TimeProvider.System, NullLogger<RotationFollower>.Instance);
        await follower.StartAsync(TestContext.Current.CancellationToken);

        await data.RotateAsync(cipher: true);

        while (running.Current.Cipher.Id != 2)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await follower.StopAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<int> WriteUntilAsync(RotationFixture data, CancellationToken stop)
    {
        var recorded = 0;
        while (!stop.IsCancellationRequested || recorded == 0)
        {
            recorded++;
            var act = data.Here.OptIn(data.People + recorded, at: data.Here.Database.Now);
            Assert.False((await data.Here.Ledger.RecordAsync(act)).Failed);
            Assert.False((await data.Here.Ledger.RecordAsync(data.Here.Stop(1 + (recorded % 5)))).Failed);
        }

        return recorded;
    }
}

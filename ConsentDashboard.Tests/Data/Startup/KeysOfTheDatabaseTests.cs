using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Data.Startup;

public sealed class KeysOfTheDatabaseTests
{
    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_missing_key_file_is_named_and_none_is_made(DatabaseProvider provider)
    {
        await using var database = await StartedAsync(provider);
        var file = Path.Combine(database.Folder, "keys.json");

        var refusal = await RefusalAsync(database, KeyStore.InFile(file));

        Assert.Contains("needs Cipher key 1, Index key 1, Signing key 1, Seal key 1, Link key 1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_missing_key_is_named(DatabaseProvider provider)
    {
        await using var database = await StartedAsync(provider, TestKeys.Key(KeyPurpose.Cipher, 2));

        var refusal = await RefusalAsync(database, KeyStore.Fixed(TestKeys.Ring));

        Assert.Contains("needs Cipher key 2, missing from the configuration (Keys:Inline)", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_wrong_key_is_named(DatabaseProvider provider)
    {
        await using var database = await StartedAsync(provider);
        var others = KeyRing.Create(DateTime.UnixEpoch);
        var mixed = new KeyRing(TestKeys.Ring.All.Where(key => key.Purpose != KeyPurpose.Index).Append(others.Index[0]));

        var refusal = await RefusalAsync(database, KeyStore.Fixed(mixed));

        Assert.Contains("needs Index key 1; what the configuration (Keys:Inline) has under that name is another key", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_keys_of_another_installation_are_refused_and_kept(DatabaseProvider provider)
    {
        await using var database = await StartedAsync(provider);
        var file = Path.Combine(database.Folder, "keys.json");
        KeyStore.InFile(file).CreateFirst(DateTime.UnixEpoch);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        var refusal = await RefusalAsync(database, KeyStore.InFile(file));

        Assert.Contains("needs Cipher key 1, Index key 1, Signing key 1, Seal key 1, Link key 1; what", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_newer_cipher_key_is_registered_before_it_is_used(DatabaseProvider provider)
    {
        await using var database = await StartedAsync(provider);
        await StartAsync(database, With(TestKeys.Key(KeyPurpose.Cipher, 2)));

        await using var db = database.Open();
        Assert.NotNull(await db.KeyChecks.FindAsync([KeyPurpose.Cipher, 2], TestContext.Current.CancellationToken));
        Assert.Contains("needs Cipher key 2", (await RefusalAsync(database, KeyStore.Fixed(TestKeys.Ring))).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_further_index_key_waits_for_its_rotation(DatabaseProvider provider)
    {
        await using var database = await StartedAsync(provider, TestKeys.Key(KeyPurpose.Index, 2));

        await using var db = database.Open();
        Assert.Null(await db.KeyChecks.FindAsync([KeyPurpose.Index, 2], TestContext.Current.CancellationToken));
        await StartAsync(database, KeyStore.Fixed(TestKeys.Ring));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_second_seal_key_is_refused(DatabaseProvider provider)
    {
        await using var database = await StartedAsync(provider);

        var refusal = await RefusalAsync(database, With(TestKeys.Key(KeyPurpose.Seal, 2)));

        Assert.Contains("does not know the Seal key 2", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Data_without_any_key_check_is_refused(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();
        db.Add(A.Subscriber(database));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.Contains("table KeyChecks is empty", (await RefusalAsync(database, database.Keys)).Message, StringComparison.Ordinal);
    }

    private static KeyStore With(params ProtectionKey[] more) => KeyStore.Fixed(new(TestKeys.Ring.All.Concat(more)));

    private static async Task<TestDatabase> StartedAsync(DatabaseProvider provider, params ProtectionKey[] more)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await StartAsync(database, With(more));
        return database;
    }

    private static Task StartAsync(TestDatabase database, KeyStore keys) =>
        new DatabaseStartup(database.Contexts, keys, database.Clock).PrepareAsync(TestContext.Current.CancellationToken);

    private static Task<StartupException> RefusalAsync(TestDatabase database, KeyStore keys) =>
        Assert.ThrowsAsync<StartupException>(() => StartAsync(database, keys));
}

using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.KeyRotation;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Operations.KeyRotation;

/// <summary>An installation with its keys in a file and every kind of row that a rotation touches.</summary>
internal sealed class RotationFixture : IAsyncDisposable
{
    private RotationFixture(Installation here, int people) => (Here, People) = (here, people);

    public Installation Here { get; }

    /// <summary>Numbers 1 to this have opted in; each seventh said stop afterwards, and number 7 was then erased.</summary>
    public int People { get; }

    public string Folder => Here.Database.Folder;

    public KeyStore Keys => Here.Get<KeyStore>();

    public NumberVault Vault => Here.Get<NumberVault>();

    public const int Erased = 7;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RotationFixture> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, int people = 30, KeyStore? keys = null, Action<IServiceCollection>? configure = null)
    {
        var here = await Installation.CreateAsync(provider, services =>
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton(at => keys ?? KeyStore.From(new(), at.GetRequiredService<DashboardContexts>().Folder));
            configure?.Invoke(services);
        });
        var fixture = new RotationFixture(here, people);
        await here.Get<DatabaseStartup>().PrepareAsync(Cancellation);
        await fixture.SeedAsync();
        return fixture;
    }

    /// <param name="settle">Milliseconds that whoever writes at the same time has to take up a new Cipher key.</param>
    public Task<IReadOnlyList<RotatedKey>> RotateAsync(bool cipher = false, bool index = false, int settle = 0) => Here.Get<RotateKeys>().ExecuteAsync(
        new() { Cipher = cipher, Index = index, Options = new() { MaxRows = 8, SettleMilliseconds = settle } }, Actor.System("rotate-keys"), null, Cancellation);

    /// <summary>How many rows a door finds for the number; a reader in another process would hash it in the same way.</summary>
    public async Task<int> CountAsync(int number)
    {
        await using var db = Here.Open();
        var index = Vault.BlindIndex(A.Number(number), await GenerationAsync());
        return await db.Subscribers.CountAsync(s => s.BlindIndex == index, Cancellation);
    }

    public async Task<int> GenerationAsync()
    {
        await using var db = Here.Open();
        return await db.LedgerHead.Select(h => h.IndexGeneration).SingleAsync(Cancellation);
    }

    public async Task<List<Suppression>> SuppressionsAsync(int number)
    {
        await using var db = Here.Open();
        var index = Vault.BlindIndex(A.Number(number), await GenerationAsync());
        return await db.Suppressions.AsNoTracking().Where(s => s.BlindIndex == index).ToListAsync(Cancellation);
    }

    /// <summary>The numbers, opened; fails where one does not.</summary>
    public async Task<List<string>> NumbersAsync()
    {
        await using var db = Here.Open();
        var rows = await db.Subscribers.AsNoTracking().Where(s => s.Cipher != null).OrderBy(s => s.Id).ToListAsync(Cancellation);
        return [.. rows.Select(row => Vault.Decrypt(row.Cipher!, row.PublicId))];
    }

    /// <summary>Under which keys sealed values stand, over all tables.</summary>
    public async Task<List<int>> CipherKeysAsync()
    {
        await using var db = Here.Open();
        List<byte[]> values =
        [
            .. await db.Subscribers.Where(s => s.Cipher != null).Select(s => s.Cipher!).ToListAsync(Cancellation),
            .. await db.Evidence.Select(e => e.Cipher).ToListAsync(Cancellation),
            .. await db.Outbox.Where(m => m.PayloadCipher != null).Select(m => m.PayloadCipher!).ToListAsync(Cancellation),
            .. await db.InboundMessages.Where(m => m.TextCipher != null).Select(m => m.TextCipher!).ToListAsync(Cancellation),
            .. await db.InboundMessages.Where(m => m.FromCipher != null).Select(m => m.FromCipher!).ToListAsync(Cancellation),
            .. await db.InboundSources.Select(s => s.SecretCipher).ToListAsync(Cancellation),
            .. await db.WebhookEndpoints.Select(e => e.SecretCipher).ToListAsync(Cancellation),
            .. await db.WebhookEndpoints.Where(e => e.OldSecretCipher != null).Select(e => e.OldSecretCipher!).ToListAsync(Cancellation),
        ];
        return [.. values.Select(value => Sealing.KeyIdOf(value)).Distinct().Order()];
    }

    /// <summary>Everything in the ledger but audit entries, which a rotation adds.</summary>
    public async Task<string> LedgerDigestAsync(long upToEvent)
    {
        await using var db = Here.Open();
        var events = await db.ConsentEvents.AsNoTracking().Where(e => e.Id <= upToEvent).OrderBy(e => e.Id).Select(e => e.Hash).ToListAsync(Cancellation);
        return Convert.ToHexString(SHA256.HashData([.. events.SelectMany(hash => hash)]));
    }

    public async Task<List<string>> FindingsAsync() =>
        [.. (await Here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation)).Findings.Select(finding => finding.Detail)];

    public async ValueTask DisposeAsync() => await Here.DisposeAsync();

    private async Task SeedAsync()
    {
        foreach (var some in Enumerable.Range(1, People).Chunk(200))
        {
            await Here.Ledger.RecordSliceAsync([.. some.Select(number => Here.OptIn(number, at: DateTime.UnixEpoch.AddYears(50)))], cancellation: Cancellation);
        }

        await Here.Ledger.RecordSliceAsync([.. Enumerable.Range(1, People).Where(number => number % 7 == 0).Select(number => Here.Stop(number))], cancellation: Cancellation);
        await using var db = Here.Open();
        var index = Vault.BlindIndex(A.Number(Erased), 1);
        var erased = await db.Subscribers.SingleAsync(s => s.BlindIndex == index, Cancellation);
        (erased.Cipher, erased.BlindIndex, erased.LastFourIndex, erased.NumberSalt) = (null, null, null, null);
        await SeedMessagesAsync(db);
        await SeedExportsAsync(db);
        await db.SaveChangesAsync(Cancellation);
    }

    private async Task SeedMessagesAsync(DashboardDbContext db)
    {
        var now = Here.Database.Now;
        for (var i = 0; i < 12; i++)
        {
            var key = Guid.CreateVersion7();
            db.Outbox.Add(new() { MessageKey = key, Endpoint = "sms", Kind = "confirmation", PayloadCipher = Seal($"payload {i}", CipherTable.Bytes(key)), CreatedAt = now, DueAt = now });
            db.InboundMessages.Add(new()
            {
                PublicId = PublicId.Create(),
                Source = "gateway",
                ProviderId = $"SM{i}",
                To = "12345",
                TextCipher = Seal($"text {i}", CipherTable.Bytes("gateway", $"SM{i}")),
                FromCipher = Seal($"from {i}", CipherTable.Bytes("from", $"gateway:SM{i}")),
                ReceivedAt = now,
                TextExpiresAt = now,
            });
        }

        var (source, webhook) = (PublicId.Create(), PublicId.Create());
        db.InboundSources.Add(new() { PublicId = source, Name = "gateway", SecretCipher = Seal("secret", CipherTable.Bytes(source)) });
        db.WebhookEndpoints.Add(new() { PublicId = webhook, Name = "shop", IsActive = false, SecretCipher = Seal("secret", CipherTable.Bytes(webhook)), OldSecretCipher = Seal("old", CipherTable.Bytes(webhook)) });

        await db.SaveChangesAsync(Cancellation);
    }

    private async Task SeedExportsAsync(DashboardDbContext db)
    {
        List<ExportJob> jobs = [.. Enumerable.Range(0, 2).Select(_ => new ExportJob { PublicId = PublicId.Create(), SenderId = Here.Shop.Id, Channel = Channel.Sms, MessageType = MessageType.Promotional, CreatedAt = Here.Database.Now })];
        db.AddRange(jobs);
        await db.SaveChangesAsync(Cancellation);
        var rows = await db.Subscribers.Where(s => s.BlindIndex != null).Select(s => new { s.Id, s.BlindIndex }).ToListAsync(Cancellation);
        db.AddRange(jobs.SelectMany(job => rows.Select(row => new ExportItem { ExportJobId = job.Id, RowKey = PublicId.Create().Value, SubscriberId = row.Id, BlindIndex = row.BlindIndex })));
    }

    private byte[] Seal(string text, byte[] associated) => Sealing.Seal(Keys.Current.Find(KeyPurpose.Cipher, 1)!, System.Text.Encoding.UTF8.GetBytes(text), associated);
}

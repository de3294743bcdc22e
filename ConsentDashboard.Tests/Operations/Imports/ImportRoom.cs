using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConsentDashboard.Tests.Operations.Imports;

/// <summary>An installation whose uploads are lists of rows that the test gives.</summary>
internal sealed class ImportRoom : IAsyncDisposable
{
    private readonly Dictionary<long, IReadOnlyList<ImportRow>> _rows;

    private ImportRoom(Installation here, Dictionary<long, IReadOnlyList<ImportRow>> rows) => (Here, _rows) = (here, rows);

    public Installation Here { get; }

    public static Actor Staff { get; } = Actor.User("1", "Ann", [Roles.Administrator]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ImportRoom> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, Action<IServiceCollection>? configure = null)
    {
        Dictionary<long, IReadOnlyList<ImportRow>> rows = [];
        return new(
            await Installation.CreateAsync(provider, services =>
            {
                Replace(services, rows);
                configure?.Invoke(services);
            }),
            rows);
    }

    /// <summary>With the keys in the folder and the time of day, so that the app itself may be started on it.</summary>
    public static async Task<ImportRoom> ForProcessesAsync()
    {
        var room = await CreateAsync(configure: services =>
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton(at => KeyStore.From(new(), at.GetRequiredService<DashboardContexts>().Folder));
        });
        await room.Here.Get<DatabaseStartup>().PrepareAsync(Cancellation);
        return room;
    }

    /// <summary>Another process on the same database and the same files.</summary>
    public SecondProcess Beside() => Here.Beside(services => Replace(services, _rows));

    public static ImportRow Row(long number, int phone, int? daysAgo = 100) => new()
    {
        Number = number,
        Phone = A.Number(phone),
        ConsentedAt = daysAgo is { } days ? new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(-days) : null,
        IpAddress = "198.51.100.7",
        PageAddress = "https://old.example/join",
        Language = "ru",
    };

    public static ImportRow Unsubscribed(long number, int phone) => Row(number, phone, null) with { Unsubscribed = true };

    /// <summary>A list of the shop's, with a proof for all of it.</summary>
    public async Task<ImportBatch> UploadAsync(params IReadOnlyList<ImportRow> rows)
    {
        var batch = new ImportBatch
        {
            PublicId = PublicId.Create(),
            SenderId = Here.Shop.Id,
            CollectionPointId = Here.ShopForm.Id,
            NoticeVersionId = Here.ShopNotice.Id,
            WordingLanguage = "ru",
            Cells = ConsentCells.SmsPromotional,
            Method = Method.TickedBox,
            DefaultRegion = "RU",
            ProofReference = "archive/2025",
            FileName = "list.csv",
            SourceName = "old product",
            Stage = ImportStage.Mapping,
            Status = JobStatus.Draft,
            CreatedAt = Here.Database.Now,
            CreatedBy = Staff.Key,
        };
        await using (var db = Here.Open())
        {
            db.Add(batch);
            await db.SaveChangesAsync(Cancellation);
        }

        _rows[batch.Id] = rows;
        await using var upload = Files.Create(batch.PublicId, ImportFiles.Upload);
        upload.Write("a list"u8);
        await upload.CompleteAsync();
        return batch;
    }

    public JobFiles Files => Here.Get<JobFiles>();

    public async Task<ImportBatch> TryAsync(ImportBatch batch)
    {
        Assert.Null((await Here.Get<TryImport>().ExecuteAsync(new(batch.PublicId), Staff, Cancellation)).Error);
        return await WorkAsync(batch);
    }

    public async Task<ImportBatch> StartAsync(ImportBatch batch)
    {
        batch = await FindAsync(batch);
        Assert.Null((await Here.Get<StartImport>().ExecuteAsync(new(batch.PublicId, batch.TriedDigest!), Staff, Cancellation)).Error);
        return await FindAsync(batch);
    }

    public async Task<ImportBatch> RunAsync(ImportBatch batch)
    {
        await StartAsync(batch);
        return await WorkAsync(batch);
    }

    /// <summary>Tried and run.</summary>
    public async Task<ImportBatch> ImportAsync(params IReadOnlyList<ImportRow> rows)
    {
        var batch = await TryAsync(await UploadAsync(rows));
        Assert.Equal(JobStatus.Done, batch.Status);
        batch = await RunAsync(batch);
        Assert.Equal(JobStatus.Done, batch.Status);
        return batch;
    }

    public async Task<ImportBatch> UndoAsync(ImportBatch batch)
    {
        Assert.Null((await Here.Get<UndoImport>().ExecuteAsync(new(batch.PublicId, "the wrong list"), Staff, Cancellation)).Error);
        return await WorkAsync(batch);
    }

    public async Task<ImportBatch> WorkAsync(ImportBatch batch)
    {
        Assert.True(await Here.Get<JobWorker<ImportBatch>>().WorkAsync(Cancellation));
        return await FindAsync(batch);
    }

    public async Task<ImportBatch> FindAsync(ImportBatch batch)
    {
        await using var db = Here.Open();
        return await db.ImportBatches.AsNoTracking().SingleAsync(b => b.Id == batch.Id, Cancellation);
    }

    public async Task<List<VerdictRow>> VerdictsAsync(ImportBatch batch) =>
        await Here.Get<ImportVerdicts>().ReadAsync(batch.PublicId, Staff, cancellation: Cancellation).ToListAsync(Cancellation);

    /// <summary>The state of the shop's cell; None where there is none, or no such number.</summary>
    public async Task<ConsentState> StateAsync(int phone, ConsentCells cell = ConsentCells.SmsPromotional, Sender? sender = null)
    {
        await using var db = Here.Open();
        var index = Here.Database.Vault.BlindIndex(A.Number(phone), generation: 1);
        var of = (sender ?? Here.Shop).Id;
        var cells = await (from s in db.Subscribers join c in db.Consents on s.Id equals c.SubscriberId where s.BlindIndex == index && c.SenderId == of select c).ToListAsync(Cancellation);
        return cells.Find(c => Cells.Of(c.Channel, c.MessageType) == cell)?.State ?? ConsentState.None;
    }

    public async ValueTask DisposeAsync() => await Here.DisposeAsync();

    private static void Replace(IServiceCollection services, Dictionary<long, IReadOnlyList<ImportRow>> rows) =>
        services.Replace(ServiceDescriptor.Singleton<ImportRows>((batch, _) => rows[batch.Id].ToAsyncEnumerable()));
}

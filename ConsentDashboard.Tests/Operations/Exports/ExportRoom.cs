using System.Text;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Features.Exports;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConsentDashboard.Tests.Operations.Exports;

/// <summary>An installation whose shop asks for two purposes: offers, which its wording names, and news, which it does not.</summary>
internal sealed class ExportRoom : IAsyncDisposable
{
    private ExportRoom(Installation here, ExportOptions options) => (Here, Options) = (here, options);

    public Installation Here { get; }

    public ExportOptions Options { get; }

    public Purpose Offers { get; private set; } = null!;

    public Purpose News { get; private set; } = null!;

    public DateTime Now => Here.Database.Now;

    public RunExport Runner => (RunExport)Here.Get<IJobRunner<ExportJob>>();

    public JobFiles Files => Here.Get<JobFiles>();

    public string Folder => Path.Combine(Here.Database.Folder, "files");

    public static async Task<ExportRoom> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, Action<ExportOptions>? set = null, Action<IServiceCollection>? configure = null)
    {
        var options = new ExportOptions();
        set?.Invoke(options);
        var here = await Installation.CreateAsync(provider, services => Add(services, options, configure));
        var room = new ExportRoom(here, options);
        await room.SeedAsync();
        return room;
    }

    /// <summary>Another process on the same database and files.</summary>
    public SecondProcess Beside() => Here.Beside(services => Add(services, Options, null));

    private static void Add(IServiceCollection services, ExportOptions options, Action<IServiceCollection>? configure)
    {
        services.AddLocalization();
        services.AddSingleton<CellWords>();
        services.AddSingleton<SegmentSentences>();
        services.AddLinks("https://consent.example");
        services.AddExporting(options);
        services.AddExports();
        var clock = (TimeProvider)services.Last(service => service.ServiceType == typeof(TimeProvider)).ImplementationInstance!;
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new QuickClock(clock)));
        configure?.Invoke(services);
    }

    /// <summary>With the keys, the clock and the files of the real executable, for tests that start it.</summary>
    public static async Task<ExportRoom> ForProcessesAsync()
    {
        var room = await OpenAsync(
            set: options => options.ApprovalAbove = 1_000_000,
            configure: services =>
            {
                services.AddSingleton(TimeProvider.System);
                services.AddSingleton(at => KeyStore.From(new(), at.GetRequiredService<DashboardContexts>().Folder));
            });
        await room.Here.Get<DatabaseStartup>().PrepareAsync(TestContext.Current.CancellationToken);
        return room;
    }

    public async Task GiveAsync(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            await RecordAsync(Here.OptIn(number));
        }
    }

    public async Task RecordAsync(ConsentDashboard.Operations.ConsentLedger.ConsentAct act)
    {
        var recorded = await Here.Ledger.RecordAsync(act);
        Assert.False(recorded.Failed, recorded.Error?.Key);
    }

    public async Task EraseAsync(int number)
    {
        var index = Here.Database.Vault.BlindIndex(A.Number(number), 1);
        await using var db = Here.Open();
        var id = await db.Subscribers.Where(s => s.BlindIndex == index).Select(s => s.Id).SingleAsync();
        await RecordAsync(new() { SubscriberId = id, Type = ConsentEventType.Erased, Source = Source.Policy, OccurredAt = Now, Actor = Actor.System("test") });
    }

    public RequestExport.Input Input() => new()
    {
        Sender = Here.Shop.PublicId,
        Channel = Channel.Sms,
        MessageType = MessageType.Promotional,
        Purpose = Offers.PublicId,
        Why = "spring campaign",
        Format = ExportFormat.Csv,
    };

    public async Task<PublicId> RequestAsync(RequestExport.Input? input = null, Actor? actor = null)
    {
        var asked = await Here.Get<RequestExport>().ExecuteAsync(input ?? Input(), actor ?? Staff.Marketer);
        Assert.False(asked.Failed, asked.Error?.Key);
        return asked.Value;
    }

    /// <summary>Asked for and worked on to its end.</summary>
    public async Task<ExportJob> ExportAsync(RequestExport.Input? input = null)
    {
        var id = await RequestAsync(input);
        await WorkAsync();
        return await JobAsync(id);
    }

    public Task<bool> WorkAsync() => Here.Get<JobWorker<ExportJob>>().WorkAsync(TestContext.Current.CancellationToken);

    public async Task<ExportJob> JobAsync(PublicId id)
    {
        await using var db = Here.Open();
        return await db.ExportJobs.AsNoTracking().SingleAsync(j => j.PublicId == id);
    }

    public async Task<List<ExportItem>> ItemsAsync(ExportJob job)
    {
        await using var db = Here.Open();
        return await db.ExportItems.AsNoTracking().Where(i => i.ExportJobId == job.Id).OrderBy(i => i.RowKey).ToListAsync();
    }

    public byte[] FileOf(ExportJob job)
    {
        using var file = Files.Open(job.PublicId, RunExport.FileName);
        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>The rows of a CSV without quotes in it, the heading first.</summary>
    public List<string[]> LinesOf(ExportJob job) => [.. Encoding.UTF8.GetString(FileOf(job)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];

    public IEnumerable<string> NumbersOf(ExportJob job) => LinesOf(job).Skip(1).Select(line => line[1]);

    public IReadOnlyList<string> FilesLeft() => Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path))] : [];

    /// <summary>A wording of the shop's that names no purpose.</summary>
    public async Task<NoticeVersion> SilentWordingAsync()
    {
        await using var db = Here.Open();
        var version = await db.NoticeVersions.AsNoTracking().SingleAsync(v => v.Id == Here.ShopNotice.Id);
        (version.Id, version.Number, version.PublicId) = (0, 2, PublicId.Create());
        db.Add(version);
        await db.SaveChangesAsync();
        return version;
    }

    /// <summary>The marketer's own segment of people who are written to in a language.</summary>
    public async Task<Segment> SegmentAsync(string language)
    {
        await using var db = Here.Open();
        var segment = new Segment { PublicId = PublicId.Create(), Name = "Readers", OwnedBy = Staff.Marketer.Key, CurrentVersion = 1, CreatedAt = Now, UpdatedAt = Now };
        db.Add(segment);
        await db.SaveChangesAsync();
        db.Add(Version(segment, 1, language));
        await db.SaveChangesAsync();
        return segment;
    }

    public async Task ChangeAsync(Segment segment, string language)
    {
        await using var db = Here.Open();
        db.Add(Version(segment, 2, language));
        await db.SaveChangesAsync();
        await db.Segments.ExecuteUpdateAsync(set => set.SetProperty(s => s.CurrentVersion, 2));
    }

    public ValueTask DisposeAsync() => Here.DisposeAsync();

    private SegmentVersion Version(Segment segment, int number, string language) => new()
    {
        SegmentId = segment.Id,
        Number = number,
        Definition = new SegmentDefinition { Root = new() { Conditions = [new() { Field = SegmentField.Language, Values = [language] }] } }.ToJson(),
        CreatedAt = Now,
        CreatedBy = Staff.Marketer.Key,
    };

    private async Task SeedAsync()
    {
        await using var db = Here.Open();
        Offers = new() { PublicId = PublicId.Create(), SenderId = Here.Shop.Id, Code = "offers", TextEn = "Seasonal offers", TextRu = "Сезонные предложения" };
        News = new() { PublicId = PublicId.Create(), SenderId = Here.Shop.Id, Code = "news", TextEn = "News", TextRu = "Новости" };
        db.AddRange(Offers, News);
        await db.SaveChangesAsync();
        db.Add(new NoticeVersionPurpose { NoticeVersionId = Here.ShopNotice.Id, PurposeId = Offers.Id });
        await db.SaveChangesAsync();
    }
}

/// <summary>The test's time, and a stopwatch on which a second passes with each look, so that each range is told of.</summary>
internal sealed class QuickClock(TimeProvider clock) : TimeProvider
{
    private long _looks;

    public override long TimestampFrequency => 1;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => Interlocked.Increment(ref _looks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
}

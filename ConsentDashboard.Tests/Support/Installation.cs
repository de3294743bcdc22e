using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConsentDashboard.Tests.Support;

/// <summary>The application's own services on a test database, with two senders, a published wording of each and a collection point.</summary>
public sealed class Installation : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Installation(TestDatabase database, ServiceProvider services) => (Database, _services) = (database, services);

    public TestDatabase Database { get; }

    public LedgerWriter Ledger => Get<LedgerWriter>();

    public Sender Shop { get; } = new() { Name = "North Shop", LegalName = "North Shop Ltd", PublicId = PublicId.Create() };

    public Sender Bank { get; } = new() { Name = "South Bank", LegalName = "South Bank plc", PublicId = PublicId.Create() };

    public NoticeVersion ShopNotice { get; private set; } = null!;

    public NoticeVersion BankNotice { get; private set; } = null!;

    public CollectionPoint ShopForm { get; private set; } = null!;

    public CollectionPoint BankForm { get; private set; } = null!;

    public static async Task<Installation> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, Action<IServiceCollection>? configure = null)
    {
        var installation = await EmptyAsync(provider, configure);
        await installation.SeedAsync();
        return installation;
    }

    /// <summary>The services on a database with nothing in it.</summary>
    public static async Task<Installation> EmptyAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, Action<IServiceCollection>? configure = null)
    {
        var database = await TestDatabase.CreateAsync(provider);
        return new(database, Services(database, configure));
    }

    /// <summary>A second set of the same services on the same database, as another process would have: its own gate and writer.</summary>
    public SecondProcess Beside(Action<IServiceCollection>? configure = null) => new(Services(Database, configure));

    private static ServiceProvider Services(TestDatabase database, Action<IServiceCollection>? configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddData(database.Contexts.Options, database.Folder);
        services.AddOperations();
        services.AddSingleton(database.Keys);
        services.AddSingleton<NumberVault>();
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(database.Clock));
        configure?.Invoke(services);
        return services.BuildServiceProvider();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public DashboardDbContext Open() => Database.Open();

    public E164Number Number(int n) => NumberFormats.Parse(A.Number(n), "RU").Value;

    /// <summary>A complete opt-in by the shop's form, at the clock's present time.</summary>
    public ConsentAct OptIn(int number, ConsentCells cells = ConsentCells.SmsPromotional, Sender? sender = null, DateTime? at = null) => new()
    {
        Number = Number(number),
        Language = "ru",
        Type = ConsentEventType.Given,
        SenderId = (sender ?? Shop).Id,
        Cells = cells,
        Source = Source.HostedForm,
        Method = Method.TickedBox,
        OccurredAt = at ?? Database.Now,
        Actor = Actor.Person,
        NoticeVersionId = ReferenceEquals(sender, Bank) ? BankNotice.Id : ShopNotice.Id,
        CollectionPointId = ReferenceEquals(sender, Bank) ? BankForm.Id : ShopForm.Id,
        Evidence = Proof(),
    };

    /// <summary>STOP by SMS.</summary>
    public ConsentAct Stop(int number, ConsentCells cells = ConsentCells.All, Sender? sender = null, DateTime? at = null) => new()
    {
        Number = Number(number),
        Type = ConsentEventType.Withdrawn,
        SenderId = sender?.Id,
        Cells = cells,
        Assurance = Assurance.Proven,
        Source = Source.SmsReply,
        Method = Method.SmsKeyword,
        OccurredAt = at ?? Database.Now,
        Actor = Actor.Person,
        Evidence = new() { MessageId = "SM1", RawText = "STOP" },
    };

    public static EvidenceDocument Proof() => new()
    {
        AffirmativeAct = "ticked the box",
        IpAddress = "198.51.100.7",
        UserAgent = "Firefox",
        PageAddress = "https://shop.example/checkout",
        Boxes = new Dictionary<string, bool> { ["sms-promotional"] = true },
    };

    public async ValueTask DisposeAsync()
    {
        // What is seen in the database may not be in the journal yet: whoever writes leaves before the folder goes.
        using (await Get<WriteGate>().EnterAsync(WritePriority.Bulk))
        {
        }

        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task SeedAsync()
    {
        await using var db = Open();
        db.AddRange(Shop, Bank);
        await db.SaveChangesAsync();
        (ShopNotice, ShopForm) = await SeedAsync(db, Shop, lifespanMonths: 24);
        (BankNotice, BankForm) = await SeedAsync(db, Bank, lifespanMonths: 0);
    }

    private async Task<(NoticeVersion, CollectionPoint)> SeedAsync(DashboardDbContext db, Sender sender, int lifespanMonths)
    {
        var notice = new Notice { SenderId = sender.Id, Kind = ConsentKind.Contact, Name = $"{sender.Name} news", PublicId = PublicId.Create(), CreatedAt = Database.Now };
        db.Add(notice);
        await db.SaveChangesAsync();
        var version = new NoticeVersion
        {
            NoticeId = notice.Id,
            Number = 1,
            PublicId = PublicId.Create(),
            Status = NoticeStatus.Draft,
            Cells = ConsentCells.All,
            FrequencyCount = 8,
            FrequencyPeriod = FrequencyPeriod.Month,
            LifespanMonths = lifespanMonths,
            PrivacyPolicyUrl = "https://shop.example/privacy",
            PublishedAt = Database.Now,
            PublishedBy = "user:officer",
        };
        db.Add(version);
        await db.SaveChangesAsync();
        List<NoticeText> texts = [.. ((string[])["en", "ru"]).Select(language => new NoticeText { NoticeVersionId = version.Id, Language = language, Title = "News", Body = "May we text you?", Frequency = "At most 8 a month", HowToWithdraw = "Reply STOP", Keeping = "Two years", ConfirmationText = "Thank you" })];
        db.AddRange(texts);
        (version.Status, version.ContentHash) = (NoticeStatus.Published, NoticeContent.HashOf(notice, version, texts, []));
        var point = new CollectionPoint { SenderId = sender.Id, PublicId = PublicId.Create(), Slug = $"form-{sender.Id}", Name = "Form", Kind = CollectionPointKind.Newsletter, Status = CollectionPointStatus.Active, NoticeVersionId = version.Id, CreatedAt = Database.Now };
        db.Add(point);
        await db.SaveChangesAsync();
        return (version, point);
    }
}

public sealed class SecondProcess(ServiceProvider services) : IAsyncDisposable
{
    public LedgerWriter Ledger => Get<LedgerWriter>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Features.CollectionPoints;
using ConsentDashboard.Features.CollectionPoints.Editing;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.CollectionPoints;

/// <summary>An installation whose shop has a wording with which nothing is wrong.</summary>
internal sealed class Collecting(Installation here, NoticeVersion wording) : IAsyncDisposable
{
    public Installation Here { get; } = here;

    public NoticeVersion Wording { get; } = wording;

    public PointQueries Queries => new(Here.Database.Contexts, new(Here.Database.Contexts, Here.Get<CounterReadings>(), Here.Database.Clock));

    public SavePoint Save => new(Writing, Here.Get<AuditTrail>(), Here.Database.Clock);

    public ActivatePoint Activate => new(Writing, Here.Get<AuditTrail>());

    public PausePoint Pause => new(Writing, Here.Get<AuditTrail>());

    public RetirePoint Retire => new(Writing, Here.Get<AuditTrail>());

    public OverrideFinding Override => new(Writing, Here.Get<AuditTrail>(), Here.Database.Clock);

    private PointWriting Writing => new(Here.Database.Contexts, Here.Get<WriteGate>());

    public static async Task<Collecting> CreateAsync(ConsentDashboard.Data.DatabaseProvider provider = ConsentDashboard.Data.DatabaseProvider.Sqlite)
    {
        var here = await Installation.CreateAsync(provider);
        await using var db = here.Open();
        var shop = await db.Senders.SingleAsync(sender => sender.Id == here.Shop.Id);
        (shop.SupportPhone, shop.ContactPage, shop.Languages, shop.DefaultRegion, shop.RepliesReachUs) = ("+44 20 7946 0000", "https://shop.example/contact", "en,ru", "GB", true);
        var notice = new Notice { SenderId = shop.Id, Kind = ConsentKind.Contact, Name = "Club news", PublicId = PublicId.Create(), CreatedAt = here.Database.Now };
        var purpose = new Purpose { SenderId = shop.Id, Code = "news", TextEn = "News & <offers>", TextRu = "Новости", PublicId = PublicId.Create() };
        db.AddRange(notice, purpose);
        await db.SaveChangesAsync();
        var version = new NoticeVersion
        {
            NoticeId = notice.Id,
            Number = 3,
            PublicId = PublicId.Create(),
            Status = NoticeStatus.Published,
            Cells = ConsentCells.SmsInformational | ConsentCells.SmsPromotional,
            FrequencyCount = 4,
            FrequencyPeriod = FrequencyPeriod.Month,
            LifespanMonths = 24,
            PrivacyPolicyUrl = "https://shop.example/privacy?a=1&b=2",
            ContentHash = new byte[32],
            PublishedAt = here.Database.Now,
        };
        db.Add(version);
        await db.SaveChangesAsync();
        db.AddRange(Text(version, "en"), Text(version, "ru"), new NoticeVersionPurpose { NoticeVersionId = version.Id, PurposeId = purpose.Id });
        await db.SaveChangesAsync();
        return new(here, version);
    }

    /// <summary>A point with nothing wrong, as it would be typed.</summary>
    public PointDraft Draft(string slug = "tea-club") => new()
    {
        Sender = Here.Shop.PublicId,
        Kind = CollectionPointKind.SiteRegistration,
        Name = "Tea club",
        Slug = slug,
        Place = "shop.example/club",
        Reason = "Members of the club want to hear of new blends first",
        DefaultRegion = "gb",
        AllowedRegions = "GB; us",
        Notice = Wording.PublicId,
        Fields = [new() { Name = "favourite tea", Purpose = "chooses which blends we write about" }],
    };

    public async Task<PointMark> SavedAsync(Action<PointDraft>? change = null)
    {
        var draft = Draft();
        change?.Invoke(draft);
        return (await Save.ExecuteAsync(new(null, 0, draft), Staff.Officer)).Value!;
    }

    public async Task<PointMark> ActiveAsync()
    {
        var draft = await SavedAsync();
        return (await Activate.ExecuteAsync(new(draft.Point, draft.Version), Staff.Officer)).Value!;
    }

    public async Task<PointDetails> FindAsync(PublicId point) => (await Queries.FindAsync(point, Staff.Officer, default))!;

    public ValueTask DisposeAsync() => Here.DisposeAsync();

    private static NoticeText Text(NoticeVersion version, string language) => new()
    {
        NoticeVersionId = version.Id,
        Language = language,
        Title = "News from <North> Shop",
        Body = language == "ru" ? "Можно писать вам?" : "May we text you?",
        Labels = """{"0":"News \"by\" SMS","2":"Offers by SMS"}""",
        Frequency = "At most 4 a month",
        WhoWeAre = "North Shop Ltd",
        HowToWithdraw = "Reply STOP",
        Keeping = "Two years",
        ConfirmationText = "Code {0}",
    };
}

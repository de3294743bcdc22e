using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Tests.Domain.CollectionPoints;

/// <summary>A point with nothing wrong; a test changes what it is about.</summary>
internal static class CleanPoint
{
    private const long SenderId = 7;

    public static PointFacts Facts() => new()
    {
        Point = new()
        {
            SenderId = SenderId,
            Slug = "tea-club",
            Name = "Tea club",
            Kind = CollectionPointKind.SiteRegistration,
            Place = "shop.example/club, last step of the registration",
            Reason = "Members of the club want to hear of new blends first",
            DoubleOptIn = true,
            DefaultRegion = "GB",
            AllowedRegions = "GB,US",
        },
        Fields = [new() { Name = "favourite tea", Purpose = "chooses which blends we write about" }],
        Sender = new() { Id = SenderId, Name = "Shop", SupportPhone = "+44 20 7946 0000", ContactPage = "https://shop.example/contact", Languages = "en,ru", RepliesReachUs = true, NeedsProcessingConsent = true },
        Notice = Wording(ConsentKind.Contact, ConsentCells.AllSms),
        Processing = Wording(ConsentKind.Processing, ConsentCells.AllSms),
        KnownRegions = new HashSet<string>(["GB", "US", "RU"], StringComparer.Ordinal),
    };

    public static PointFacts With(Action<PointFacts> change)
    {
        var facts = Facts();
        change(facts);
        return facts;
    }

    private static WordingFacts Wording(ConsentKind kind, ConsentCells cells) => new(
        new() { SenderId = SenderId, Kind = kind, Name = "Offers" },
        new() { Status = NoticeStatus.Published, Cells = cells, FrequencyCount = 4, FrequencyPeriod = FrequencyPeriod.Month, LifespanMonths = 24, PrivacyPolicyUrl = "https://shop.example/privacy" },
        [Text("en", cells), Text("ru", cells)],
        Purposes: 2);

    private static NoticeText Text(string language, ConsentCells cells) => new()
    {
        Language = language,
        Title = "Offers",
        Body = "May we text you?",
        Labels = NoticeLabels.Write(cells.Indexes().ToDictionary(index => index, index => $"box {index}"), cells),
        Frequency = "At most four a month",
        WhoWeAre = "Shop Ltd, London",
        HowToWithdraw = "Reply STOP",
        Keeping = "Two years",
        ConfirmationText = "Code {0}",
    };
}

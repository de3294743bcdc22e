using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>The seven places where the demo company asks for numbers.</summary>
internal sealed class DemoPoints(Sender sender, NoticeVersion notice, DateTime createdAt)
{
    /// <summary>How long the company waits for a confirmation.</summary>
    public const int DoubleOptInHours = 72;

    public CollectionPoint Checkout() => New("checkout", "Checkout", CollectionPointKind.Checkout, point =>
    {
        point.Place = "Last step of the order on alderlane.example";
        point.Reason = "Somebody who orders wants to know when it arrives";
        (point.NumberRequired, point.WhyRequired) = (true, "The courier calls before the delivery");
    });

    public CollectionPoint Newsletter() => New("newsletter", "Newsletter page", CollectionPointKind.Newsletter, point =>
    {
        point.Place = "alderlane.example/newsletter, and the form at the foot of each page";
        point.Reason = "People ask to hear of offers here";
        (point.DoubleOptIn, point.DoubleOptInHours) = (true, DoubleOptInHours);
    });

    public CollectionPoint App() => New("app-settings", "Settings in the app", CollectionPointKind.InApp, point =>
    {
        point.Place = "Alder Lane app, Settings, Messages";
        point.Reason = "The customer decides there what the app may send besides notifications";
    });

    public CollectionPoint PhoneLine() => New("phone-line", "Customer line", CollectionPointKind.CallCentre, point =>
    {
        point.Place = "End of a call about an order";
        point.Reason = "Callers ask to be told about deliveries";
    });

    public CollectionPoint Counter() => New("counter", "Counter card and poster", CollectionPointKind.ShopCounter, point =>
    {
        point.Place = "Paper card at the counter of each shop; poster with the word to text";
        point.Reason = "Regular customers ask for offers of their shop";
        point.DefaultRegion = "GB";
    });

    public CollectionPoint Club() => New("tea-club", "Чайный клуб", CollectionPointKind.SiteRegistration, point =>
    {
        point.Place = "Регистрация в клубе на teayard.example/club";
        point.Reason = "Участники клуба хотят первыми узнавать о новых сборах";
        (point.DoubleOptIn, point.DoubleOptInHours) = (true, DoubleOptInHours);
    });

    /// <summary>The one with a weakness that the linter finds: the number is required, and nobody wrote down why.</summary>
    public CollectionPoint Festival() => New("tea-festival", "Фестиваль чая", CollectionPointKind.Event, point =>
    {
        point.Place = "Анкета розыгрыша у стенда и плакат с коротким номером";
        point.Reason = "Гости фестиваля просят присылать приглашения на дегустации";
        point.NumberRequired = true;
    });

    private CollectionPoint New(string slug, string name, CollectionPointKind kind, Action<CollectionPoint> describe)
    {
        var point = new CollectionPoint
        {
            SenderId = sender.Id,
            PublicId = PublicId.Create(),
            Slug = slug,
            Name = name,
            Kind = kind,
            Status = CollectionPointStatus.Active,
            DefaultRegion = sender.DefaultRegion,
            NoticeVersionId = notice.Id,
            CreatedAt = createdAt,
        };
        describe(point);
        return point;
    }
}

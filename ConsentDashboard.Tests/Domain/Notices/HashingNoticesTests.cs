using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Tests.Domain.Notices;

public sealed class HashingNoticesTests
{
    /// <summary>Each says something else to people than the version did.</summary>
    private static readonly Dictionary<string, Action<Wording>> Change = new(StringComparer.Ordinal)
    {
        ["sender"] = w => w.Notice.SenderId = 9,
        ["kind"] = w => w.Notice.Kind = ConsentKind.Processing,
        ["number"] = w => w.Version.Number = 2,
        ["cells"] = w => w.Version.Cells = ConsentCells.All,
        ["frequency"] = w => w.Version.FrequencyCount = 9,
        ["period"] = w => w.Version.FrequencyPeriod = FrequencyPeriod.Day,
        ["lifespan"] = w => w.Version.LifespanMonths = 0,
        ["policy"] = w => w.Version.PrivacyPolicyUrl = "https://north.example/other",
        ["title"] = w => w.Texts[0].Title = "Other",
        ["body"] = w => w.Texts[1].Body = "Другое",
        ["labels"] = w => w.Texts[0].Labels = """{"2":"Other"}""",
        ["frequency text"] = w => w.Texts[0].Frequency = "Daily",
        ["who we are"] = w => w.Texts[1].WhoWeAre = "North Shop Ltd",
        ["how to withdraw"] = w => w.Texts[0].HowToWithdraw = "Write a letter",
        ["keeping"] = w => w.Texts[0].Keeping = "For ever",
        ["confirmation"] = w => w.Texts[0].ConfirmationText = "Yes?",
        ["language"] = w => w.Texts[0].Language = "de",
        ["a text less"] = w => w.Texts.RemoveAt(1),
        ["purpose"] = w => w.Purposes[0].TextEn = "Other offers",
        ["a purpose less"] = w => w.Purposes.RemoveAt(0),
        ["words moved from one field to the next"] = w => (w.Texts[0].Title, w.Texts[0].Body) = ("NewsMay we", " text you?"),
    };

    public static TheoryData<string> Changes => [.. Change.Keys];

    [Fact]
    public void The_form_stays_as_it_was_published() =>
        Assert.Equal("52f2855817f84aa19ce3ecbf767d0419770df904f3854678a6786bb352f51123", Convert.ToHexStringLower(new Wording().Hash()));

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_changed_wording_has_another_hash(string what)
    {
        var wording = new Wording();
        Change[what](wording);

        Assert.False(new Wording().Hash().AsSpan().SequenceEqual(wording.Hash()));
    }

    [Fact]
    public void The_order_of_texts_and_purposes_does_not_matter()
    {
        var wording = new Wording();
        wording.Texts.Reverse();
        wording.Purposes.Reverse();

        Assert.Equal(new Wording().Hash(), wording.Hash());
    }

    [Fact]
    public void Publishing_and_retiring_do_not_touch_the_hash()
    {
        var wording = new Wording();
        (wording.Version.Status, wording.Version.PublishedAt, wording.Version.RetiredAt, wording.Version.Version) = (NoticeStatus.Retired, Times.Never, Times.Never, 7);

        Assert.Equal(new Wording().Hash(), wording.Hash());
    }

    public sealed class Wording
    {
        public Notice Notice { get; } = new() { Id = 3, PublicId = new(11), SenderId = 1, Kind = ConsentKind.Contact };

        public NoticeVersion Version { get; } = new()
        {
            Id = 5,
            PublicId = new(12),
            Number = 1,
            Cells = ConsentCells.SmsPromotional,
            FrequencyCount = 8,
            FrequencyPeriod = FrequencyPeriod.Month,
            LifespanMonths = 18,
            PrivacyPolicyUrl = "https://north.example/privacy",
        };

        public List<NoticeText> Texts { get; } =
        [
            new() { Language = "en", Title = "News", Body = "May we text you?", Labels = """{"2":"Offers"}""", Frequency = "Monthly", HowToWithdraw = "Reply STOP", Keeping = "18 months", ConfirmationText = "Code {0}" },
            new() { Language = "ru", Title = "Новости", Body = "Можно вам писать?", Labels = """{"2":"Акции"}""", Frequency = "Раз в месяц", HowToWithdraw = "Ответьте СТОП", Keeping = "18 месяцев", ConfirmationText = "Код {0}" },
        ];

        public List<Purpose> Purposes { get; } =
        [
            new() { Code = "offers", TextEn = "Seasonal offers", TextRu = "Сезонные предложения" },
            new() { Code = "orders", TextEn = "Order news", TextRu = "Новости о заказах" },
        ];

        public byte[] Hash() => NoticeContent.HashOf(Notice, Version, Texts, Purposes);
    }
}

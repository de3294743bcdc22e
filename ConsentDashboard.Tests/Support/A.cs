using System.Globalization;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Tests.Support;

/// <summary>Rows with everything that the database demands of them; a test sets what it is about.</summary>
internal static class A
{
    /// <summary>The n-th of many valid Russian mobile numbers, in E.164.</summary>
    public static string Number(int n) => $"+7916{n.ToString("D7", CultureInfo.InvariantCulture)}";

    public static Subscriber Subscriber(TestDatabase database, long id = 1, string? number = null)
    {
        var owner = PublicId.Create();
        var held = database.Vault.Protect(number ?? Number((int)id), owner, generation: 1);
        return new()
        {
            Id = id,
            PublicId = owner,
            Cipher = held.Cipher,
            BlindIndex = held.BlindIndex,
            LastFourIndex = held.LastFourIndex,
            NumberSalt = held.Salt,
            CallingCode = 7,
            Region = "RU",
            Language = "ru",
            HeadHash = new byte[32],
            FirstSeenAt = database.Now,
            LastActivityAt = database.Now,
        };
    }

    public static Sender Sender(TestDatabase database, string name = "North Shop") => new()
    {
        PublicId = PublicId.Create(),
        Name = name,
        LegalName = $"{name} Ltd",
        CreatedAt = database.Now,
    };

    /// <summary>The complete words of a version that asks for promotional texts and calls.</summary>
    public static NoticeText Text(string language) => new()
    {
        Language = language,
        Title = "News",
        Body = "May we text and call you?",
        Labels = """{"2":"Offers by SMS","5":"A call with an offer"}""",
        Frequency = "At most 8 a month",
        WhoWeAre = "North Shop Ltd, Exampleton",
        HowToWithdraw = "Reply STOP",
        Keeping = "Two years",
        ConfirmationText = "Your code is {0}",
    };

    public static ConsentEvent Event(TestDatabase database, long id = 1, long subscriber = 1, int seq = 1) => new()
    {
        Id = id,
        SubscriberId = subscriber,
        Seq = seq,
        EventKey = Guid.CreateVersion7(),
        Type = ConsentEventType.Given,
        Kind = ConsentKind.Contact,
        Cells = ConsentCells.SmsPromotional,
        Source = Source.HostedForm,
        Method = Method.TickedBox,
        OccurredAt = database.Now,
        RecordedAt = database.Now,
        Actor = "person",
        PrevHash = new byte[32],
        Hash = new byte[32],
    };
}

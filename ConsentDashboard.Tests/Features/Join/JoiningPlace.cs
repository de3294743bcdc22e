using System.Text.RegularExpressions;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Join;

/// <summary>A running app with one open collection point, and what a visitor does there.</summary>
internal sealed partial class JoiningPlace(HostedApp app)
{
    public const string Slug = "newsletter";

    public CollectionPoint Point { get; private set; } = null!;

    public NoticeVersion Notice { get; private set; } = null!;

    public HttpClient Visitor { get; } = app.Browser();

    public static async Task<JoiningPlace> OpenAsync(HostedApp app, Action<CollectionPoint>? change = null)
    {
        var place = new JoiningPlace(app);
        await using var db = await place.DataAsync();
        var sender = new Sender { Name = "North Shop", LegalName = "North Shop Ltd", SupportPhone = "+1 202-555-0142", Languages = "en,ru", DefaultRegion = "RU", PublicId = PublicId.Create() };
        db.Add(sender);
        await db.SaveChangesAsync();
        var notice = new Notice { SenderId = sender.Id, Kind = ConsentKind.Contact, Name = "News", PublicId = PublicId.Create() };
        db.Add(notice);
        await db.SaveChangesAsync();
        place.Notice = new() { NoticeId = notice.Id, Number = 1, PublicId = PublicId.Create(), Status = NoticeStatus.Published, Cells = ConsentCells.SmsPromotional | ConsentCells.CallInformational, PublishedAt = DateTime.UnixEpoch, PrivacyPolicyUrl = "https://shop.example/privacy" };
        db.Add(place.Notice);
        await db.SaveChangesAsync();
        List<NoticeText> texts = [Text("en", "News <b>", "Offers by SMS", "Calls"), Text("ru", "Новости", "Акции в SMS", "Звонки")];
        texts.ForEach(text => text.NoticeVersionId = place.Notice.Id);
        db.AddRange(texts);
        place.Notice.ContentHash = NoticeContent.HashOf(notice, place.Notice, texts, []);
        place.Point = new() { SenderId = sender.Id, PublicId = PublicId.Create(), Slug = Slug, Name = "Newsletter", Kind = CollectionPointKind.Newsletter, Status = CollectionPointStatus.Active, NoticeVersionId = place.Notice.Id, DefaultRegion = "RU" };
        change?.Invoke(place.Point);
        db.Add(place.Point);
        await db.SaveChangesAsync();
        return place;

        static NoticeText Text(string language, string title, string sms, string call) => new()
        {
            Language = language,
            Title = title,
            Body = "May we?",
            Labels = NoticeLabels.Write(new Dictionary<int, string> { [2] = sms, [3] = call }, ConsentCells.All),
            Frequency = "Monthly",
            HowToWithdraw = "Reply STOP",
            Keeping = "Two years",
            ConfirmationText = "Code {0}",
        };
    }

    public Task<DashboardDbContext> DataAsync() => app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();

    public async Task<string> TokenAsync() => TokenField().Match(await Visitor.GetStringAsync($"/join/{Slug}")).Groups[1].Value;

    /// <summary>Sends the form, with a ticket of its own unless one is given.</summary>
    public async Task<HttpResponseMessage> SendAsync(params (string Name, string Value)[] fields)
    {
        List<(string, string)> all = [.. fields];
        if (!Array.Exists(fields, field => field.Name == "token"))
        {
            all.Add(("token", await TokenAsync()));
        }

        return await PostAsync([.. all]);
    }

    public Task<HttpResponseMessage> PostAsync((string Name, string Value)[] fields) => Visitor.PostAsync($"/join/{Slug}", Forms.Form(fields));

    public async Task<int> EventsAsync()
    {
        await using var db = await DataAsync();
        return await db.ConsentEvents.CountAsync() + await db.Subscribers.CountAsync();
    }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}

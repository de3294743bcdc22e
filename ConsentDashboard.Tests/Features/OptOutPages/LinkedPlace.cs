using System.Net;
using System.Text.RegularExpressions;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Features.Join;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ConsentDashboard.Tests.Features.OptOutPages;

/// <summary>A running app with a clock that is moved by hand, in which somebody has agreed to texts and calls of a shop.</summary>
internal sealed partial class LinkedPlace(HostedApp app, FakeTimeProvider clock, JoiningPlace place) : IAsyncDisposable
{
    public const string Number = "+79160000001";

    public const ConsentCells Agreed = ConsentCells.SmsPromotional | ConsentCells.CallInformational;

    public HostedApp App => app;

    public JoiningPlace Place => place;

    public FakeTimeProvider Clock => clock;

    public string Token { get; private set; } = "";

    public string Page => $"/p/{Token}";

    public RecordedAct Person { get; private set; } = null!;

    public HttpClient Visitor { get; } = app.Browser();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LinkedPlace> OpenAsync(CapturedLog? log = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var clock = new FakeTimeProvider(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        var app = await HostedApp.StartAsync(log: log, clock: clock, settings: settings);
        var linked = new LinkedPlace(app, clock, await JoiningPlace.OpenAsync(app));
        linked.Visitor.DefaultRequestHeaders.Add("User-Agent", "Firefox");
        linked.Person = await linked.AgreeAsync();
        linked.Token = linked.TokenOf(linked.Person.PublicId);
        linked.Clock.Advance(TimeSpan.FromMinutes(1));
        return linked;
    }

    public string TokenOf(PublicId person, long? sender = null) => app.Services.GetRequiredService<LinkTokens>().Write(sender ?? place.Point.SenderId, person);

    public async Task<RecordedAct> AgreeAsync(ConsentCells cells = Agreed, DateTime? at = null) => await RecordAsync(new()
    {
        Number = NumberFormats.Parse(Number, "RU").Value,
        Language = "en",
        Type = ConsentEventType.Given,
        SenderId = place.Point.SenderId,
        Cells = cells,
        Source = Source.HostedForm,
        Method = Method.TickedBox,
        OccurredAt = at ?? clock.UtcMilliseconds(),
        Actor = Actor.Person,
        NoticeVersionId = place.Notice.Id,
        CollectionPointId = place.Point.Id,
        Evidence = Installation.Proof(),
    });

    public async Task<RecordedAct> StopBySmsAsync() => await RecordAsync(new()
    {
        SubscriberId = Person.SubscriberId,
        Type = ConsentEventType.Withdrawn,
        SenderId = place.Point.SenderId,
        Cells = ConsentCells.All,
        Assurance = Assurance.Proven,
        Source = Source.SmsReply,
        Method = Method.SmsKeyword,
        OccurredAt = clock.UtcMilliseconds(),
        Actor = Actor.Person,
    });

    public async Task<RecordedAct> RecordAsync(ConsentAct act)
    {
        var recorded = await app.Services.GetRequiredService<LedgerWriter>().RecordAsync(act);
        Assert.Null(recorded.Error);
        return recorded.Value!;
    }

    /// <summary>Presses a button of the page, a second after it was shown.</summary>
    public async Task<(HttpStatusCode Status, string Page)> PressAsync(string act, params (string Name, string Value)[] fields)
    {
        var form = FormField().Match(await Visitor.GetStringAsync(Page, Cancellation)).Groups[1].Value;
        clock.Advance(TimeSpan.FromSeconds(1));
        return await PostAsync([("act", act), ("form", form), .. fields]);
    }

    public Task<(HttpStatusCode Status, string Page)> PostAsync(params (string Name, string Value)[] fields) => PostAsync(Forms.Form(fields));

    public async Task<(HttpStatusCode Status, string Page)> PostAsync(HttpContent content, string? page = null) =>
        await ReadAsync(await Visitor.PostAsync(page ?? Page, content, Cancellation));

    public async Task<(HttpStatusCode Status, string Page)> LookAsync(string? page = null) => await ReadAsync(await Visitor.GetAsync(page ?? Page, Cancellation));

    /// <summary>What the shop may contact her for.</summary>
    public async Task<ConsentCells> GivenAsync()
    {
        await using var db = await DataAsync();
        return (await db.Consents.Where(c => c.SubscriberId == Person.SubscriberId && c.SenderId == place.Point.SenderId && c.State == ConsentState.Given).ToListAsync(Cancellation))
            .Aggregate(ConsentCells.None, (all, c) => all | Cells.Of(c.Channel, c.MessageType));
    }

    public async Task<List<ConsentEvent>> EventsAsync()
    {
        await using var db = await DataAsync();
        return await db.ConsentEvents.AsNoTracking().OrderBy(e => e.Id).ToListAsync(Cancellation);
    }

    public async Task<EvidenceDocument> ProofAsync(ConsentEvent act)
    {
        await using var db = await DataAsync();
        return app.Services.GetRequiredService<EvidenceBox>().Open(await db.Evidence.SingleAsync(e => e.EventId == act.Id, Cancellation), act.EventKey);
    }

    public async Task<Sender> OtherSenderAsync()
    {
        await using var db = await DataAsync();
        var other = new Sender { Name = "South Bank", LegalName = "South Bank plc", SupportPhone = "+44 20 7946 0000", DefaultRegion = "GB", PublicId = PublicId.Create() };
        db.Add(other);
        await db.SaveChangesAsync(Cancellation);
        return other;
    }

    public Task<DashboardDbContext> DataAsync() => place.DataAsync();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static async Task<(HttpStatusCode, string)> ReadAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation)));

    [GeneratedRegex("name=\"form\" value=\"([^\"]+)\"")]
    private static partial Regex FormField();
}

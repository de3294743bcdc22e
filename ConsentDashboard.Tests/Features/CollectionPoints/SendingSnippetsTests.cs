using System.Net;
using AngleSharp.Html.Parser;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.CollectionPoints.Snippets;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Features.Join;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.CollectionPoints;

/// <summary>The copied form as a visitor of the other site sends it.</summary>
public sealed class SendingSnippetsTests : IAsyncLifetime
{
    private HostedApp _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await HostedApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task What_the_form_sends_is_taken_with_its_page_and_its_fields()
    {
        var place = await PlaceAsync();
        var form = await FormAsync(place);

        var answer = await place.PostAsync([.. form, (JoinFields.Number, "8 (916) 000-00-01"), (JoinFields.Box, JoinFields.BoxOf(2)), (JoinFields.FieldOf("любимый \"чай\""), "улун")]);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var db = await place.DataAsync();
        var act = await db.ConsentEvents.SingleAsync(Token);
        var proof = _app.Services.GetRequiredService<EvidenceBox>().Open(await db.Evidence.SingleAsync(Token), act.EventKey);
        Assert.Equal((ConsentCells.SmsPromotional, "ru", "https://shop.example/club"), (act.Cells, act.Language, proof.PageAddress));
    }

    [Fact]
    public async Task Refusing_by_the_forms_own_button_keeps_nothing()
    {
        var place = await PlaceAsync();

        var answer = await place.PostAsync([.. await FormAsync(place), (JoinFields.Act, JoinFields.Refuse)]);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, await place.EventsAsync());
    }

    private async Task<JoiningPlace> PlaceAsync()
    {
        var place = await JoiningPlace.OpenAsync(_app);
        await using var db = await place.DataAsync();
        db.Add(new CollectionPointField { CollectionPointId = place.Point.Id, Name = "любимый \"чай\"", Purpose = "выбираем, о чём писать" });
        await db.SaveChangesAsync(Token);
        place.Visitor.DefaultRequestHeaders.Add("User-Agent", "Firefox");
        return place;
    }

    /// <summary>What a browser sends of it by itself, after checking that the fields a visitor fills in are there.</summary>
    private async Task<IEnumerable<(string Name, string Value)>> FormAsync(JoiningPlace place)
    {
        var made = await _app.Services.GetRequiredService<MakeSnippet>().ExecuteAsync(new(place.Point.PublicId, "ru", "https://shop.example/club", "https://consent.example"), Staff.Officer, Token);
        var form = new HtmlParser().ParseDocument(made.Value!).QuerySelector("form")!;
        Assert.Equal($"https://consent.example/join/{JoiningPlace.Slug}", form.GetAttribute("action"));
        Assert.Equal(
            [JoinFields.Number, JoinFields.FieldOf("любимый \"чай\""), JoinFields.Box, JoinFields.Box, JoinFields.Trap],
            form.QuerySelectorAll("input:not([type=hidden])").Select(input => input.GetAttribute("name")));
        return form.QuerySelectorAll("input[type=hidden], div[hidden] input").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value") ?? ""));
    }
}

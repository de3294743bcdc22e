using Bunit;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Requests;

public sealed class EnteringRequestsTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_fields_say_is_entered_and_its_page_opens()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await using var screen = desk.Look();
        var page = screen.Render<NewRequest>();
        page.WaitForElement("form");

        page.Labelled("Phone number").Input(desk.Here.Number(1).Value);
        page.Labelled("What is asked").Change("Delete");
        page.Labelled("How it came").Change("email");
        page.Labelled("Language of the answer").Change("ru");
        page.Labelled("In the words of the person").Input("Forget me.");
        await page.Find("form").SubmitAsync();
        await page.Find("form").SubmitAsync();

        await using var db = desk.Here.Open();
        var row = await db.PersonRequests.SingleAsync(Token);
        Assert.Equal((RequestLaw.Ccpa, RequestKind.Delete, "email", "ru"), (row.Law, row.Kind, row.ReceivedBy, row.Language));
        Assert.EndsWith($"/requests/{row.PublicId}", screen.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "How it came", "Choose how it came.")]
    [InlineData("ru", "Как поступил", "Выберите, как поступил запрос.")]
    public async Task What_is_missing_is_said_beside_its_field(string language, string label, string wrong)
    {
        await using var desk = await RequestDesk.OpenAsync();
        await using var screen = desk.Look(language: language);
        var page = screen.Render<NewRequest>();
        page.WaitForElement("form");

        await page.Find("form").SubmitAsync();
        Assert.Equal("true", page.Find("#request-number").GetAttribute("aria-invalid"));
        page.Find("#request-number").Input(desk.Here.Number(1).Value);
        await page.Find("form").SubmitAsync();

        Assert.Equal(wrong, page.Wrong(label));
        await using var db = desk.Here.Open();
        Assert.Empty(await db.PersonRequests.ToListAsync(Token));
    }

    [Fact]
    public async Task An_objection_says_that_it_stops_at_once()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await using var screen = desk.Look();
        var page = screen.Render<NewRequest>();
        page.WaitForElement("form");

        page.Labelled("What is asked").Change("Objection");

        Assert.Contains("An objection or an opt-out stops contact at once", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "About", "Another number", "Phone number")]
    [InlineData("ru", "О ком запрос", "Другой номер", "Номер телефона")]
    public async Task Opened_from_her_page_it_knows_whom_and_what_it_is_about_without_her_number_in_the_address(string language, string about, string another, string number)
    {
        await using var desk = await RequestDesk.OpenAsync();
        var person = (await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1))).Value!;
        await using var screen = desk.Look(language: language);
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo($"/requests/new?subscriber={person.PublicId}&kind=Erasure");

        var page = screen.Render<NewRequest>();

        page.WaitForAssertion(() => Assert.Equal(about, page.Find("#request-about").TextContent));
        Assert.Contains("+7 ••• •••-00-01", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("label"), label => label.TextContent == number);
        Assert.Equal("Erasure", page.Find("#request-kind").GetAttribute("value"));
        Assert.Equal("ru", page.Find("#request-language").GetAttribute("value"));
        page.Find("#request-way").Change("letter");
        await page.Find("form").SubmitAsync();
        await using var db = desk.Here.Open();
        var row = await db.PersonRequests.SingleAsync(Token);
        Assert.Equal((RequestLaw.Gdpr, RequestKind.Erasure, person.SubscriberId), (row.Law, row.Kind, row.SubscriberId));

        await page.Named(another).ClickAsync(new());
        Assert.Equal("", page.Labelled(number).GetAttribute("value") ?? "");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00000000007")]
    public async Task An_address_of_nobody_asks_for_the_number(string id)
    {
        await using var desk = await RequestDesk.OpenAsync();
        await using var screen = desk.Look();
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo($"/requests/new?subscriber={id}&kind=nonsense");

        var page = screen.Render<NewRequest>();

        page.WaitForAssertion(() => Assert.Equal("There is no such subscriber. Type the number.", page.Wrong("Phone number")));
        Assert.Equal("Access", page.Find("#request-kind").GetAttribute("value"));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Whom_it_is_about_may_be_said_by_her_public_id(DatabaseProvider provider)
    {
        await using var desk = await RequestDesk.OpenAsync(provider);
        var person = (await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1))).Value!;

        var entered = await EnterAsync(desk, person.PublicId);

        Assert.Null(entered.Error);
        var row = await desk.FindAsync(entered.Value);
        Assert.Equal(person.SubscriberId, row.SubscriberId);
        Assert.Equal(desk.Here.Number(1).Value, desk.Here.Database.Vault.Decrypt(row.NumberCipher!, row.PublicId));
        await using var db = desk.Here.Open();
        Assert.Equal(person.SubscriberId, (await db.AuditEntries.SingleAsync(e => e.Action == AuditAction.RequestEntered, Token)).SubscriberId);
    }

    [Fact]
    public async Task Of_whoever_is_not_kept_the_number_has_to_be_typed()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var stopped = (await desk.Here.Ledger.RecordAsync(desk.Here.Stop(2))).Value!;
        var erased = (await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1))).Value!;
        await desk.Here.Ledger.RecordAsync(new() { SubscriberId = erased.SubscriberId, Type = ConsentEventType.Erased, Source = Source.Staff, OccurredAt = desk.Here.Database.Now, Actor = Staff.Officer });

        Assert.Equal(RequestErrors.UnknownPerson, (await EnterAsync(desk, new(1))).Error);
        Assert.Equal(RequestErrors.Erased, (await EnterAsync(desk, erased.PublicId)).Error);
        Assert.Equal(RequestErrors.NumberNotKept, (await EnterAsync(desk, stopped.PublicId)).Error);
        Assert.Equal([RequestErrors.Erased, RequestErrors.NumberNotKept], new[]
        {
            (await desk.Here.Get<RequestQueries>().PersonAsync(erased.PublicId, Staff.Officer, Token)).Error,
            (await desk.Here.Get<RequestQueries>().PersonAsync(stopped.PublicId, Staff.Officer, Token)).Error,
        });
        await using var db = desk.Here.Open();
        Assert.Empty(await db.PersonRequests.ToListAsync(Token));
    }

    [Fact]
    public async Task Whose_page_it_comes_from_is_read_by_nobody_who_may_not_enter_it()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var person = (await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1))).Value!;

        await Assert.ThrowsAsync<ForbiddenException>(() => desk.Here.Get<RequestQueries>().PersonAsync(person.PublicId, Staff.Auditor, Token));
    }

    private static Task<Result<PublicId>> EnterAsync(RequestDesk desk, PublicId subscriber) => desk.Here.Get<EnterRequest>().ExecuteAsync(
        new() { Subscriber = subscriber, Kind = RequestKind.Erasure, ReceivedBy = "letter", ReceivedAt = desk.Here.Database.Now }, Staff.Officer, Token);
}

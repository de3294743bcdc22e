using Bunit;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Features.Requests;
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
}

using AngleSharp.Dom;
using Bunit;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Features.Segments;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Segments;

public sealed class EditingSegmentsTests
{
    private const int People = (2 * SegmentPeople.PageSize) + 1;

    [Fact]
    public async Task Whoever_saved_and_turned_the_page_stays_there_when_what_was_typed_before_is_due()
    {
        await using var here = await Installation.CreateAsync(configure: services => services.AddSegments());
        for (var n = 1; n <= People; n++)
        {
            await here.Ledger.RecordAsync(here.OptIn(n));
        }

        var saved = await here.Get<SaveSegment>().ExecuteAsync(
            new() { Name = "All", Definition = In("RU") }, Actor.User("marketer", "Marketer", [Roles.Marketer]), Xunit.TestContext.Current.CancellationToken);
        await using var screen = new Screen(here, Roles.Marketer);
        screen.Services.AddSegmentReading();
        screen.Services.AddSegments();
        screen.Ready();
        var page = screen.Render<SegmentEditor>(set => set.Add(editor => editor.Id, $"{saved.Value}"));
        page.WaitForAssertion(() => Assert.Equal(SegmentPeople.PageSize, page.FindAll("tbody tr").Count));
        var first = Shown(page);

        page.Find("input[aria-label=Region]").Change("RU, KZ");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=status]")));
        page.WaitForAssertion(() => Assert.False(Next(page).IsDisabled()));
        Next(page).Click();
        page.WaitForAssertion(() => Assert.Empty(first.Intersect(Shown(page))));
        var second = Shown(page);
        here.Database.Clock.Advance(TimeSpan.FromSeconds(1));
        Next(page).Click();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Empty(first.Concat(second).Intersect(Shown(page)));
    }

    [Fact]
    public async Task A_new_one_is_closed_while_it_is_saved_and_a_second_press_makes_no_second()
    {
        await using var here = await Installation.CreateAsync(configure: services => services.AddSegments());
        await using var screen = new Screen(here, Roles.Marketer);
        screen.Services.AddSegmentReading();
        screen.Services.AddSegments();
        screen.Ready();
        var page = screen.Render<SegmentEditor>();
        page.WaitForElement("#name").Input("All");

        using (await here.Get<WriteGate>().EnterAsync(WritePriority.Act, Xunit.TestContext.Current.CancellationToken))
        {
            page.Find("form").Submit();
            page.WaitForAssertion(() => Assert.True(page.Find("form fieldset").HasAttribute("disabled")));
        }

        page.WaitForAssertion(() => Assert.Equal("All", page.Find("h1").TextContent));
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.False(page.Find("form fieldset").HasAttribute("disabled")));
        await using var db = here.Open();
        Assert.Equal(1, await db.Segments.CountAsync(Xunit.TestContext.Current.CancellationToken));
    }

    private static SegmentDefinition In(string region) => new() { Root = new() { Conditions = [new() { Field = SegmentField.Region, Values = [region] }] } };

    private static List<string?> Shown(IRenderedComponent<SegmentEditor> page) => [.. page.FindAll("tbody a").Select(link => link.GetAttribute("href"))];

    private static IElement Next(IRenderedComponent<SegmentEditor> page) => page.FindAll("button").Single(button => button.TextContent == "Next");
}

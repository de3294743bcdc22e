using AngleSharp.Dom;
using Bunit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.CollectionPoints;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.CollectionPoints;

public sealed class SeeingPointsTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Tea club|Active|None|120|30|2|1|1", "Figures of the last 30 days")]
    [InlineData("ru", "Tea club|Работает|Нет|120|30|2|1|1", "Показатели за последние 30 дней")]
    public async Task A_row_says_state_findings_and_what_became_of_those_who_were_asked(string language, string expected, string caption)
    {
        await using var collecting = await Collecting.CreateAsync();
        var here = collecting.Here;
        var mark = await collecting.ActiveAsync();
        await using var db = here.Open();
        var point = await db.CollectionPoints.SingleAsync(p => p.PublicId == mark.Point, Token);
        db.AddRange(Visits(point.Id, 0, 100, 30), Visits(point.Id, 29, 20, 0), Visits(point.Id, 30, 999, 99));
        await db.SaveChangesAsync(Token);
        var asked = here.OptIn(3) with { Type = ConsentEventType.Requested, CollectionPointId = point.Id };
        await here.Ledger.RecordAsync(here.OptIn(1) with { CollectionPointId = point.Id });
        await here.Ledger.RecordAsync(here.OptIn(2) with { CollectionPointId = point.Id });
        await here.Ledger.RecordAsync(asked);
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await here.Ledger.RecordAsync(here.Stop(2));
        await here.Ledger.RecordAsync(asked with { EventKey = Guid.CreateVersion7(), RefersTo = asked.EventKey, Type = ConsentEventType.Lapsed, Source = Source.System, Method = Method.None, Evidence = null });
        await using var screen = new Screen(here, language: language);

        var page = screen.Render<PointList>();

        page.WaitForAssertion(() => Assert.Contains(expected, page.FindAll("tbody tr").Select(Row)));
        Assert.Equal(caption, page.Find("caption").TextContent);

        PointCounter Visits(long id, int daysAgo, int shown, int submitted) =>
            new() { CollectionPointId = id, NoticeVersionId = collecting.Wording.Id, Language = "en", Hour = here.Database.Now.Date.AddDays(-daysAgo), Shown = shown, Submitted = submitted };
    }

    [Fact]
    public async Task What_has_findings_is_counted_and_what_nobody_saw_has_no_figures()
    {
        await using var collecting = await Collecting.CreateAsync();
        await collecting.SavedAsync(draft => (draft.BoxesStartUnticked, draft.DoubleOptIn) = (false, false));
        await using var screen = new Screen(collecting.Here);

        var page = screen.Render<PointList>();

        page.WaitForAssertion(() => Assert.Contains("Tea club|Draft|1 error 1 warning|–|–|–|–|–", page.FindAll("tbody tr").Select(Row)));
        Assert.Equal("3 with findings", page.Find(".figure").TextContent);
        Assert.Equal("/collection-points/new", page.FindAll("a").Single(link => link.TextContent == "New point").GetAttribute("href"));
    }

    [Fact]
    public async Task Without_points_the_list_says_what_they_are()
    {
        await using var here = await Installation.EmptyAsync();
        await using var screen = new Screen(here);

        var page = screen.Render<PointList>();

        page.WaitForAssertion(() => Assert.Equal("No collection points yet", page.Find("h2").TextContent));
    }

    [Theory]
    [InlineData(Roles.Marketer, true)]
    [InlineData(Roles.Auditor, true)]
    [InlineData(Roles.SupportAgent, false)]
    public async Task Who_may_only_read_makes_none_and_who_may_not_read_is_told(string role, bool reads)
    {
        await using var collecting = await Collecting.CreateAsync();
        await using var screen = new Screen(collecting.Here, role);

        var page = screen.Render<PointList>();

        page.WaitForAssertion(() => Assert.Equal(reads, page.FindAll("tbody tr").Count == 2));
        page.WaitForAssertion(() => Assert.Equal(reads ? [] : [Permissions.ViewCollection], screen.Denials));
        Assert.DoesNotContain(page.FindAll("a"), link => link.TextContent == "New point");
    }

    private static string Row(IElement row) => string.Join('|', row.QuerySelectorAll("td").Select((cell, index) => Words(index == 0 ? cell.QuerySelector("a")! : cell)));

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using Bunit;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Holds;
using ConsentDashboard.Features.Holds.Orders;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Tests.Features.Holds;

public sealed class SeeingHoldOrdersTests
{
    [Theory]
    [InlineData("en", "No segment has been put on hold")]
    [InlineData("ru", "Сегменты ещё не замораживали")]
    public async Task None_says_so(string language, string title)
    {
        await using var room = await HoldRoom.OpenAsync();
        await using var screen = Look(room, language: language);

        var page = screen.Render<HoldList>();

        page.WaitForAssertion(() => Assert.Equal(title, page.Find("h2").TextContent));
        Assert.Equal("/holds/new", page.Find(".head a.primary").GetAttribute("href"));
    }

    [Fact]
    public async Task An_officer_chooses_the_segment_sees_how_many_it_has_and_places_the_hold()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1, 2);
        await using var screen = Look(room);
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo($"/holds/new?segment={room.Segment}");
        var page = screen.Render<NewHold>();
        page.WaitForAssertion(() => Assert.Equal("2 people", page.Find(".figure[role=status]").TextContent.Trim()));
        Assert.Equal("The dispute", page.Find("#segment option").TextContent);

        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal("true", page.Find("#reason").GetAttribute("aria-invalid")));
        page.Find("#reason").Input("case 12/26");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("Say on which day", page.Find("#until-error").TextContent, StringComparison.Ordinal));
        page.Find("#until").Input("2026-12-31");
        page.Find("form").Submit();

        var address = screen.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.DoesNotContain("/holds/new", address.Uri, StringComparison.Ordinal));
        Assert.True(PublicId.TryParse(address.Uri.Split('/')[^1], out var id));
        var order = await room.OrderAsync(id);
        Assert.Equal((JobStatus.Waiting, "case 12/26", new DateTime(2026, 12, 31, 23, 0, 0, DateTimeKind.Utc)), (order.Status, order.Reason, order.Until));

        page.Find("form").Submit();
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
        Assert.Equal($"{id}", address.Uri.Split('/')[^1]);
    }

    [Theory]
    [InlineData("en", "1 person", "Could not be counted", "Count again", "2 people")]
    [InlineData("ru", "1 человек", "Не удалось подсчитать", "Подсчитать ещё раз", "2 человека")]
    public async Task A_segment_that_could_not_be_counted_shows_nothing_of_the_one_before(string language, string before, string failed, string again, string after)
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1);
        await using var screen = Look(room, language: language);
        var part = screen.Render<WhoIsHeld>(with => with.Add(p => p.Segment, room.Segment));
        string Said() => part.Find(".figure[role=status]").TextContent.Trim();
        part.WaitForAssertion(() => Assert.Equal(before, Said()));
        await room.GiveAsync(2);
        var other = await room.AddSegmentAsync("Another", HoldRoom.Agreed);
        await RunAsync(room, "ALTER TABLE \"Segments\" RENAME TO \"Gone\"");

        part.Render(with => with.Add(p => p.Segment, other));
        part.WaitForAssertion(() => Assert.Equal(failed, Said()));
        await RunAsync(room, "ALTER TABLE \"Gone\" RENAME TO \"Segments\"");
        await Press(part, again);

        part.WaitForAssertion(() => Assert.Equal(after, Said()));
        Assert.Empty(part.FindAll("button"));
    }

    [Fact]
    public async Task While_the_other_view_is_read_nothing_is_said_to_be_missing_from_it()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1);
        await room.PlaceAsync();
        await room.WorkAsync();
        await using var screen = Look(room);
        var visitor = HeldVisitor.Of(screen, Roles.ComplianceOfficer);
        var list = screen.Render<HoldList>();
        list.WaitForElement("tbody tr");

        visitor.Hold();
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/holds?view=people");

        list.WaitForAssertion(() => Assert.Equal("/holds?view=people", list.Find("[aria-current=page]").GetAttribute("href")));
        Assert.Empty(list.FindAll("h2"));
        visitor.Release();
        list.WaitForElement("h2");
    }

    [Fact]
    public async Task Its_page_goes_along_and_releases_it_with_a_reason()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1, 2);
        var id = await room.PlaceAsync();
        await using var screen = Look(room);
        var dialogs = screen.Dialogs();
        var page = Page(screen, id);
        page.WaitForAssertion(() => Assert.Contains("Waiting", Head(page), StringComparison.Ordinal));
        Assert.NotEmpty(page.FindAll("progress"));

        await room.WorkAsync();

        page.WaitForAssertion(() => Assert.Contains("In force", Head(page), StringComparison.Ordinal));
        Assert.Contains("2 people", page.Find("dl").TextContent, StringComparison.Ordinal);
        Assert.Contains("case 12/26", page.Find("dl").TextContent, StringComparison.Ordinal);
        room.Here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = Press(page, "Release");
        dialogs.WaitForElement("[role=dialog] textarea").Input("the case is closed");
        await Press(dialogs, "Release");
        page.WaitForAssertion(() => Assert.Contains("The release has begun.", page.Markup, StringComparison.Ordinal));
        await room.WorkAsync();

        page.WaitForAssertion(() => Assert.Contains("Released", Head(page), StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("the case is closed", page.Find("dl").TextContent, StringComparison.Ordinal));
        Assert.Empty(await room.HeldAsync());
    }

    [Fact]
    public async Task Stopping_asks_first_and_it_can_go_on()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1);
        var id = await room.PlaceAsync();
        await using var screen = Look(room);
        var dialogs = screen.Dialogs();
        var page = Page(screen, id);
        page.WaitForElement(".head button");

        _ = Press(page, "Stop");
        dialogs.WaitForElement("[role=dialog]");
        await Press(dialogs, "Stop");
        page.WaitForAssertion(() => Assert.Contains("Stopped half way", Head(page), StringComparison.Ordinal));
        await Press(page, "Go on");

        page.WaitForAssertion(() => Assert.Contains("Waiting", Head(page), StringComparison.Ordinal));
        Assert.Equal(JobStatus.Waiting, (await room.OrderAsync(id)).Status);
    }

    [Fact]
    public async Task The_list_is_paged_from_the_newest_and_says_who_and_why()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1);
        for (var n = 0; n <= NewestFirst.PageSize; n++)
        {
            await room.PlaceAsync();
        }

        await using var screen = Look(room);
        var page = screen.Render<HoldList>();
        page.WaitForAssertion(() => Assert.Equal(NewestFirst.PageSize, page.FindAll("tbody tr").Count));
        Assert.Contains("case 12/26", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Contains(Roles.ComplianceOfficer, page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        var older = page.Find(".foot a[aria-label='Next page']").GetAttribute("href")!;

        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(older);

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public async Task Single_persons_are_listed_with_masked_numbers_and_lead_to_their_profiles()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1, 2);
        var person = (await room.Here.Ledger.RecordAsync(new() { SubscriberId = 1, Type = ConsentEventType.HoldPlaced, Source = Source.Staff, OccurredAt = room.Here.Database.Now, Actor = Staff.Officer, IntervalReason = "her own case" })).Value!.PublicId;
        await room.PlaceAsync();
        await room.WorkAsync();
        await using var screen = Look(room, Roles.Auditor);
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/holds?view=people");

        var page = screen.Render<HoldList>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Equal($"/subscribers/{person}", page.Find("tbody a").GetAttribute("href"));
        Assert.Contains("her own case", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Contains("•••", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(room.Here.Number(1).Value[^10..], page.Markup, StringComparison.Ordinal);
        Assert.Equal("page", page.Find("nav a.on").GetAttribute("aria-current"));
    }

    [Fact]
    public async Task Whoever_may_only_look_has_nothing_to_press()
    {
        await using var room = await HoldRoom.OpenAsync();
        await room.GiveAsync(1);
        var id = await room.PlaceAsync();
        await room.WorkAsync();
        await using var screen = Look(room, Roles.Auditor);

        var list = screen.Render<HoldList>();
        var page = Page(screen, id);

        page.WaitForAssertion(() => Assert.Contains("In force", Head(page), StringComparison.Ordinal));
        list.WaitForAssertion(() => Assert.Single(list.FindAll("tbody tr")));
        Assert.Empty(page.FindAll("button"));
        Assert.Empty(list.FindAll(".head a"));
    }

    [Fact]
    public async Task Who_may_not_look_sees_the_forbidden_state_and_an_unknown_one_says_so()
    {
        await using var room = await HoldRoom.OpenAsync();
        await using var screen = Look(room, Roles.Marketer);
        await using var officer = Look(room);

        var list = screen.Render<HoldList>();
        var fresh = screen.Render<NewHold>();
        var unknown = Page(officer, default);

        Assert.All<IRenderedComponent<IComponent>>([list, fresh], shown => shown.WaitForAssertion(() => Assert.Contains(shown.FindAll("h1"), heading => heading.TextContent == "No permission")));
        unknown.WaitForAssertion(() => Assert.Equal("There is no such hold", unknown.Find("h2").TextContent));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Every_state_and_refusal_has_words(string language)
    {
        await using var room = await HoldRoom.OpenAsync();
        await using var screen = Look(room, language: language);
        var words = screen.Services.GetRequiredService<IStringLocalizer<HoldsText>>();
        var said = screen.Services.GetRequiredService<HoldWords>();

        Assert.DoesNotContain(Enum.GetValues<HoldOrderState>(), state => words[$"State.{state}"].ResourceNotFound);
        Type[] owners = [typeof(HoldRefusals), typeof(ConsentDashboard.Operations.Holds.HoldErrors), typeof(JobErrors)];
        Assert.DoesNotContain(owners.SelectMany(owner => owner.GetFields()).Select(field => field.GetValue(null)).OfType<Error>(), error => said.Of(error) == error.Key);
    }

    private static async Task RunAsync(HoldRoom room, string sql)
    {
        await using var db = room.Here.Open();
        await db.Database.ExecuteSqlRawAsync(sql, Xunit.TestContext.Current.CancellationToken);
    }

    private static string Head(IRenderedComponent<HoldPage> page) => page.Find("h1").ParentElement!.TextContent;

    private static Task Press<T>(IRenderedComponent<T> shown, string button)
        where T : IComponent => shown.FindAll("button").Last(found => found.TextContent.Trim() == button).ClickAsync(new());

    private static IRenderedComponent<HoldPage> Page(Screen screen, PublicId id) => screen.Render<HoldPage>(with => with.Add(page => page.Id, $"{id}"));

    private static Screen Look(HoldRoom room, string role = Roles.ComplianceOfficer, string language = "en")
    {
        var screen = new Screen(room.Here, role, language);
        screen.Services.AddSingleton(room.Here.Get<SegmentNaming>());
        screen.Services.AddSingleton(room.Here.Get<SegmentCounts>());
        screen.Services.AddSingleton(room.Here.Get<JobFeed<HoldOrder>>());
        screen.Services.AddHolds();
        return screen.Ready();
    }
}

using Bunit;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Features.Retention.Runs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Retention.Runs;

public sealed class ListingRunsTests
{
    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "No run yet")]
    [InlineData("ru", "Очисток ещё не было")]
    public async Task None_says_so(string language, string title)
    {
        await using var room = await RetentionRoom.CreateAsync();
        await using var screen = RunScreens.Look(room, Roles.Auditor, language);

        var page = screen.Render<RunList>();

        page.WaitForAssertion(() => Assert.Equal(title, page.Find("h2").TextContent));
    }

    [Fact]
    public async Task Each_has_its_state_and_previews_of_others_are_not_shown()
    {
        await using var room = await RunScreens.DueAsync();
        var done = await room.RunAsync(await room.AskedAsync());
        await room.PreviewAsync(RetentionRoom.WithdrawnFor(20));
        await using var own = RunScreens.Look(room, Roles.Administrator);
        await using var others = RunScreens.Look(room, Roles.Auditor);

        var (mine, theirs) = (own.Render<RunList>(), others.Render<RunList>());

        mine.WaitForAssertion(() => Assert.Equal(["Preview", "Done"], mine.FindAll("tbody .chip").Select(chip => chip.TextContent)));
        theirs.WaitForAssertion(() => Assert.Equal([$"/retention/runs/{done.PublicId}"], theirs.FindAll("tbody a").Select(link => link.GetAttribute("href"))));
    }

    [Fact]
    public async Task Many_are_read_page_by_page_there_and_back()
    {
        await using var room = await RunScreens.DueAsync();
        var policy = await room.PolicyAsync(RetentionRoom.WithdrawnFor(30));
        for (var run = 0; run <= NewestFirst.PageSize; run++)
        {
            await room.PreviewAsync(policy);
        }

        await using var screen = RunScreens.Look(room, Roles.Administrator);
        var navigation = screen.Services.GetRequiredService<NavigationManager>();
        var page = screen.Render<RunList>();
        page.WaitForAssertion(() => Assert.Equal(NewestFirst.PageSize, page.FindAll("tbody tr").Count));
        var newest = page.FindAll("tbody a")[0].GetAttribute("href");

        navigation.NavigateTo(page.Find("nav [aria-label='Next page']").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        navigation.NavigateTo(page.Find("nav [aria-label='Previous page']").GetAttribute("href")!);

        page.WaitForAssertion(() => Assert.Equal((NewestFirst.PageSize, newest), (page.FindAll("tbody tr").Count, page.FindAll("tbody a")[0].GetAttribute("href"))));
    }

    [Fact]
    public async Task A_failure_shows_a_reference_and_who_may_not_look_is_told()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await using var stranger = RunScreens.Look(room, Roles.Marketer);
        await using var auditor = RunScreens.Look(room, Roles.Auditor);
        await using var db = room.Here.Open();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE RetentionRuns RENAME TO Gone", Cancellation);

        var (refused, failed) = (stranger.Render<RunList>(), auditor.Render<RunList>());

        refused.WaitForAssertion(() => Assert.Contains(refused.FindAll("h1"), heading => heading.TextContent == "No permission"));
        Assert.Contains(Permissions.ViewRetention, Assert.Single(stranger.Denials), StringComparison.Ordinal);
        failed.WaitForAssertion(() => Assert.Single(failed.FindAll("[role=alert] code")));
    }

    [Fact]
    public async Task A_preview_is_made_by_one_press_and_opens()
    {
        await using var room = await RunScreens.DueAsync();
        var policy = await room.PolicyAsync(RetentionRoom.WithdrawnFor(30));
        await using var screen = RunScreens.Look(room, Roles.Administrator);
        var navigation = screen.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo($"/retention/runs/new?policy={policy.PublicId}");
        var page = screen.Render<NewRun>();

        page.WaitForElement("button").Click();

        page.WaitForAssertion(() => Assert.Matches("/retention/runs/[0-9A-Za-z]{11}$", navigation.Uri));
        await using var db = room.Here.Open();
        var run = await db.RetentionRuns.SingleAsync(Cancellation);
        Assert.Equal((3, "Numbers withdrawn for more than 30 days are restricted", "Номера, владельцы которых отозвали согласие более 30 дней назад, ограничиваются"), (run.Total, run.SentenceEn, run.SentenceRu));
        Assert.EndsWith($"{run.PublicId}", navigation.Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Administrator, "h2", "There is no such policy")]
    [InlineData(Roles.Auditor, "h1", "No permission")]
    public async Task Without_a_policy_or_the_permission_there_is_nothing_to_press(string role, string heading, string says)
    {
        await using var room = await RetentionRoom.CreateAsync();
        await using var screen = RunScreens.Look(room, role);
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/retention/runs/new?policy=11111111111");

        var page = screen.Render<NewRun>();

        page.WaitForAssertion(() => Assert.Contains(page.FindAll(heading), shown => shown.TextContent == says));
        Assert.Empty(page.FindAll("button"));
    }
}

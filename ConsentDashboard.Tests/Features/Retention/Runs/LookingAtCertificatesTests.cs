using Bunit;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Features.Retention.Runs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Retention.Runs;

public sealed class LookingAtCertificatesTests
{
    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "The signature holds.", "3 subscribers")]
    [InlineData("ru", "Подпись верна.", "3 абонента")]
    public async Task It_says_what_was_done_and_that_it_holds(string language, string holds, string people)
    {
        await using var room = await RunScreens.DueAsync();
        var run = await room.RunAsync(await room.AskedAsync());
        await using var screen = RunScreens.Look(room, Roles.Auditor, language);

        var page = Page(screen, run.PublicId);

        page.WaitForAssertion(() => Assert.Equal(holds, page.Find(".notice").TextContent));
        Assert.Equal(2, page.FindAll("dd").Count(fact => fact.TextContent == people));
        Assert.Contains("yearly cleaning", page.Markup, StringComparison.Ordinal);
        Assert.Equal($"/retention/runs/{run.PublicId}/certificate.json", page.Find("a[download]").GetAttribute("href"));
        Assert.DoesNotContain("916000", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"cleaned\": 3", "\"cleaned\": 2")]
    [InlineData("{", "[")]
    public async Task One_that_somebody_changed_is_called_broken_and_not_missing(string was, string became)
    {
        await using var room = await RunScreens.DueAsync();
        var run = await room.RunAsync(await room.AskedAsync());
        var changed = run.Certificate!.Replace(was, became, StringComparison.Ordinal);
        Assert.NotEqual(run.Certificate, changed);
        await using (var db = room.Here.Open())
        {
            await db.RetentionRuns.ExecuteUpdateAsync(set => set.SetProperty(r => r.Certificate, changed), Cancellation);
        }

        await using var screen = RunScreens.Look(room, Roles.Auditor);
        var page = Page(screen, run.PublicId);

        page.WaitForAssertion(() => Assert.StartsWith("The certificate does not hold here", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("There is no certificate yet", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_of_another_run_does_not_hold_at_this_one()
    {
        await using var room = await RunScreens.DueAsync();
        var run = await room.RunAsync(await room.AskedAsync());
        await room.OptInAsync(4);
        await room.StopAsync(4);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        var other = await room.RunAsync(await room.AskedAsync());
        await using (var db = room.Here.Open())
        {
            await db.RetentionRuns.Where(r => r.Id == other.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Certificate, run.Certificate), Cancellation);
        }

        await using var screen = RunScreens.Look(room, Roles.Auditor);
        var page = Page(screen, other.PublicId);

        page.WaitForAssertion(() => Assert.StartsWith("The certificate does not hold here", page.Find(".notice").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Until_a_run_has_ended_there_is_none_and_who_may_not_look_is_told()
    {
        await using var room = await RunScreens.DueAsync();
        var run = await room.AskedAsync();
        await using var auditor = RunScreens.Look(room, Roles.Auditor);
        await using var stranger = RunScreens.Look(room, Roles.Marketer);

        var (none, refused) = (Page(auditor, run.PublicId), Page(stranger, run.PublicId));

        none.WaitForAssertion(() => Assert.Equal("There is no certificate yet", none.Find("h2").TextContent));
        Assert.Empty(none.FindAll("a[download]"));
        refused.WaitForAssertion(() => Assert.Contains(refused.FindAll("h1"), heading => heading.TextContent == "No permission"));
        Assert.Contains(Permissions.ViewRetention, Assert.Single(stranger.Denials), StringComparison.Ordinal);
    }

    private static IRenderedComponent<CertificatePage> Page(Screen screen, PublicId id) => screen.Render<CertificatePage>(with => with.Add(page => page.Id, $"{id}"));
}

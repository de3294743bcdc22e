using Bunit;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Features.Retention.Runs;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Retention.Runs;

/// <summary>A run on its page: who is due, who asks and who decides, what is wrong with what they typed, and what became of it.</summary>
public sealed class SeeingRunsTests
{
    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "2 subscribers", "By state", "Withdrawn", "A legal hold keeps 1 subscriber more: they are not in the set.")]
    [InlineData("ru", "2 абонента", "По состоянию", "Отозвано", "Ещё 1 абонент")]
    public async Task Who_is_due_is_counted_and_shown_without_a_number(string language, string people, string title, string state, string held)
    {
        await using var room = await RunScreens.DueAsync();
        await room.HoldAsync(3);
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        await using var screen = RunScreens.Look(room, Roles.Auditor, language);

        var page = Page(screen, run.PublicId);

        Assert.Contains(people, page.Find("[aria-labelledby=findings] strong").TextContent, StringComparison.Ordinal);
        Assert.StartsWith(held, page.Find("[aria-labelledby=findings] .notice").TextContent, StringComparison.Ordinal);
        var table = page.FindAll("table").Single(shown => shown.QuerySelector("caption")!.TextContent == title);
        Assert.Equal((state, "2"), (table.QuerySelector("th")!.TextContent, table.QuerySelector("td")!.TextContent));
        var samples = page.FindAll("[aria-labelledby=findings] li a").Select(link => link.GetAttribute("href")).Order(StringComparer.Ordinal);
        Assert.Equal(new[] { await room.PersonAsync(1), await room.PersonAsync(2) }.Select(person => $"/subscribers/{person.PublicId}").Order(StringComparer.Ordinal), samples);
        Assert.DoesNotContain("916000", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task Whoever_asks_is_told_beside_each_field_what_is_wrong_and_loses_nothing_of_what_was_typed()
    {
        await using var room = await RunScreens.DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        await using var screen = RunScreens.Look(room, Roles.Administrator);
        var page = Page(screen, run.PublicId);
        page.Labelled("Subscribers").Input("2");

        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.StartsWith("Say why", page.Wrong("Why"), StringComparison.Ordinal));
        Assert.Equal(("2", null), (page.Labelled("Subscribers").GetAttribute("value"), page.Wrong("Subscribers")));

        page.Labelled("Why").Input("yearly cleaning");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.StartsWith("That is not how many it is.", page.Wrong("Subscribers"), StringComparison.Ordinal));
        Assert.Equal(("yearly cleaning", null), (page.Labelled("Why").GetAttribute("value"), page.Wrong("Why")));
        Assert.Equal(JobStatus.Draft, (await room.FindAsync(run)).Status);

        page.Labelled("Subscribers").Input("3");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("Asked for. Another person decides now.", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal((JobStatus.AwaitingApproval, "yearly cleaning"), ((await room.FindAsync(run)).Status, (await room.FindAsync(run)).Why));
    }

    [Fact]
    public async Task Where_no_second_person_is_asked_the_password_is()
    {
        await using var room = await RunScreens.DueAsync();
        await ApprovalFromAsync(room, 100);
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        var (identity, _) = await StaffWithPassword.CreateAsync(room.Here, Roles.Administrator, "administrator");
        await using var screen = RunScreens.Look(room, Roles.Administrator, identity: identity);
        var page = Page(screen, run.PublicId);
        page.Labelled("Why").Input("yearly cleaning");
        page.Labelled("Subscribers").Input("3");
        page.Labelled("Your password").Input("guessed");

        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.StartsWith("The password is wrong", page.Wrong("Your password"), StringComparison.Ordinal));
        page.Labelled("Your password").Input(StaffWithPassword.Password);
        Assert.Equal("submit", page.Button("Begin the run").GetAttribute("type"));
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("The run begins.", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal(JobStatus.Waiting, (await room.FindAsync(run)).Status);
    }

    [Fact]
    public async Task Whoever_asked_reads_why_another_decides_and_another_may_refuse_with_a_note_only()
    {
        await using var room = await RunScreens.DueAsync();
        var run = await room.AskedAsync();
        await using var own = RunScreens.Look(room, Roles.Administrator);
        await using var others = RunScreens.Look(room, Roles.ComplianceOfficer);

        var asked = Page(own, run.PublicId);
        var approve = asked.Button("Approve");
        Assert.True(approve.HasAttribute("disabled"));
        Assert.StartsWith("You asked for this run", asked.Find($"#{approve.GetAttribute("aria-describedby")}").TextContent, StringComparison.Ordinal);
        Assert.True(asked.Button("Reject").HasAttribute("disabled"));

        var decided = Page(others, run.PublicId);
        decided.Button("Reject").Click();
        decided.WaitForAssertion(() => Assert.StartsWith("Say why in the note", decided.Wrong("Note"), StringComparison.Ordinal));
        decided.Labelled("Note").Input("not this year");
        decided.Button("Reject").Click();
        decided.WaitForAssertion(() => Assert.Contains("Rejected by", Outcome(decided), StringComparison.Ordinal));
        Assert.Contains("not this year", Outcome(decided), StringComparison.Ordinal);
        Assert.Equal(JobStatus.Rejected, (await room.FindAsync(run)).Status);
    }

    [Fact]
    public async Task Another_agrees_by_typing_how_many_it_is_and_reads_what_became_of_it()
    {
        await using var room = await RunScreens.DueAsync();
        var run = await room.AskedAsync();
        await using var screen = RunScreens.Look(room, Roles.ComplianceOfficer);
        var page = Page(screen, run.PublicId);

        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.StartsWith("That is not how many it is.", page.Wrong("Subscribers"), StringComparison.Ordinal));
        page.Labelled("Subscribers").Input("3");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("Approved: the run begins.", page.Markup, StringComparison.Ordinal));
        await room.HoldAsync(1);
        await room.OptInAsync(2);
        await room.WorkAsync(run);

        var done = Page(screen, run.PublicId);
        var facts = done.FindAll("[aria-labelledby=outcome] dl div").Where(fact => fact.QuerySelector("dt") is not null).ToDictionary(fact => fact.QuerySelector("dt")!.TextContent, fact => fact.QuerySelector("dd")!.TextContent.Trim());
        Assert.Equal(("1 subscriber", "1 subscriber", "1 subscriber"), (facts["Cleaned"], facts["No longer due"], facts["On legal hold"]));
        Assert.StartsWith(Roles.Administrator, facts["Requested by"], StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith(Roles.ComplianceOfficer, facts["Approved by"], StringComparison.OrdinalIgnoreCase);
        Assert.Equal($"/retention/runs/{run.PublicId}/certificate", done.FindAll("a").Single(link => link.TextContent == "Certificate").GetAttribute("href"));
        Assert.Empty(done.FindAll("button"));
    }

    [Fact]
    public async Task From_a_preview_that_is_too_old_nobody_goes_on_and_it_is_previewed_again()
    {
        await using var room = await RunScreens.DueAsync();
        var (looked, asked) = (await room.PreviewAsync(RetentionRoom.WithdrawnFor(30)), await room.AskedAsync());
        room.Here.Database.Clock.Advance(TimeSpan.FromHours(25));
        await using var own = RunScreens.Look(room, Roles.Administrator);
        await using var others = RunScreens.Look(room, Roles.ComplianceOfficer);

        var preview = Page(own, looked.PublicId);
        Assert.Contains("The preview is older than a day.", preview.Find("[aria-labelledby=request]").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/retention/runs/new?policy=", preview.FindAll("a").Single(link => link.TextContent == "Preview again").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Empty(preview.FindAll("form"));

        var decision = Page(others, asked.PublicId);
        Assert.True(decision.Button("Approve").HasAttribute("disabled"));
        Assert.False(decision.Button("Reject").HasAttribute("disabled"));
        Assert.Contains("The preview is older than a day.", decision.Find("#why-not").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_approved_and_is_void_since_is_not_said_to_be_rejected_by_whoever_approved()
    {
        await using var room = await RunScreens.DueAsync();
        var run = await room.AskedAsync();
        await room.Here.Get<RetentionChanges>().DecideAsync(run, approves: true, "", Staff.Officer);
        await using (var db = room.Here.Open())
        {
            await db.RetentionPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.Revision, p => p.Revision + 1), Cancellation);
        }

        await room.WorkAsync(run);
        await using var screen = RunScreens.Look(room, Roles.Auditor);
        var page = Page(screen, run.PublicId);

        Assert.Contains("Approved by", Outcome(page), StringComparison.Ordinal);
        Assert.DoesNotContain("Rejected by", Outcome(page), StringComparison.Ordinal);
        Assert.Equal("Void", page.Find(".chip").TextContent.Trim());
        Assert.Contains(page.FindAll("[role=status]"), said => said.TextContent.StartsWith("The policy was edited since the preview", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "The disk is full. Make room and start again.", "Go on")]
    [InlineData("ru", "Диск заполнен. Освободите место и запустите снова.", "Продолжить")]
    public async Task What_broke_off_says_why_and_goes_on_when_told(string language, string why, string goOn)
    {
        await using var room = await RunScreens.DueAsync();
        var run = await room.AskedAsync();
        await using (var db = room.Here.Open())
        {
            await db.RetentionRuns.ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, JobStatus.Failed).SetProperty(r => r.FailureKey, JobErrors.DiskFull.Key).SetProperty(r => r.HeadBeforeHash, new byte[32]), Cancellation);
        }

        await using var screen = RunScreens.Look(room, Roles.Administrator, language);
        await using var others = RunScreens.Look(room, Roles.Auditor, language);
        Assert.Empty(Page(others, run.PublicId).FindAll("button"));
        var page = Page(screen, run.PublicId);
        Assert.Contains(page.FindAll("[role=status]"), said => said.TextContent == why);

        page.Button(goOn).Click();

        page.WaitForElement("progress");
        Assert.DoesNotContain(page.FindAll("[role=status]"), said => said.TextContent == why);
        Assert.Equal(JobStatus.Waiting, (await room.FindAsync(run)).Status);
    }

    [Fact]
    public async Task Who_may_not_look_and_what_is_not_there_say_so()
    {
        await using var room = await RunScreens.DueAsync();
        var run = await room.AskedAsync();
        await using var stranger = RunScreens.Look(room, Roles.Marketer);
        await using var auditor = RunScreens.Look(room, Roles.Auditor);

        var refused = stranger.Render<RunPage>(with => with.Add(page => page.Id, $"{run.PublicId}"));
        var none = auditor.Render<RunPage>(with => with.Add(page => page.Id, "11111111111"));

        refused.WaitForAssertion(() => Assert.Contains(refused.FindAll("h1"), heading => heading.TextContent == "No permission"));
        Assert.Contains(Permissions.ViewRetention, Assert.Single(stranger.Denials), StringComparison.Ordinal);
        none.WaitForAssertion(() => Assert.Equal("There is no such run", none.Find("h2").TextContent));
    }

    private static string Outcome(IRenderedComponent<RunPage> page) => page.Find("[aria-labelledby=outcome]").TextContent;

    private static async Task ApprovalFromAsync(RetentionRoom room, int count)
    {
        await using var db = room.Here.Open();
        await db.RetentionSettings.ExecuteUpdateAsync(set => set.SetProperty(s => s.ApprovalFrom, count), Cancellation);
    }

    private static IRenderedComponent<RunPage> Page(Screen screen, PublicId id)
    {
        var page = screen.Render<RunPage>(with => with.Add(run => run.Id, $"{id}"));
        page.WaitForElement("[aria-labelledby=findings]");
        return page;
    }
}

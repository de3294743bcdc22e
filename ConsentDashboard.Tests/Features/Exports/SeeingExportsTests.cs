using Bunit;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Features.Exports;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Features.Exports.Seeds;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Operations.Exports;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Tests.Features.Exports;

public sealed class SeeingExportsTests
{
    [Theory]
    [InlineData("en", "Nothing has been exported yet")]
    [InlineData("ru", "Выгрузок ещё не было")]
    public async Task None_says_so(string language, string title)
    {
        await using var room = await ExportRoom.OpenAsync();
        await using var screen = Look(room, Roles.Marketer, language);

        var page = screen.Render<ExportList>();

        page.WaitForAssertion(() => Assert.Equal(title, page.Find("h2").TextContent));
        Assert.Equal("/exports/new", page.Find(".head a.primary").GetAttribute("href"));
    }

    [Fact]
    public async Task The_list_shows_each_with_its_state_and_offers_only_what_the_role_may()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2);
        await room.ExportAsync();
        await room.RequestAsync();
        await using var screen = Look(room, Roles.Auditor);

        var page = screen.Render<ExportList>();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.Contains("Waiting", page.FindAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Ready", page.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("SMS, promotional: Seasonal offers", page.FindAll("tbody a")[0].TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".head a"));
    }

    [Fact]
    public async Task What_was_asked_for_today_counts_with_what_needs_a_second_person()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.ApprovalAbove = 3);
        await room.GiveAsync(1, 2);
        await room.RequestAsync();
        await using var screen = Look(room, Roles.Marketer);

        var page = screen.Render<NewExport>();

        page.WaitForAssertion(() => Assert.Equal("2 people", page.Find(".figure[role=status]").TextContent.Trim()));
        Assert.Contains("a second person has to agree", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_counts_at_once_says_what_will_happen_and_leads_to_its_page()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.ApprovalAbove = 1);
        await room.GiveAsync(1, 2);
        await using var screen = Look(room, Roles.Marketer);
        var page = screen.Render<NewExport>();

        page.WaitForAssertion(() => Assert.Equal("2 people", page.Find(".figure[role=status]").TextContent.Trim()));
        Assert.Contains("a second person has to agree", page.Markup, StringComparison.Ordinal);
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal("why-error why-hint", page.Find("#why").GetAttribute("aria-describedby")));
        page.Find("#why").Input("spring campaign");
        page.Find("form").Submit();

        var address = screen.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("/exports/", address.Uri, StringComparison.Ordinal));
        var job = await room.JobAsync(Parse(address.Uri));
        Assert.Equal((JobStatus.AwaitingApproval, "spring campaign", ExportFormat.Xlsx), (job.Status, job.Why, job.Format));

        page.Find("form").Submit();
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
        Assert.Equal(job.PublicId, Parse(address.Uri));
    }

    [Theory]
    [InlineData("en", "Counting…", "Could not be counted", "a second person has to agree")]
    [InlineData("ru", "Считаем…", "Не удалось подсчитать", "нужно согласие второго сотрудника")]
    public async Task Until_another_choice_is_counted_nothing_of_the_one_before_is_said(string language, string counting, string failed, string approval)
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.ApprovalAbove = 1);
        await room.GiveAsync(1, 2);
        await using var screen = Look(room, Roles.Marketer, language);
        var visitor = HeldVisitor.Of(screen, Roles.Marketer);
        var page = screen.Render<NewExport>();
        string Said() => page.Find(".figure[role=status]").TextContent.Trim();
        page.WaitForAssertion(() => Assert.Contains(approval, page.Markup, StringComparison.Ordinal));
        await using var db = room.Here.Open();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Senders\" RENAME TO \"Gone\"", Xunit.TestContext.Current.CancellationToken);

        visitor.Hold();
        page.Find("#sender").Change($"{room.Here.Bank.PublicId}");
        Assert.Equal(counting, Said());
        Assert.DoesNotContain(approval, page.Markup, StringComparison.Ordinal);
        visitor.Release();

        page.WaitForAssertion(() => Assert.Equal(failed, Said()));
        Assert.DoesNotContain(approval, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_columns_ask_for_a_reason_and_a_channel_without_a_wording_has_no_purpose()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        await using var screen = Look(room, Roles.Marketer);
        var page = screen.Render<NewExport>();
        page.WaitForElement("#why");

        Assert.Empty(page.FindAll("#columns-reason"));
        page.FindAll("input[type=checkbox]")[3].Change(true);
        Assert.NotEmpty(page.FindAll("#columns-reason"));
        Assert.Equal(["Seasonal offers"], page.FindAll("#purpose option").Select(option => option.TextContent));
        page.Find("#sender").Change($"{room.Here.Bank.PublicId}");
        Assert.Empty(page.FindAll("#purpose option"));
        Assert.Contains("No published wording asks for this", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_person_approves_on_its_page_and_whoever_asked_cannot()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.ApprovalAbove = 0);
        await room.GiveAsync(1);
        var id = await room.RequestAsync(actor: Actor.User("administrator", "Mary", [Roles.Marketer]));
        await using (var own = Look(room, Roles.Administrator))
        {
            var mine = Page(own, id);
            mine.WaitForAssertion(() => Assert.Contains("somebody else has to decide", mine.Markup, StringComparison.Ordinal));
            Assert.True(mine.Find("button[type=submit]").HasAttribute("disabled"));
        }

        await using var screen = Look(room, Roles.ComplianceOfficer);
        var page = Page(screen, id);
        page.WaitForAssertion(() => Assert.Contains("Mary asks for 1 person", page.Markup, StringComparison.Ordinal));
        page.FindAll("form button")[1].Click();
        page.WaitForAssertion(() => Assert.Equal("true", page.Find("#note").GetAttribute("aria-invalid")));
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Approved. The export begins", page.Markup, StringComparison.Ordinal));
        Assert.Equal(JobStatus.Waiting, (await room.JobAsync(id)).Status);

        page.Render(with => with.Add(p => p.Id, $"{PublicId.Create()}"));
        page.WaitForAssertion(() => Assert.DoesNotContain("Approved. The export begins", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_page_shows_the_manifest_and_offers_the_file_to_whoever_asked()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2);
        var id = await room.RequestAsync();
        await using var screen = Look(room, Roles.Marketer);
        var page = Page(screen, id);
        page.WaitForAssertion(() => Assert.Contains("Waiting", page.Markup, StringComparison.Ordinal));

        await room.WorkAsync();

        page.WaitForAssertion(() => Assert.Contains("Ready", page.Find("h1").ParentElement!.TextContent, StringComparison.Ordinal));
        var job = await room.JobAsync(id);
        Assert.Contains(Convert.ToHexStringLower(job.Checksum!), page.Markup, StringComparison.Ordinal);
        Assert.Equal([$"/exports/{id}/file", $"/exports/{id}/manifest", $"/exports/{id}/recall"], page.FindAll("a[download]").Select(link => link.GetAttribute("href")));
        Assert.DoesNotContain("7916000", page.Markup, StringComparison.Ordinal);

        await using var auditor = Look(room, Roles.Auditor);
        var seen = Page(auditor, id);
        seen.WaitForAssertion(() => Assert.Equal([$"/exports/{id}/manifest"], seen.FindAll("a[download]").Select(link => link.GetAttribute("href"))));
    }

    [Fact]
    public async Task Cancelling_asks_first()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var id = await room.RequestAsync();
        await using var screen = Look(room, Roles.Marketer);
        var dialogs = screen.Dialogs();
        var page = Page(screen, id);

        page.WaitForElement(".head button.danger").Click();
        dialogs.WaitForElement("[role=dialog]");
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Cancel export").Click();

        page.WaitForAssertion(() => Assert.Contains("Cancelled", page.Find("h1").ParentElement!.TextContent, StringComparison.Ordinal));
        Assert.Equal(JobStatus.Cancelled, (await room.JobAsync(id)).Status);
    }

    [Fact]
    public async Task A_recipient_is_added_with_a_number_that_is_shown_masked()
    {
        await using var room = await ExportRoom.OpenAsync();
        await using var screen = Look(room, Roles.Administrator);
        var page = screen.Render<SeedList>();
        page.WaitForElement(".head button").Click();
        page.Find("#recipient").Input("Agency");
        page.Find("#phone").Input("12");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal("true", page.Find("#phone").GetAttribute("aria-invalid")));

        page.Find("#phone").Input("+44 7400 123456");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Agency", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("7400", page.Find("tbody").TextContent, StringComparison.Ordinal);
        page.Find("tbody button").Click();
        page.WaitForAssertion(() => Assert.Contains("Not used", page.Find("tbody").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_keys_are_rotated_no_recipient_is_added_and_it_says_why()
    {
        await using var room = await ExportRoom.OpenAsync();
        await using (var db = room.Here.Open())
        {
            await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Xunit.TestContext.Current.CancellationToken);
        }

        await using var screen = Look(room, Roles.Administrator);
        var page = screen.Render<SeedList>();
        page.WaitForElement(".head button").Click();
        page.Find("#recipient").Input("Agency");
        page.Find("#phone").Input("+44 7400 123456");

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.NotEmpty(page.Find("[role=alert]").TextContent.Trim()));
        Assert.Equal("Agency", page.Find("#recipient").GetAttribute("value"));
    }

    [Theory]
    [InlineData(Roles.SupportAgent, Permissions.ViewExports)]
    public async Task Who_may_not_look_sees_the_forbidden_state_and_it_is_recorded(string role, string permission)
    {
        await using var room = await ExportRoom.OpenAsync();
        await using var screen = Look(room, role);

        var list = screen.Render<ExportList>();
        var page = Page(screen, default);

        Assert.All<IRenderedComponent<IComponent>>([list, page], shown => shown.WaitForAssertion(() => Assert.Contains(shown.FindAll("h1"), heading => heading.TextContent == "No permission")));
        Assert.All(screen.Denials, denied => Assert.Contains(permission, denied, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_one_says_so()
    {
        await using var room = await ExportRoom.OpenAsync();
        await using var screen = Look(room, Roles.Auditor);

        var page = Page(screen, default);

        page.WaitForAssertion(() => Assert.Equal("There is no such export", page.Find("h2").TextContent));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Every_state_column_and_refusal_has_words(string language)
    {
        await using var room = await ExportRoom.OpenAsync();
        await using var screen = Look(room, Roles.Marketer, language);
        var words = screen.Services.GetRequiredService<IStringLocalizer<ExportsText>>();

        Assert.DoesNotContain(Enum.GetValues<JobStatus>(), status => words[$"Status.{status}"].ResourceNotFound);
        Assert.DoesNotContain(Enum.GetValues<ExportFormat>(), format => words[$"Format.{format}.Text"].ResourceNotFound);
        Assert.DoesNotContain(Enum.GetValues<ExportColumns>().Where(column => column is not (ExportColumns.None or ExportColumns.Default or ExportColumns.All)), column => words[$"Column.{column}"].ResourceNotFound);
        Type[] owners = [typeof(ExportRefusals), typeof(ExportErrors), typeof(SaveSeed), typeof(JobErrors)];
        Assert.DoesNotContain(owners.SelectMany(owner => owner.GetFields()).Select(field => field.GetValue(null)).OfType<Error>(), error => words[error.Key].ResourceNotFound);
    }

    private static PublicId Parse(string address) => PublicId.TryParse(address.Split('/')[^1], out var id) ? id : throw new InvalidOperationException(address);

    private static IRenderedComponent<ExportPage> Page(Screen screen, PublicId id) => screen.Render<ExportPage>(with => with.Add(page => page.Id, $"{id}"));

    private static Screen Look(ExportRoom room, string role, string language = "en")
    {
        var screen = new Screen(room.Here, role, language);
        screen.Services.AddSingleton(room.Options);
        screen.Services.AddSingleton(room.Files);
        screen.Services.AddSingleton(room.Here.Get<AudienceCount>());
        screen.Services.AddSingleton(room.Here.Get<SegmentNaming>());
        screen.Services.AddSingleton(room.Here.Get<JobFeed<ExportJob>>());
        screen.Services.AddExports();
        return screen.Ready();
    }
}

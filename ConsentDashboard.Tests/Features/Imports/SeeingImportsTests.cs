using System.Reflection;
using Bunit;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Imports;
using ConsentDashboard.Features.Imports.Declaring;
using ConsentDashboard.Features.Imports.Uploads;
using ConsentDashboard.Features.Imports.Verdicts;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Operations.Imports;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Tests.Features.Imports;

public sealed class SeeingImportsTests
{
    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Nothing has been imported yet")]
    [InlineData("ru", "Списков ещё не загружали")]
    public async Task None_says_so(string language, string title)
    {
        await using var room = await ImportRoom.CreateAsync();
        await using var screen = Look(room, Roles.Auditor, language);

        var page = screen.Render<ImportList>();

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("h2"), heading => heading.TextContent == title));
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task Who_may_run_uploads_from_the_list_and_is_told_what_was_refused()
    {
        await using var room = await ImportRoom.CreateAsync();
        await using var screen = Look(room, Roles.Administrator);
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/imports?refused=Import.Upload.TooLarge");

        var page = screen.Render<ImportList>();

        var form = page.WaitForElement("form[enctype='multipart/form-data']");
        Assert.Equal(("post", "/imports/upload"), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.NotEmpty(form.QuerySelectorAll("input[type=file][required]"));
        Assert.Contains("larger than this installation takes", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_shows_each_with_its_state_and_what_it_came_to()
    {
        await using var room = await ImportRoom.CreateAsync();
        await room.ImportAsync(ImportRoom.Row(1, 1), ImportRoom.Row(2, 1));
        await room.UploadAsync(ImportRoom.Row(1, 2));
        await SizeAsync(room);
        await using var screen = Look(room, Roles.ComplianceOfficer);

        var page = screen.Render<ImportList>();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.Contains("Being prepared", page.FindAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Imported", page.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Consents: 1 · opt-outs: 0 · others: 1", page.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tried_list_says_exactly_what_will_be_written_and_shows_no_number()
    {
        await using var room = await ImportRoom.CreateAsync();
        var batch = await room.TryAsync(await room.UploadAsync(ImportRoom.Row(1, 1), ImportRoom.Unsubscribed(2, 2), ImportRoom.Row(3, 3, null)));
        await SizeAsync(room);
        await using var screen = Look(room, Roles.Administrator);

        var page = Page(screen, batch.PublicId);

        page.WaitForAssertion(() => Assert.Contains("The import will write: consents 1, opt-outs 1; numbers stored as unknown where they are new: 1. Rows without effect: 0.", page.Markup, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("+7 ••• •••-00-01", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("916000", page.Markup, StringComparison.Ordinal);
        Assert.Equal([$"/imports/{batch.PublicId}/verdicts", $"/imports/{batch.PublicId}/rejected"], page.FindAll("a[download]").Select(link => link.GetAttribute("href")));
        Assert.Equal([$"/imports/{batch.PublicId}?step=columns", $"/imports/{batch.PublicId}?step=declare"], page.FindAll("ol a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Running_follows_to_the_end_by_itself_and_undo_asks_for_a_reason()
    {
        await using var room = await ImportRoom.CreateAsync();
        var batch = await room.TryAsync(await room.UploadAsync(ImportRoom.Row(1, 1)));
        await SizeAsync(room);
        await using var screen = Look(room, Roles.Administrator);
        var dialogs = screen.Dialogs();
        var page = Page(screen, batch.PublicId);

        Button(page, "Run the import").Click();
        page.WaitForElement("progress");
        Assert.True(await room.Here.Get<JobWorker<ImportBatch>>().WorkAsync(Cancellation));

        page.WaitForAssertion(() => Assert.Contains("Every row came to what the dry run had said", page.Markup, StringComparison.Ordinal));
        Button(page, "Take the import back").Click();
        dialogs.WaitForElement("[role=dialog]");
        dialogs.FindAll("button").Single(button => button.TextContent == "Take the import back").Click();
        dialogs.WaitForAssertion(() => Assert.NotEmpty(dialogs.FindAll("[aria-invalid=true]")));
        dialogs.Find("textarea").Input("the wrong list");
        dialogs.FindAll("button").Single(button => button.TextContent == "Take the import back").Click();
        page.WaitForElement("progress");
        Assert.True(await room.Here.Get<JobWorker<ImportBatch>>().WorkAsync(Cancellation));

        page.WaitForAssertion(() => Assert.Contains("Taken back", page.Find("h1").ParentElement!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_tried_again_meanwhile_is_not_run_from_the_old_figures()
    {
        await using var room = await ImportRoom.CreateAsync();
        var batch = await room.TryAsync(await room.UploadAsync(ImportRoom.Row(1, 1)));
        await SizeAsync(room);
        await using var screen = Look(room, Roles.Administrator);
        var page = Page(screen, batch.PublicId);
        page.WaitForElement("h1");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("button.primary")));
        await using (var db = room.Here.Open())
        {
            await db.ImportBatches.ExecuteUpdateAsync(set => set.SetProperty(b => b.TriedDigest, new byte[32]), Cancellation);
        }

        Button(page, "Run the import").Click();

        page.WaitForAssertion(() => Assert.Contains("The dry run was repeated meanwhile", page.Markup, StringComparison.Ordinal));
        Assert.Equal(ImportStage.DryRun, (await room.FindAsync(batch)).Stage);
    }

    [Fact]
    public async Task An_auditor_sees_the_verdicts_and_is_offered_nothing_to_do()
    {
        await using var room = await ImportRoom.CreateAsync();
        var batch = await room.TryAsync(await room.UploadAsync(ImportRoom.Row(1, 1)));
        await SizeAsync(room);
        await using var screen = Look(room, Roles.Auditor);

        var page = Page(screen, batch.PublicId);

        page.WaitForAssertion(() => Assert.Contains("What would happen", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("button"));
        Assert.Empty(page.FindAll("ol a"));
        Assert.Equal(2, page.FindAll("a[download]").Count);
    }

    [Fact]
    public async Task Verdicts_leave_without_numbers_and_are_audited()
    {
        await using var room = await ImportRoom.CreateAsync();
        await room.Here.Ledger.RecordAsync(room.Here.OptIn(2));
        await room.Here.Ledger.RecordAsync(room.Here.Stop(2));
        var batch = await room.TryAsync(await room.UploadAsync(ImportRoom.Row(1, 1), ImportRoom.Row(2, 2), ImportRoom.Row(3, 1), new() { Number = 4, Problem = new(RowProblems.Date, "=cmd") }));
        await using var screen = Look(room, Roles.Auditor);
        var file = screen.Services.GetRequiredService<VerdictsFile>();

        var all = await ReadAsync(file, new(batch.PublicId, OnlyRejected: false));
        var rejected = await ReadAsync(file, new(batch.PublicId, OnlyRejected: true));

        Assert.Equal(["Row,Verdict,Dry run said,Reason", "1,New,,", "2,Refused by the ratchet,,", "3,Duplicate in file,,", "4,Could not be read,,\"This is not a date, or not in the order that was set. (=cmd)\""], all);
        Assert.Equal(all.Where(line => !line.StartsWith("1,", StringComparison.Ordinal)), rejected);
        await using var db = room.Here.Open();
        Assert.Equal(2, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.VerdictsDownloaded && entry.Subject == $"{batch.PublicId}", Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => file.ExecuteAsync(new(batch.PublicId, OnlyRejected: false), Staff.SupportAgent, Cancellation));
    }

    [Fact]
    public async Task Who_may_not_look_sees_the_forbidden_state_and_it_is_recorded()
    {
        await using var room = await ImportRoom.CreateAsync();
        await using var screen = Look(room, Roles.SupportAgent);

        var list = screen.Render<ImportList>();
        var page = Page(screen, default);

        Assert.All<IRenderedComponent<IComponent>>([list, page], shown => shown.WaitForAssertion(() => Assert.Contains(shown.FindAll("h1"), heading => heading.TextContent == "No permission")));
        Assert.All(screen.Denials, denied => Assert.Contains(Permissions.ViewImports, denied, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Every_verdict_state_meaning_and_refusal_has_words(string language)
    {
        await using var room = await ImportRoom.CreateAsync();
        await using var screen = Look(room, Roles.Administrator, language);
        var text = screen.Services.GetRequiredService<IStringLocalizer<ImportsText>>();
        var words = screen.Services.GetRequiredService<ImportWords>();

        Assert.DoesNotContain(Enum.GetValues<ImportVerdict>().Where(verdict => verdict != ImportVerdict.None).SelectMany(verdict => new[] { $"Verdict.{verdict}", $"Writes.{verdict}" }), key => text[key].ResourceNotFound);
        Assert.DoesNotContain(Enum.GetValues<ImportState>(), state => text[$"State.{state}"].ResourceNotFound);
        Assert.DoesNotContain(Enum.GetValues<ImportStage>(), stage => text[$"Progress.{stage}"].ResourceNotFound);
        Assert.DoesNotContain(Enum.GetValues<ImportColumn>(), column => text[$"Meaning.{column}"].ResourceNotFound);
        Assert.DoesNotContain(FileEncodings.All, encoding => text[$"Encoding.{encoding}"].ResourceNotFound);
        Assert.DoesNotContain(Enum.GetValues<DateOrder>(), order => text[$"DateOrder.{order}"].ResourceNotFound);
        Type[] owners = [typeof(ImportErrors), typeof(ReadingErrors), typeof(UploadErrors), typeof(DeclareImport), typeof(JobErrors)];
        var keys = owners.SelectMany(owner => owner.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => field.GetValue(null)).OfType<Error>().Select(error => error.Key)
            .Concat(typeof(RowProblems).GetFields().Select(field => (string)field.GetValue(null)!))
            .Concat(["Imports.Held", "Imports.Restricted", "Imports.PartlyRefused", "Imports.LifespanOver", "Imports.Erased", "Imports.Stopped"]);
        Assert.DoesNotContain(keys, key => words.Of(new VerdictReason(key))!.Contains(key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ImportStage.Mapping, JobStatus.Draft, ImportState.Preparing)]
    [InlineData(ImportStage.DryRun, JobStatus.Running, ImportState.Trying)]
    [InlineData(ImportStage.DryRun, JobStatus.Cancelled, ImportState.Dropped)]
    [InlineData(ImportStage.Run, JobStatus.Waiting, ImportState.Running)]
    [InlineData(ImportStage.Run, JobStatus.Cancelled, ImportState.Stopped)]
    [InlineData(ImportStage.Undo, JobStatus.Undone, ImportState.Undone)]
    [InlineData(ImportStage.Undo, JobStatus.Failed, ImportState.UndoStopped)]
    [InlineData(ImportStage.Mapping, JobStatus.Expired, ImportState.Expired)]
    public void A_stage_and_a_status_are_one_state(ImportStage stage, JobStatus status, ImportState state) => Assert.Equal(state, ImportStates.Of(stage, status));

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ImportPage> page, string text)
    {
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim() == text));
        return page.FindAll("button").Single(button => button.TextContent.Trim() == text);
    }

    private static async Task<string[]> ReadAsync(VerdictsFile file, VerdictsFile.Input input)
    {
        var begun = await file.ExecuteAsync(input, Staff.Auditor, Cancellation);
        using var target = new MemoryStream();
        await begun.Value!(target);
        return System.Text.Encoding.UTF8.GetString(target.ToArray()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    // As an upload through the form has.
    private static async Task SizeAsync(ImportRoom room)
    {
        await using var db = room.Here.Open();
        await db.ImportBatches.ExecuteUpdateAsync(set => set.SetProperty(b => b.FileSize, 6).SetProperty(b => b.Mapping, new ImportMapping { Columns = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0 } }.ToJson()), Cancellation);
    }

    private static IRenderedComponent<ImportPage> Page(Screen screen, PublicId id) => screen.Render<ImportPage>(with => with.Add(page => page.Id, $"{id}"));

    private static Screen Look(ImportRoom room, string role, string language = "en")
    {
        var screen = new Screen(room.Here, role, language);
        screen.AddImportServices(room.Here);
        return screen.Ready();
    }
}

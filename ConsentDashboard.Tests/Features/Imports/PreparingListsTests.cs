using AngleSharp.Dom;
using System.Text;
using Bunit;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Imports;
using ConsentDashboard.Features.Imports.Declaring;
using ConsentDashboard.Features.Imports.Mapping;
using ConsentDashboard.Features.Imports.Uploads;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Imports;

public sealed class PreparingListsTests
{
    private const string List = "phone;consent_date\n+79160000001;03/04/2026\n+79160000002;04/04/2026\n";

    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_are_guessed_and_numbers_masked_and_an_ambiguous_order_of_dates_is_asked_for()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var import = await UploadAsync(screen, List);
        var page = Page(screen, import);

        page.WaitForElement("#date-order");
        Assert.Equal(["Phone", "ConsentDate"], page.FindAll("tbody select").Select(select => select.GetAttribute("value")));
        Assert.DoesNotContain("916", page.Markup, StringComparison.Ordinal);
        Assert.Contains("•0001", page.Markup, StringComparison.Ordinal);
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal("true", page.Find("#date-order").GetAttribute("aria-invalid")));
        Assert.Equal("{}", (await FindAsync(here, import)).Mapping);

        page.Find("#date-order").Change("DayFirst");
        page.WaitForAssertion(() => Assert.Null(page.Find("#date-order").GetAttribute("aria-invalid")));
        page.Find("#source").Input("Old product");
        page.Find("form").Submit();

        page.WaitForElement("#declare");
        var batch = await FindAsync(here, import);
        Assert.Equal((DateOrder.DayFirst, "Old product"), (ImportMapping.Parse(batch.Mapping).Value!.DateOrder!.Value, batch.SourceName));
    }

    [Fact]
    public async Task A_choice_made_while_the_file_is_looked_at_builds_on_the_one_before()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var visitor = HeldVisitor.Of(screen, Roles.Administrator);
        var import = await UploadAsync(screen, "one;two;three\n+79160000001;RU-1;app\n");
        var page = screen.Render<ColumnsPart>(with => with.Add(part => part.Import, import));
        page.WaitForElement("tbody tr");
        string?[] chosen = ["Phone", "ExternalRef", "ProofReference"];

        visitor.Hold();
        for (var column = 0; column < chosen.Length; column++)
        {
            page.FindAll("tbody select")[column].Change(chosen[column]);
        }

        Assert.True(page.Find("button[type=submit]").IsDisabled());
        visitor.Release();

        page.WaitForAssertion(() => Assert.False(page.Find("button[type=submit]").IsDisabled()));
        Assert.Equal(chosen, page.FindAll("tbody select").Select(select => select.GetAttribute("value")));
        page.Find("form").Submit();
        var expected = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0, [ImportColumn.ExternalRef] = 1, [ImportColumn.ProofReference] = 2 };
        Assert.Equal(expected, ImportMapping.Parse((await FindAsync(here, import)).Mapping).Value!.Columns.ToDictionary());
    }

    [Fact]
    public async Task The_next_file_of_a_source_needs_no_questions()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var first = await UploadAsync(screen, List);
        Assert.Null((await MapAsync(screen, first, "Old product")).Error);

        var second = await UploadAsync(screen, List);
        var seen = await screen.Services.GetRequiredService<LookIntoFile>().ExecuteAsync(new(second), Staff.Administrator, Cancellation);

        Assert.Equal((true, "Old product", DateOrder.DayFirst), (seen.Value!.IsRemembered, seen.Value.Source, seen.Value.Mapping.DateOrder!.Value));
        Assert.Null(seen.Value.Mapping.Missing());
    }

    [Theory]
    [InlineData("03/04/2026", DateOrder.MonthFirst)]
    [InlineData("2026-04-03", DateOrder.MonthFirst)]
    [InlineData("25/04/2026", DateOrder.DayFirst)]
    public async Task The_order_of_dates_is_remembered_unless_the_file_says_another(string date, DateOrder expected)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var first = await UploadAsync(screen, "phone;when\n+79160000001;03/04/2026\n");
        var known = new ImportMapping
        {
            Format = ImportFormat.Csv,
            Delimiter = ';',
            Headers = ["phone", "when"],
            Columns = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0, [ImportColumn.ConsentDate] = 1 },
            DateOrder = DateOrder.MonthFirst,
        };
        Assert.Null((await screen.Services.GetRequiredService<SaveMapping>().ExecuteAsync(new(first, known, "Old product"), Staff.Administrator, Cancellation)).Error);

        var second = await UploadAsync(screen, $"phone;when\n+79160000001;{date}\n");
        var seen = await screen.Services.GetRequiredService<LookIntoFile>().ExecuteAsync(new(second), Staff.Administrator, Cancellation);

        Assert.Equal((true, expected), (seen.Value!.IsRemembered, seen.Value.Mapping.DateOrder!.Value));
    }

    [Fact]
    public async Task A_first_row_with_a_number_is_not_kept_as_names_and_not_shown_whole()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var import = await UploadAsync(screen, "phone;+79160000001\n+79160000002;Ann\n");
        var seen = await screen.Services.GetRequiredService<LookIntoFile>().ExecuteAsync(new(import, new() { Format = ImportFormat.Csv, Delimiter = ';', HasHeader = true }), Staff.Administrator, Cancellation);
        var mapping = seen.Value!.Mapping with { Columns = new Dictionary<ImportColumn, int> { [ImportColumn.Phone] = 0 } };

        var saved = await screen.Services.GetRequiredService<SaveMapping>().ExecuteAsync(new(import, mapping, "Old product"), Staff.Administrator, Cancellation);

        Assert.Equal(ReadingErrors.NumberInHeader, saved.Error);
        await using (var db = here.Open())
        {
            Assert.Empty(await db.ImportProfiles.ToListAsync(Cancellation));
            await db.ImportBatches.ExecuteUpdateAsync(set => set.SetProperty(b => b.Mapping, mapping.ToJson()), Cancellation);
        }

        var page = screen.Render<ColumnsPart>(with => with.Add(part => part.Import, import));
        page.WaitForElement("tbody tr");
        Assert.DoesNotContain("916", page.Markup, StringComparison.Ordinal);
        Assert.Contains("•0001", page.Markup, StringComparison.Ordinal);
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("hold a phone number", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_that_was_stopped_can_be_dropped_on_its_page()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var import = await UploadAsync(screen, List);
        await MapAsync(screen, import, "");
        await DeclareAsync(screen, Right(here, import));
        await here.Get<TryImport>().ExecuteAsync(new(import), Staff.Administrator, Cancellation);
        Assert.Null((await here.Get<CancelImport>().ExecuteAsync(new(import), Staff.Administrator, Cancellation)).Error);
        var dialogs = screen.Dialogs();
        var page = Page(screen, import);

        page.WaitForElement(".head button.danger").Click();
        dialogs.WaitForElement("[role=dialog]");
        dialogs.FindAll("button").Single(button => button.TextContent == "Drop the list").Click();

        page.WaitForAssertion(() => Assert.Contains("its file is gone", page.Markup, StringComparison.Ordinal));
        Assert.Empty(here.Get<JobFiles>().Names(import, ""));
    }

    [Theory]
    [InlineData("", "Import.Upload.NoFile")]
    [InlineData("phone\n", "Import.HeaderOnly")]
    [InlineData("phone;phone\n1;2\n", "Import.SameHeader")]
    [InlineData("phone\0\0\0\0;x\n1;2\n", "Import.Binary")]
    public async Task What_is_no_list_says_why(string content, string key)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var uploaded = await screen.Services.GetRequiredService<UploadImport>().ExecuteAsync(new(new MemoryStream(Encoding.UTF8.GetBytes(content)), "list.csv"), Staff.Administrator, Cancellation);
        if (uploaded.Failed)
        {
            Assert.Equal(key, uploaded.Error.Key);
            return;
        }

        var seen = await screen.Services.GetRequiredService<LookIntoFile>().ExecuteAsync(new(uploaded.Value), Staff.Administrator, Cancellation);
        var page = Page(screen, uploaded.Value);

        Assert.Equal(key, seen.Error!.Key);
        page.WaitForAssertion(() => Assert.Contains(screen.Services.GetRequiredService<ImportWords>().Of(seen.Error), page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_declaration_starts_the_dry_run_and_names_what_it_is_about()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var import = await UploadAsync(screen, List);
        await MapAsync(screen, import, "");
        var page = Page(screen, import);

        page.WaitForElement("#sender").Change($"{here.Shop.PublicId}");
        page.Find("#proof").Input("");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("needs a place where its proof lies", page.Find("#proof-error").TextContent, StringComparison.Ordinal));
        page.Find("#proof").Input("archive/2026");
        page.Find("#region").Change("RU");
        page.Find("form").Submit();

        page.WaitForElement("progress");
        var batch = await FindAsync(here, import);
        Assert.Equal((ImportStage.DryRun, JobStatus.Waiting, here.Shop.Id, here.ShopNotice.Id), (batch.Stage, batch.Status, batch.SenderId, batch.NoticeVersionId!.Value));
        Assert.Equal((ConsentCells.All, Method.TickedBox, "en", "RU", "archive/2026"), (batch.Cells, batch.Method, batch.WordingLanguage, batch.DefaultRegion, batch.ProofReference));
        await using var db = here.Open();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == AuditAction.ImportDeclared, Cancellation);
        Assert.DoesNotContain("archive", entry.Details, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "Import.NoSender", "sender" },
        { "Import.NoCells", "cells" },
        { "Import.WrongWording", "wording" },
        { "Import.WrongWording", "language" },
        { "Import.WrongPoint", "point" },
        { "Import.UnknownRegion", "region" },
        { "Import.NoProof", "proof" },
        { "Import.ProofTooLong", "long-proof" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_declaration_changes_nothing(string key, string what)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var import = await UploadAsync(screen, List);
        await MapAsync(screen, import, "");
        var right = Right(here, import);
        var input = what switch
        {
            "sender" => right with { Sender = PublicId.Create() },
            "cells" => right with { Cells = ConsentCells.None },
            "wording" => right with { Wording = here.BankNotice.PublicId },
            "language" => right with { Language = "de" },
            "point" => right with { Point = here.BankForm.PublicId },
            "region" => right with { Region = "ZZ" },
            "proof" => right with { Point = null, Proof = " " },
            _ => right with { Proof = new('x', DeclareImport.LongestProof + 1) },
        };

        var declared = await screen.Services.GetRequiredService<DeclareImport>().ExecuteAsync(input, Staff.Administrator, Cancellation);

        Assert.Equal(key, declared.Error!.Key);
        Assert.Equal(0, (await FindAsync(here, import)).SenderId);
    }

    [Fact]
    public async Task A_dry_run_is_void_once_what_it_was_about_changes()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var import = await UploadAsync(screen, List);
        await MapAsync(screen, import, "");
        await DeclareAsync(screen, Right(here, import));
        await here.Get<TryImport>().ExecuteAsync(new(import), Staff.Administrator, Cancellation);
        Assert.True(await here.Get<JobWorker<ImportBatch>>().WorkAsync(Cancellation));
        var tried = await FindAsync(here, import);
        Assert.Equal((JobStatus.Done, 2), (tried.Status, ImportCounts.Parse(tried.TriedCounts)[ImportVerdict.New]));

        await DeclareAsync(screen, Right(here, import) with { Cells = ConsentCells.SmsPromotional });

        var changed = await FindAsync(here, import);
        Assert.Equal((ImportStage.Mapping, JobStatus.Draft, "{}", null), (changed.Stage, changed.Status, changed.TriedCounts, changed.TriedDigest));
        Assert.Equal(ImportErrors.WrongStage, (await here.Get<StartImport>().ExecuteAsync(new(import, tried.TriedDigest!), Staff.Administrator, Cancellation)).Error);
    }

    [Fact]
    public async Task A_file_that_ends_in_the_middle_of_a_row_fails_the_dry_run_and_names_the_row()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var import = await UploadAsync(screen, $"{List}+7916000");
        await MapAsync(screen, import, "");
        await DeclareAsync(screen, Right(here, import));
        await here.Get<TryImport>().ExecuteAsync(new(import), Staff.Administrator, Cancellation);

        Assert.True(await here.Get<JobWorker<ImportBatch>>().WorkAsync(Cancellation));

        var batch = await FindAsync(here, import);
        Assert.Equal((JobStatus.Failed, "Import.CutOff", "3"), (batch.Status, batch.FailureKey, batch.FailureDetails));
        var page = Page(screen, import);
        page.WaitForAssertion(() => Assert.Contains("(row 3)", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dropping_a_list_asks_first_and_takes_its_file()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Look(here);
        var import = await UploadAsync(screen, List);
        var dialogs = screen.Dialogs();
        var page = Page(screen, import);

        page.WaitForElement(".head button.danger").Click();
        dialogs.WaitForElement("[role=dialog]");
        dialogs.FindAll("button").Single(button => button.TextContent == "Drop the list").Click();

        page.WaitForAssertion(() => Assert.Contains("its file is gone", page.Markup, StringComparison.Ordinal));
        Assert.Equal(JobStatus.Cancelled, (await FindAsync(here, import)).Status);
    }

    private static DeclareImport.Input Right(Installation here, PublicId import) => new()
    {
        Import = import,
        Sender = here.Shop.PublicId,
        Point = here.ShopForm.PublicId,
        Wording = here.ShopNotice.PublicId,
        Language = "en",
        Cells = ConsentCells.All,
        Region = "RU",
        Proof = "archive/2026",
    };

    private static async Task DeclareAsync(Screen screen, DeclareImport.Input input) =>
        Assert.Null((await screen.Services.GetRequiredService<DeclareImport>().ExecuteAsync(input, Staff.Administrator, Cancellation)).Error);

    private static async Task<PublicId> UploadAsync(Screen screen, string list) =>
        (await screen.Services.GetRequiredService<UploadImport>().ExecuteAsync(new(new MemoryStream(Encoding.UTF8.GetBytes(list)), "list.csv"), Staff.Administrator, Cancellation)).Value;

    private static async Task<Result> MapAsync(Screen screen, PublicId import, string source)
    {
        var seen = await screen.Services.GetRequiredService<LookIntoFile>().ExecuteAsync(new(import), Staff.Administrator, Cancellation);
        return await screen.Services.GetRequiredService<SaveMapping>().ExecuteAsync(new(import, seen.Value!.Mapping with { DateOrder = DateOrder.DayFirst }, source), Staff.Administrator, Cancellation);
    }

    private static async Task<ImportBatch> FindAsync(Installation here, PublicId import)
    {
        await using var db = here.Open();
        return await db.ImportBatches.AsNoTracking().SingleAsync(b => b.PublicId == import, Cancellation);
    }

    private static IRenderedComponent<ImportPage> Page(Screen screen, PublicId id) => screen.Render<ImportPage>(with => with.Add(page => page.Id, $"{id}"));

    private static Screen Look(Installation here)
    {
        var screen = new Screen(here, Roles.Administrator);
        screen.AddImportServices(here);
        return screen.Ready();
    }
}

using System.Text;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Exports.Files;
using ConsentDashboard.Features.Exports.Recall;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Features.Exports.Seeds;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Operations.Exports;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Exports;

/// <summary>Downloads, recall and watermarks.</summary>
public sealed class TakingExportsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_download_is_the_whole_file_counted_and_audited()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var job = await room.ExportAsync();

        for (var time = 0; time < 2; time++)
        {
            var file = (await room.Here.Get<DownloadExport>().ExecuteAsync(job.PublicId, Staff.Marketer, Token)).Value!;
            Assert.Equal(room.FileOf(job), await ReadAsync(file));
            Assert.Equal(($"export-{job.PublicId}.csv", "text/csv; charset=utf-8"), (file.Name, file.ContentType));
        }

        Assert.Equal(2, (await room.JobAsync(job.PublicId)).Downloads);
        await using var db = room.Here.Open();
        Assert.Equal(2, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.ExportDownloaded && entry.Subject == $"{job.PublicId}", Token));
    }

    [Fact]
    public async Task Only_whoever_asked_takes_it_or_an_approver_to_whom_downloading_is_granted_too()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var job = await room.ExportAsync();
        var download = room.Here.Get<DownloadExport>();

        Assert.Equal("Exports.NotYours", (await download.ExecuteAsync(job.PublicId, Actor.User("another", "Another", [Roles.Marketer]), Token)).Error?.Key);
        Assert.False((await download.ExecuteAsync(job.PublicId, Actor.User("both", "Both", [Roles.Marketer, Roles.ComplianceOfficer]), Token)).Failed);
        foreach (var other in (Actor[])[Staff.Officer, Staff.Administrator, Staff.SupportAgent, Staff.Auditor])
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => download.ExecuteAsync(job.PublicId, other, Token));
        }
    }

    [Fact]
    public async Task Before_it_is_whole_and_after_its_days_there_is_nothing_to_take()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var id = await room.RequestAsync();
        var download = room.Here.Get<DownloadExport>();

        Assert.Equal("Exports.NotReady", (await download.ExecuteAsync(id, Staff.Marketer, Token)).Error?.Key);
        await room.WorkAsync();
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal("Exports.Gone", (await download.ExecuteAsync(id, Staff.Marketer, Token)).Error?.Key);
        await room.Here.Get<ExportExpiry>().SweepAsync(Token);
        Assert.Equal("Exports.Gone", (await download.ExecuteAsync(id, Staff.Marketer, Token)).Error?.Key);
        Assert.Equal(0, (await room.JobAsync(id)).Downloads);
    }

    [Fact]
    public async Task The_manifest_says_what_the_file_is_and_names_nobody()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.ApprovalAbove = 0);
        await room.GiveAsync(1, 2);
        var id = await room.RequestAsync();
        await room.Here.Get<ApproveExport>().ExecuteAsync(new(id, "fine"), Staff.Officer, Token);
        await room.WorkAsync();
        var job = await room.JobAsync(id);

        var text = Encoding.UTF8.GetString((await room.Here.Get<ExportManifest>().FindAsync(id, Staff.Auditor, Token))!);

        var manifest = JsonNode.Parse(text)!;
        Assert.Equal((2, Convert.ToHexStringLower(job.Checksum!)), ((int)manifest["rows"]!, (string?)manifest["sha256"]));
        Assert.Equal(("Seasonal offers", "spring campaign", "Marketer", "ComplianceOfficer", "fine"),
            ((string?)manifest["purpose"], (string?)manifest["why"], (string?)manifest["requestedBy"], (string?)manifest["approvedBy"], (string?)manifest["approvalNote"]));
        Assert.Equal((job.DecidedFromSeq, job.DecidedUntilSeq, "everybody who may be contacted"), ((long)manifest["ledgerFrom"]!, (long)manifest["ledgerUntil"]!, (string?)manifest["filter"]));
        Assert.Equal(["row_key", "number", "language", "preference_link"], manifest["columns"]!.AsArray().Select(column => (string)column!));
        Assert.DoesNotContain("7916000", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recall_names_who_withdrew_since_with_the_number_while_it_is_held()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2, 3, 4);
        var job = await room.ExportAsync();
        var keys = room.LinesOf(job).Skip(1).ToDictionary(line => line[1], line => line[0]);
        Assert.Equal(["row_key,number,reasons"], await RecallAsync(room, job));

        await room.RecordAsync(room.Here.Stop(2));
        await room.EraseAsync(3);
        await room.RecordAsync(room.Here.Stop(4, sender: room.Here.Bank));

        Assert.Equal(
            ["row_key,number,reasons", $"{keys[A.Number(2)]},{A.Number(2)},withdrawn suppressed", $"{keys[A.Number(3)]},,erased"],
            await RecallAsync(room, job));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(8));
        await room.Here.Get<ExportExpiry>().SweepAsync(Token);
        Assert.Equal(3, (await RecallAsync(room, job)).Length);
        Assert.Empty(room.FilesLeft());
        await using var db = room.Here.Open();
        var details = await db.AuditEntries.Where(entry => entry.Action == AuditAction.ExportRecalled).OrderBy(entry => entry.Id).Select(entry => entry.Details).ToListAsync(Token);
        Assert.Equal(["""{"rows":0}""", """{"rows":2}""", """{"rows":2}"""], details);
    }

    [Fact]
    public async Task Recall_goes_page_by_page_through_an_export_of_any_size()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2, 3, 4, 5);
        var job = await room.ExportAsync();
        await room.RecordAsync(room.Here.Stop(2));
        await room.RecordAsync(room.Here.Stop(5));
        var queries = room.Here.Get<RecallQueries>();

        List<string?> numbers = [];
        var pages = 0;
        for (long? after = 0; after is { } place; pages++)
        {
            var page = await queries.ReadAsync(job, place, Token, examined: 2);
            numbers.AddRange(page.Rows.Select(row => row.Number));
            after = page.Next;
        }

        Assert.Equal(3, pages);
        Assert.Equal([A.Number(2), A.Number(5)], numbers);
        Assert.Equal(new Counted(2, IsExact: true), await queries.CountAsync(job.PublicId, Staff.Auditor, Token));
        Assert.Equal(new Counted(1, IsExact: false), await queries.CountAsync(job.PublicId, Staff.Auditor, Token, examined: 2));
    }

    [Fact]
    public async Task Only_whoever_may_download_recalls_and_only_what_was_written()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var recall = room.Here.Get<RecallFile>();
        var id = await room.RequestAsync();

        Assert.Equal("Exports.NotReady", (await recall.ExecuteAsync(id, Staff.Marketer, Token)).Error?.Key);
        await room.WorkAsync();
        Assert.Equal("Exports.NotYours", (await recall.ExecuteAsync(id, Actor.User("another", "Another", [Roles.Marketer]), Token)).Error?.Key);
        await Assert.ThrowsAsync<ForbiddenException>(() => recall.ExecuteAsync(id, Staff.Officer, Token));
        await using var db = room.Here.Open();
        await db.ExportItems.ExecuteDeleteAsync(Token);
        Assert.Equal("Exports.RecallOver", (await recall.ExecuteAsync(id, Staff.Marketer, Token)).Error?.Key);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task A_recipients_files_carry_one_row_with_her_number_and_count_it_as_nobody(int range)
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2, 3);
        await room.RecordAsync(room.Here.OptIn(4) with { Cells = ConsentDashboard.Domain.Consents.ConsentCells.CallPromotional });
        Assert.False((await room.Here.Get<SaveSeed>().ExecuteAsync(new() { Recipient = "Agency", Phone = "+44 7400 123456" }, Staff.Administrator, Token)).Failed);
        var seed = Assert.Single(await room.Here.Get<SeedQueries>().ListAsync(Staff.Administrator, Token));
        room.Runner.FirstRange = range;

        var job = await room.ExportAsync(room.Input() with { Seed = seed.Id });

        Assert.Equal(3, job.RowCount);
        Assert.Equal(["+447400123456", A.Number(1), A.Number(2), A.Number(3)], room.NumbersOf(job).Order());
        var items = await room.ItemsAsync(job);
        Assert.Equal(4, items.Select(item => item.RowKey).Distinct().Count());
        Assert.Single(items, item => item.SubscriberId is null && item.BlindIndex is null);
        Assert.Empty((await room.Here.Get<RecallQueries>().ReadAsync(job, 0, Token)).Rows);
        Assert.Equal("Agency", (string?)JsonNode.Parse((await room.Here.Get<ExportManifest>().FindAsync(job.PublicId, Staff.Marketer, Token))!)!["watermarkOf"]);
        Assert.Equal(1, Assert.Single(await room.Here.Get<SeedQueries>().ListAsync(Staff.Administrator, Token)).Exports);
    }

    [Fact]
    public async Task A_recipients_number_is_the_companys_own_and_only_hers()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var save = room.Here.Get<SaveSeed>();

        Assert.Equal("Seeds.NumberIsKnown", (await save.ExecuteAsync(new() { Recipient = "Agency", Phone = A.Number(1) }, Staff.Administrator, Token)).Error?.Key);
        Assert.Equal("Phone.Invalid", (await save.ExecuteAsync(new() { Recipient = "Agency", Phone = "12" }, Staff.Administrator, Token)).Error?.Key);
        Assert.Equal("Seeds.RecipientMissing", (await save.ExecuteAsync(new() { Phone = "+447400123456" }, Staff.Administrator, Token)).Error?.Key);
        Assert.Equal("Seeds.RecipientHasNumber", (await save.ExecuteAsync(new() { Recipient = "+79160000001", Phone = "+447400123456" }, Staff.Administrator, Token)).Error?.Key);
        Assert.False((await save.ExecuteAsync(new() { Recipient = "Agency", Phone = "+447400123456" }, Staff.Administrator, Token)).Failed);
        Assert.Equal("Seeds.NumberIsTaken", (await save.ExecuteAsync(new() { Recipient = "Other", Phone = "+447400123456" }, Staff.Administrator, Token)).Error?.Key);
        await Assert.ThrowsAsync<ForbiddenException>(() => save.ExecuteAsync(new() { Recipient = "x", Phone = "+447400123457" }, Staff.Marketer, Token));

        var seed = Assert.Single(await room.Here.Get<SeedQueries>().ListAsync(Staff.Administrator, Token));
        Assert.DoesNotContain("12345", seed.Number, StringComparison.Ordinal);
        Assert.False((await save.SwitchAsync(seed.Id, isActive: false, Staff.Administrator, Token)).Failed);
        Assert.Equal("Exports.UnknownSeed", (await room.Here.Get<RequestExport>().ExecuteAsync(room.Input() with { Seed = seed.Id }, Staff.Marketer, Token)).Error?.Key);
    }

    private static async Task<string[]> RecallAsync(ExportRoom room, ExportJob job)
    {
        var file = await room.Here.Get<RecallFile>().ExecuteAsync(job.PublicId, Staff.Marketer, Token);
        return Encoding.UTF8.GetString(await ReadAsync(file.Value!)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<byte[]> ReadAsync(DownloadedFile file)
    {
        await using var content = file.Content;
        using var all = new MemoryStream();
        await content.CopyToAsync(all, Token);
        return all.ToArray();
    }
}

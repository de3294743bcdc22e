using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Tests.Support;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Exports;

/// <summary>Who is in a file, and what of them.</summary>
public sealed class WritingExportsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_file_holds_exactly_those_whose_decision_is_allowed_and_whose_wording_names_the_purpose(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await History.Steps.SampleAsync(steps => CheckAsync(provider, steps), iter: 15, threads: 1);
    }

    [Fact]
    public async Task A_row_carries_the_key_the_number_the_language_and_a_link_by_which_she_can_stop()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2);

        var job = await room.ExportAsync();

        var lines = room.LinesOf(job);
        var items = await room.ItemsAsync(job);
        Assert.Equal(["row_key", "number", "language", "preference_link"], lines[0]);
        Assert.Equal([A.Number(1), A.Number(2)], lines.Skip(1).Select(line => line[1]));
        Assert.All(lines.Skip(1), line => Assert.Equal("ru", line[2]));
        Assert.Equal(items.Select(item => $"{new PublicId(item.RowKey)}"), lines.Skip(1).Select(line => line[0]));
        Assert.StartsWith("https://consent.example/p/", lines[1][3], StringComparison.Ordinal);
        Assert.Equal(room.Here.Shop.Id, room.Here.Get<LinkTokens>().Read(lines[1][3].Split('/')[^1])!.Value.SenderId);
    }

    [Fact]
    public async Task More_columns_say_when_where_and_on_which_wording_she_agreed()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        await using (var db = room.Here.Open())
        {
            await db.Subscribers.ExecuteUpdateAsync(set => set.SetProperty(s => s.ExternalRef, "=cmd;=calc").SetProperty(s => s.Language, "=ru"), Token);
        }

        var job = await room.ExportAsync(room.Input() with { Columns = ExportColumns.All, ColumnsReason = "for the letter" });

        Assert.Equal(
            ["row_key", "number", "language", "preference_link", "region", "reference", "opted_in_at", "collection_point", "wording", "last_activity_at"],
            room.LinesOf(job)[0]);
        Assert.Equal("'=ru", room.LinesOf(job)[1][2]);
        Assert.Equal(["RU", "'=cmd;'=calc", "2026-06-01T00:00:00Z", "Form", "North Shop news 1", "2026-06-01T00:00:00Z"], room.LinesOf(job)[1][4..]);
    }

    [Fact]
    public async Task What_the_job_says_of_its_file_is_true_and_the_ledger_has_it()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2, 3);

        var job = await room.ExportAsync();

        var file = room.FileOf(job);
        Assert.Equal((JobStatus.Done, 3, file.Length), (job.Status, job.RowCount, job.FileSize));
        Assert.Equal(SHA256.HashData(file), job.Checksum);
        Assert.Equal(room.Now.AddDays(7), job.ExpiresAt);
        Assert.InRange(job.DecidedFromSeq, 1, job.DecidedUntilSeq);
        await using var db = room.Here.Open();
        var finished = await db.AuditEntries.SingleAsync(entry => entry.Action == AuditAction.ExportFinished, Token);
        Assert.Equal($"{job.PublicId}", finished.Subject);
        Assert.Contains("\"rows\":3", finished.Details, StringComparison.Ordinal);
        Findings.None(await db.AuditEntries.Where(entry => entry.Details!.Contains("7916000") || entry.Reason!.Contains("7916000")).Select(entry => $"{entry.Action}").ToListAsync(Token));
    }

    [Fact]
    public async Task Nothing_of_a_file_is_readable_where_it_lies()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);

        await room.ExportAsync();

        var stored = await File.ReadAllTextAsync(Directory.EnumerateFiles(room.Folder).Single(), System.Text.Encoding.Latin1, Token);
        Assert.DoesNotContain("7916", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("row_key", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_withdraws_while_it_is_written_is_in_no_later_part_of_it()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2, 3, 4);
        room.Runner.FirstRange = 2;
        var isStopped = false;
        using var watching = room.Here.Get<JobFeed<ExportJob>>().Subscribe(news =>
        {
            if (news.Done == 2 && !isStopped)
            {
                isStopped = true;
                room.RecordAsync(room.Here.Stop(3)).GetAwaiter().GetResult();
            }
        });

        var job = await room.ExportAsync();

        Assert.True(isStopped);
        Assert.Equal([A.Number(1), A.Number(2), A.Number(4)], room.NumbersOf(job));
        Assert.Equal(3, (await room.ItemsAsync(job)).Count);
    }

    [Fact]
    public async Task A_segment_narrows_it_by_what_it_said_when_it_was_asked_for()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2, 3);
        await using (var db = room.Here.Open())
        {
            await db.Subscribers.Where(s => s.Id == 2).ExecuteUpdateAsync(set => set.SetProperty(s => s.Language, "en"), Token);
        }

        var segment = await room.SegmentAsync("en");
        var id = await room.RequestAsync(room.Input() with { Segment = segment.PublicId });
        await room.ChangeAsync(segment, "ru");
        await room.WorkAsync();

        var job = await room.JobAsync(id);
        Assert.Equal([A.Number(2)], room.NumbersOf(job));
        Assert.Equal((1, 1, segment.Id), (job.ExpectedRows, job.SegmentVersion, job.SegmentId));
        Assert.Contains("en", job.FilterWords, StringComparison.Ordinal);
        Assert.Equal([A.Number(1), A.Number(3)], room.NumbersOf(await room.ExportAsync(room.Input() with { Segment = segment.PublicId })));
    }

    [Fact]
    public async Task Row_keys_are_all_different_and_in_the_order_of_the_file()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync([.. Enumerable.Range(1, 40)]);

        var first = await room.ItemsAsync(await room.ExportAsync());
        var second = await room.ItemsAsync(await room.ExportAsync());

        Assert.Equal(first.Select(item => item.SubscriberId).Order(), first.Select(item => item.SubscriberId));
        Assert.Empty(first.Select(item => item.RowKey).Intersect(second.Select(item => item.RowKey)));
    }

    [Fact]
    public async Task A_workbook_opens_elsewhere_with_the_same_numbers_on_as_many_sheets_as_it_needs()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync([.. Enumerable.Range(1, 10)]);
        room.Runner.RowsPerSheet = 5;

        var job = await room.ExportAsync(room.Input() with { Format = ExportFormat.Xlsx });

        var sheets = ReadSheets.Of(room.FileOf(job));
        Assert.Equal([5, 5, 3], sheets.Select(sheet => sheet.Count));
        Assert.Equal(Enumerable.Range(1, 10).Select(A.Number), sheets.SelectMany(sheet => sheet.Skip(1)).Select(row => (string)row[1]!));
    }

    private static async Task CheckAsync(DatabaseProvider provider, HistoryStep[] steps)
    {
        await using var room = await ExportRoom.OpenAsync(provider);
        await History.PlayAsync(room.Here, steps);
        await using var db = room.Here.Open();
        var silent = await room.SilentWordingAsync();
        await db.Consents.Where(c => c.SubscriberId % 2 == 0 && c.SenderId == room.Here.Shop.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.NoticeVersionId, silent.Id));
        await room.GiveAsync(90);
        room.Here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        room.Runner.FirstRange = 1 + (steps.Length % 3);

        var job = await room.ExportAsync();

        var request = new DecisionRequest(room.Here.Shop.Id, Channel.Sms, MessageType.Promotional);
        List<string> expected = [];
        foreach (var person in await db.Subscribers.AsNoTracking().OrderBy(s => s.Id).ToListAsync())
        {
            var single = await room.Here.Get<ConsentDecisions>().ExplainAsync(person.Id, request);
            if (single!.IsAllowed && single.Cell!.NoticeVersionId == room.Here.ShopNotice.Id)
            {
                expected.Add(room.Here.Database.Vault.Decrypt(person.Cipher!, person.PublicId));
            }
        }

        Assert.Equal(JobStatus.Done, job.Status);
        Assert.Equal(expected, room.NumbersOf(job));
        Assert.Equal(expected.Count, job.RowCount);
        Assert.Equal(expected.Count, (await room.ItemsAsync(job)).Count);
    }
}

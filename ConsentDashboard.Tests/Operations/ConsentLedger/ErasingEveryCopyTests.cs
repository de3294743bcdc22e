using System.Text;
using ConsentDashboard.Components.Layout;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Features.Exports.Files;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Features.Requests.Deciding;
using ConsentDashboard.Features.Requests.Identity;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Tests.Operations.Exports;
using ConsentDashboard.Tests.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

/// <summary>Whatever the personal data map names is filled for one person; she is erased, and nothing of it is found any more.</summary>
public sealed class ErasingEveryCopyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public enum Way
    {
        Ledger,
        Retention,
        Request,
    }

    public static MatrixTheoryData<DatabaseProvider, Way> Ways => new(DatabaseProviders.All.Select(row => row.Data), Enum.GetValues<Way>());

    [Theory, MemberData(nameof(Ways))]
    public async Task Nothing_of_her_is_left_in_a_column_a_page_of_the_database_or_a_file(DatabaseProvider provider, Way way)
    {
        await using var room = await OpenAsync(provider);
        var here = room.Here;
        await room.GiveAsync(1);
        var her = await PersonAsync(room);
        var columns = new PersonalColumns(here, her);
        await columns.FillAsync();
        var export = await room.ExportAsync();
        await AnswerAsync(room, her);
        var before = await columns.ReadAsync();
        Findings.None(before.Where(column => column.Value.Count == 0).Select(column => $"{column.Key} is on the map, and this test does not fill it"));
        Assert.Equal(2, FilesThatName(room).Count);
        var news = new List<LedgerNews>();
        using var following = here.Get<LedgerFeed>().Subscribe(news.Add);

        await EraseAsync(room, her, way);
        await here.Get<ExportExpiry>().SweepAsync(Token);
        await here.Get<RequestUpkeep>().WorkAsync(Token);
        Assert.True(await here.Get<ScrubUpkeep>().WorkAsync(Token));

        Assert.Contains(news, batch => batch.HasErasures);
        var after = await columns.ReadAsync();
        Findings.None(before.Keys.Where(column => after[column].Exists(value => before[column].Exists(old => PersonalColumns.Bytes(old).AsSpan().SequenceEqual(PersonalColumns.Bytes(value))))));
        Assert.Empty(FilesThatName(room));
        Assert.Equal(her, Assert.Single(await room.ItemsAsync(export)).SubscriberId);
        await AssertNoByteAsync(room, before);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_file_that_names_her_is_handed_out_no_more_from_the_erasure_on(DatabaseProvider provider)
    {
        await using var room = await OpenAsync(provider);
        await room.GiveAsync(1, 2);
        var with = await room.ExportAsync();
        await room.EraseAsync(1);
        var without = await room.ExportAsync();

        Assert.Equal(ExportRefusals.Gone, (await room.Here.Get<DownloadExport>().ExecuteAsync(with.PublicId, Staff.Marketer, Token)).Error);
        Assert.Equal(1, await room.Here.Get<ExportExpiry>().SweepAsync(Token));

        with = await room.JobAsync(with.PublicId);
        Assert.Equal((JobStatus.Expired, ExportErrors.PersonErased.Key), (with.Status, with.FailureKey));
        Assert.Equal([$"{without.PublicId}.{RunExport.FileName}"], room.FilesLeft());
        Assert.Equal((JobStatus.Done, null), (without.Status, without.FailureKey));
        await using var db = room.Here.Open();
        var entry = await db.AuditEntries.AsNoTracking().SingleAsync(e => e.Action == AuditAction.ExportExpired, Token);
        Assert.Contains("\"personErased\":true", entry.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_which_she_was_while_it_was_written_is_never_handed_out()
    {
        await using var room = await OpenAsync();
        await room.GiveAsync(1, 2);
        var asked = await room.RequestAsync();
        var erased = false;
        room.Runner.Target = stream => new Watched(stream, () =>
        {
            if (!erased)
            {
                erased = true;
                Task.Run(() => room.EraseAsync(1)).GetAwaiter().GetResult();
            }
        });

        await room.WorkAsync();

        var job = await room.JobAsync(asked);
        Assert.True(erased);
        Assert.Equal((JobStatus.Done, ExportErrors.PersonErased.Key), (job.Status, job.FailureKey));
        Assert.Equal(ExportRefusals.Gone, (await room.Here.Get<DownloadExport>().ExecuteAsync(asked, Staff.Marketer, Token)).Error);
    }

    private static Task<ExportRoom> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) => ExportRoom.OpenAsync(
        provider,
        options => options.KeepDays = 365,
        services =>
        {
            services.AddParts();
            services.AddRequests();
        });

    private static async Task<long> PersonAsync(ExportRoom room)
    {
        await using var db = room.Here.Open();
        return await db.Subscribers.Select(s => s.Id).SingleAsync(Token);
    }

    // A prepared answer about her, as the access request's page makes it.
    private static async Task AnswerAsync(ExportRoom room, long her)
    {
        await using var db = room.Here.Open();
        var request = await db.PersonRequests.SingleAsync(r => r.SubscriberId == her, Token);
        (request.Status, request.ClosedAt, request.KeptUntil, request.PreparedAt) = (RequestStatus.Received, null, Times.Never, room.Now);
        await db.SaveChangesAsync(Token);
        await room.Here.Get<AnswerFiles>().WriteAsync(request.PublicId, AnswerFiles.Json, new byte[32], Encoding.UTF8.GetBytes($"{{\"number\":\"{A.Number(1)}\"}}"));
    }

    private static async Task EraseAsync(ExportRoom room, long her, Way way)
    {
        var here = room.Here;
        switch (way)
        {
            case Way.Ledger:
                await room.EraseAsync(1);
                break;
            case Way.Retention:
                await AnsweredAsync(here);
                here.Database.Clock.Advance(TimeSpan.FromDays(45));
                var retention = RetentionRoom.Over(here);
                var done = await retention.RunAsync(await retention.PreviewAsync(RetentionRoom.InactiveFor(1)));
                Assert.Equal((JobStatus.Done, 1L), (done.Status, done.Cleaned));
                break;
            default:
                await AnsweredAsync(here);
                var entered = await here.Get<EnterRequest>().ExecuteAsync(
                    new() { Number = A.Number(1), Kind = RequestKind.Erasure, ReceivedBy = "letter", ReceivedAt = room.Now, Details = "Forget me" }, Staff.Officer, Token);
                Assert.Null((await here.Get<VerifyOtherwise>().ExecuteAsync(new(entered.Value, "signed-letter", "letter 17"), Staff.Officer, Token)).Error);
                Assert.Null((await here.Get<CloseRequest>().ExecuteAsync(new(entered.Value, RequestOutcome.Granted, null), Staff.Officer, Token)).Error);
                break;
        }

        await using var db = here.Open();
        Assert.NotNull(await db.Subscribers.Where(s => s.Id == her).Select(s => s.ErasedAt).SingleAsync(Token));
    }

    // What she asked is answered before a policy or another request of hers erases her.
    private static async Task AnsweredAsync(Installation here)
    {
        await using var db = here.Open();
        await db.PersonRequests.ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, RequestStatus.Closed), Token);
    }

    private static List<string> FilesThatName(ExportRoom room) => [.. room.FilesLeft().Where(file =>
    {
        Assert.True(PublicId.TryParse(file.Split('.')[0], out var job));
        using var text = new MemoryStream();
        using (var opened = room.Files.Open(job, file.Split('.', 2)[1]))
        {
            opened.CopyTo(text);
        }

        return PlainTextScan.Find(text.ToArray(), A.Number(1)).Any();
    })];

    // Of a server's own files nothing can be seen from here.
    private static async Task AssertNoByteAsync(ExportRoom room, Dictionary<string, List<object>> before)
    {
        PlainTextScan.Folder(room.Here.Database.Folder, A.Number(1));
        if (room.Here.Database.Contexts.SqliteFile is not { } file)
        {
            return;
        }

        byte[] pages = [.. await ReadAsync(file), .. File.Exists($"{file}-wal") ? await ReadAsync($"{file}-wal") : []];

        // Her index stays as the suppression's, so that the number does not come back; a few letters say nothing.
        var index = room.Here.Database.Vault.BlindIndex(A.Number(1), 1);
        Assert.True(pages.AsSpan().IndexOf(index) >= 0);
        Findings.None(
            from column in before
            from value in column.Value.Select(PersonalColumns.Bytes)
            where value.Length >= 8 && !value.AsSpan().SequenceEqual(index) && pages.AsSpan().IndexOf(value) >= 0
            select column.Key);
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, Token);
        return bytes;
    }

    private sealed class Watched(Stream inner, Action written) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            inner.Write(buffer);
            written();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}

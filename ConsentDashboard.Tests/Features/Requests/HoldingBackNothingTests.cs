using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Features.Requests.Answers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Requests;

/// <summary>Each table that can hold something of a person is in her answer, or it is said here why not.</summary>
public sealed class HoldingBackNothingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, string> Answered = new(StringComparer.Ordinal)
    {
        ["Subscriber"] = nameof(AnswerDocument.Person),
        ["Evidence"] = nameof(AnswerDocument.Events),
        ["ImportBatch"] = nameof(AnswerDocument.Events),
        ["PendingRequest"] = nameof(AnswerDocument.Pending),
        ["Suppression"] = nameof(AnswerDocument.Suppressions),
        ["Hold"] = nameof(AnswerDocument.Intervals),
        ["Pause"] = nameof(AnswerDocument.Intervals),
        ["Restriction"] = nameof(AnswerDocument.Intervals),
        ["InboundMessage"] = nameof(AnswerDocument.Messages),
        ["OutboxMessage"] = nameof(AnswerDocument.Deliveries),
        ["ExportItem"] = nameof(AnswerDocument.Exports),
        ["WithdrawalOrigin"] = nameof(AnswerDocument.Origins),
        ["AnnulmentRequest"] = nameof(AnswerDocument.Annulments),
        ["AuditEntry"] = nameof(AnswerDocument.Looks),
        ["PersonRequest"] = nameof(AnswerDocument.Requests),
    };

    private const string StaffWords = "what staff wrote about a whole list or a job; it names no subscriber";

    private static readonly Dictionary<string, string> HeldBack = new(StringComparer.Ordinal)
    {
        ["CodeSend"] = "a keyed hash that lives an hour and leads back to nobody",
        ["IdempotencyReply"] = "what another system was answered, by that system's key; it lives a day",
        ["WithdrawalBurst"] = "about where many withdrawals came from; each person's own is among her origins",
        ["ExportSeed"] = "the company's own number",
        ["ExportJob"] = StaffWords,
        ["RetentionRun"] = StaffWords,
        ["RetentionPolicy"] = StaffWords,
        ["Segment"] = StaffWords,
        ["SegmentVersion"] = StaffWords,
        ["HoldOrder"] = "why a dispute lasts stays with the dispute; that her data is held is among the intervals",
        ["ReportRun"] = "counts, and who of the staff asked",
        ["ReportSchedule"] = "who of the staff asked",
        ["StaffAccount"] = "about staff",
    };

    [Fact]
    public void Each_table_of_the_personal_data_map_is_answered_or_explained()
    {
        using var db = SqlServerSchema.Context();
        var holding = db.Model.GetEntityTypes()
            .Where(type => type.GetProperties().Any(p => p.PropertyInfo?.IsDefined(typeof(HoldsAttribute)) == true)).Select(type => type.ClrType.Name).Order(StringComparer.Ordinal);

        Assert.Equal(holding, Answered.Keys.Concat(HeldBack.Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Evidence_that_was_damaged_keeps_nothing_else_back()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        await desk.Here.Ledger.RecordAsync(desk.Here.Stop(1, ConsentCells.All, desk.Here.Shop));
        var id = await desk.EnterAsync(RequestKind.Access);
        await desk.RecogniseAsync(id);
        await using (var db = desk.Here.Open())
        {
            var proof = await db.Evidence.OrderBy(e => e.EventId).FirstAsync(Token);
            await db.Evidence.Where(e => e.EventId == proof.EventId).ExecuteUpdateAsync(set => set.SetProperty(e => e.Cipher, proof.Cipher.Reverse().ToArray()), Token);
        }

        Assert.Null((await desk.PrepareAsync(id)).Error);

        await using var content = (await desk.DownloadAsync(id)).Value!;
        var events = (await JsonNode.ParseAsync(content, cancellationToken: Token))!["events"]!.AsArray();
        Assert.Equal([true, false], events.Select(e => (bool?)e!["isEvidenceUnreadable"] ?? false));
        using var page = new StreamReader((await desk.DownloadAsync(id, asPage: true)).Value!);
        Assert.Contains("it was changed or damaged", await page.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_prepare_an_answer_at_once_one_counts_and_her_file_is_the_one_that_is_named()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var id = await desk.EnterAsync(RequestKind.Access);
        await desk.RecogniseAsync(id);
        for (var n = 0; n < 5; n++)
        {
            desk.Here.Database.Clock.Advance(TimeSpan.FromSeconds(1));
            var first = desk.PrepareAsync(id);
            desk.Here.Database.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Contains(await Task.WhenAll(first, desk.PrepareAsync(id)), prepared => prepared.Error is null);

            using var file = new MemoryStream();
            await using var content = (await desk.DownloadAsync(id)).Value!;
            await content.CopyToAsync(file, Token);
            Assert.Equal((await desk.FindAsync(id)).AnswerChecksum, SHA256.HashData(file.ToArray()));
        }
    }

    [Fact]
    public void Each_part_that_is_named_is_part_of_the_answer() =>
        Assert.All(Answered.Values, name => Assert.NotNull(typeof(AnswerDocument).GetProperty(name, BindingFlags.Public | BindingFlags.Instance)));
}

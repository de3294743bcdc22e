using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Reachability.Files;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Reachable;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsentDashboard.Tests.Features.Reachability;

public sealed class RecordingAnswerFilesTests
{
    private static readonly string Answers = $"phone,status\n{A.Number(1)},dead\n{A.Number(2)},reassigned\n{A.Number(9)},dead\n{A.Number(3)},ported\n12,dead\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_file_is_looked_at_and_then_recorded_as_it_was_shown(DatabaseProvider provider)
    {
        await using var here = await OpenAsync(provider);

        var looked = (await SendAsync(here, Answers)).Value!;

        Assert.Equal((new ReachabilitySums(2, 0, 1), 2, false), (looked.Sums, looked.NotUnderstood, looked.IsRecorded));
        Assert.Equal([(ReachabilityStatus.Dead, 2L), (ReachabilityStatus.Reassigned, 1L)], looked.Said.OrderBy(said => said.Key).Select(said => (said.Key, said.Value)));
        Assert.Equal([new(5, AnswerProblems.Word, "status"), new UnreadRow(6, AnswerProblems.Number, "phone")], looked.First);
        Assert.Equal([("ported", 1L)], looked.Words.Select(word => (word.Key, word.Value)));
        await using var db = here.Open();
        Assert.Empty(db.Reachability);
        Assert.Empty(db.AuditEntries.Where(a => a.Action == AuditAction.ReachabilityRecorded));

        var recorded = (await SendAsync(here, Answers, looked.Digest)).Value!;

        Assert.Equal((looked.Sums, 2, true, (Error?)null), (recorded.Sums, recorded.NotUnderstood, recorded.IsRecorded, recorded.Stopped));
        Assert.Equal([ReachabilityStatus.Dead, ReachabilityStatus.Reassigned], await db.Reachability.OrderBy(r => r.SubscriberId).Select(r => r.Status).ToListAsync(Token));
        Assert.Equal(3, await db.Subscribers.CountAsync(Token));
        Assert.All(await db.ConsentEvents.Where(e => e.Type == ConsentEventType.ReachabilityChanged).ToListAsync(Token), told => Assert.Equal(Staff.Officer.Key, told.Actor));
        var entry = await db.AuditEntries.SingleAsync(a => a.Action == AuditAction.ReachabilityRecorded, Token);
        Assert.Equal(Staff.Officer.Key, entry.Actor);
        Assert.Contains(looked.Digest, entry.Details, StringComparison.Ordinal);
        Assert.Contains("\"changed\":2", entry.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("7916", entry.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_file_again_records_nothing_more()
    {
        await using var here = await OpenAsync();
        await SendAsync(here, Answers, Digest(Answers));

        var again = (await SendAsync(here, Answers, Digest(Answers))).Value!;

        Assert.Equal(new ReachabilitySums(0, 2, 1), again.Sums);
        await using var db = here.Open();
        Assert.Equal(2, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.ReachabilityChanged, Token));
    }

    [Fact]
    public async Task What_staff_say_of_a_word_counts_for_each_of_its_rows()
    {
        await using var here = await OpenAsync();
        var words = new Dictionary<string, ReachabilityStatus> { ["ported"] = ReachabilityStatus.Live };

        var looked = (await SendAsync(here, Answers, words: words)).Value!;

        Assert.Equal((3, 1), (looked.Sums.Changed, looked.NotUnderstood));
        Assert.Equal(["ported"], looked.Words.Keys);
    }

    [Fact]
    public async Task More_answers_than_one_slice_holds_are_all_recorded_and_of_two_on_one_number_the_later_counts()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordSliceAsync([.. Enumerable.Range(1, 600).Select(n => here.OptIn(n))], cancellation: Token);
        var file = $"phone,status\n{string.Concat(Enumerable.Range(1, 600).Select(n => $"{A.Number(n)},dead\n"))}{A.Number(1)},live\n";

        var recorded = (await SendAsync(here, file, Digest(file))).Value!;

        Assert.Equal((601, 601), (recorded.Answers, recorded.Sums.Changed));
        await using var db = here.Open();
        Assert.Equal(599, await db.Reachability.CountAsync(r => r.To == Times.Never && r.Status == ReachabilityStatus.Dead, Token));
    }

    [Fact]
    public async Task A_file_that_breaks_off_in_its_middle_is_not_recorded_by_half()
    {
        await using var here = await OpenAsync();
        var torn = $"phone,status\n{A.Number(1)},dead\n{A.Number(2)},\"dead\n";

        var refused = (await SendAsync(here, torn, Digest(torn))).Error!;

        Assert.Equal(("Import.CutOff", "3"), (refused.Key, refused.Field));
        await using var db = here.Open();
        Assert.Empty(db.Reachability);
    }

    [Fact]
    public async Task Another_file_than_was_looked_at_is_refused_and_so_is_one_without_an_answer()
    {
        await using var here = await OpenAsync();
        const string Nothing = "phone,status\n12,dead\n";

        Assert.Equal(FileErrors.AnotherFile, (await SendAsync(here, Answers, Digest("phone,status\n"))).Error);
        Assert.Equal(FileErrors.NoAnswers, (await SendAsync(here, Nothing, Digest(Nothing))).Error);
        Assert.Equal(FileErrors.NoSource, (await SendAsync(here, Answers, source: " ")).Error);
        Assert.Equal(FileErrors.UnknownRegion, (await SendAsync(here, Answers, region: "XX")).Error);
    }

    [Fact]
    public async Task While_keys_are_rotated_nothing_is_recorded_and_it_says_why()
    {
        await using var here = await OpenAsync();
        await using var db = here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Token);

        var recorded = (await SendAsync(here, Answers, Digest(Answers))).Value!;

        Assert.Equal((LedgerErrors.Maintenance, 0), (recorded.Stopped, recorded.Sums.Changed));
        Assert.Empty(db.Reachability);
    }

    [Theory]
    [InlineData(Roles.Marketer)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.SupportAgent)]
    public async Task Who_may_not_is_refused(string role)
    {
        await using var here = await OpenAsync();

        await Assert.ThrowsAsync<ForbiddenException>(() => SendAsync(here, Answers, actor: Staff.Of(role)));
    }

    private static async Task<Installation> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var here = await Installation.CreateAsync(provider);
        for (var n = 1; n <= 3; n++)
        {
            await here.Ledger.RecordAsync(here.OptIn(n));
        }

        return here;
    }

    private static string Digest(string file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file)));

    private static Task<Result<FileOutcome>> SendAsync(
        Installation here, string file, string? looked = null, string source = "registry", string region = "RU", Dictionary<string, ReachabilityStatus>? words = null, Actor? actor = null) =>
        new RecordAnswerFile(here.Get<RecordReachability>(), here.Get<AuditTrail>(), here.Database.Clock, NullLogger<RecordAnswerFile>.Instance).ExecuteAsync(
            new(source, new(region, null, words ?? []), looked), new MemoryStream(Encoding.UTF8.GetBytes(file)), actor ?? Staff.Officer, cancellation: Token);
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Audit;
using ConsentDashboard.Features.CollectionPoints;
using ConsentDashboard.Features.Exports;
using ConsentDashboard.Features.Exports.Recall;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Features.Holds;
using ConsentDashboard.Features.Imports;
using ConsentDashboard.Features.Messages;
using ConsentDashboard.Features.OptOuts;
using ConsentDashboard.Features.OptOuts.Annulments;
using ConsentDashboard.Features.Overview;
using ConsentDashboard.Features.Reports.Readings;
using ConsentDashboard.Features.Reports;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Features.Webhooks;
using ConsentDashboard.Operations.Backups;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Operations.OptOut.Bursts;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Operations.Reachable;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using EventPass = ConsentDashboard.Operations.ConsentLedger.Verification.EventPass;
using PeopleSlice = ConsentDashboard.Operations.ConsentLedger.Verification.PeopleSlice;

namespace ConsentDashboard.Tests.Data;

/// <summary>
/// The queries that have to be fast. Each is planned on SQLite, and its T-SQL compiled against the schema, because no SQL
/// Server runs where this is built. Register one by a name and the query; text made by hand goes to <see cref="RawSql"/>.
/// </summary>
public sealed class HotQueryTests
{
    internal static readonly IReadOnlyDictionary<string, Func<DashboardDbContext, IQueryable>> Queries = new Dictionary<string, Func<DashboardDbContext, IQueryable>>
    {
        ["a page of a segment"] = db => SegmentPeople.Page(db, db.Subscribers.Where(s => s.Id < 7), Segment, Now, 26),
        ["where a look at a segment ends"] = db => SegmentPeople.End(db, 7, 5000),
        ["a segment led by its cell"] = db => SegmentFilters.Apply(db, SegmentLeads.Of(db, Segment, Now)!, Segment, Now).Select(s => s.Id),
        ["a segment led by activity"] = db => SegmentFilters.Apply(db, SegmentLeads.Of(db, Active, Now)!, Active, Now).Select(s => s.Id),
        ["a sample of a segment"] = db => SegmentFilters.Apply(db, Page(db), Segment, Now).Select(s => s.Id),
        ["a subscriber by public id"] = db => db.Subscribers.Where(s => s.PublicId == new PublicId(7)),
        ["erasures and restrictions that were not anchored"] = db => JournalCatchUp.RowStops(db, 7, 9),
        ["batches that a journal lacks"] = db => JournalCatchUp.Between(db, 7, 9).Take(500),
        ["opt-ins whose window is over"] = db => LapseRequests.Due(db, Now, isHoldBeingPlaced: false),
        ["batches that a journal names"] = db => LostBatches.Numbered(db, [7, 8]),
        ["rows that were erased or restricted since a backup"] = db => ReplayStops.Rows(db, [new PublicId(7), new PublicId(8)]),
        ["a subscriber by number"] = db => db.Subscribers.Where(s => s.BlindIndex == new byte[32]),
        ["the history of one subscriber"] = db => db.ConsentEvents.Where(e => e.SubscriberId == 7 && e.Seq > 3).OrderBy(e => e.Seq).Take(50),
        ["a page of a person's timeline"] = db => TimelineQueries.Events(db, 7, 300),
        ["what staff did about a person"] = db => TimelineQueries.Audit(db, 7, 300),
        ["what a person has asked for and waits for"] = db => ProfileQueries.Asked(db, 7, Now),
        ["the newest activity"] = db => ActivityQueries.Newest(db),
        ["withdrawn and silent"] = db => PrincipleQueries.WithdrawnAndSilent(db, Now),
        ["withdrawn, silent and held"] = db => PrincipleQueries.HeldOfThem(db, Now, Now),
        ["whom numbers belong to, and whether they reach them"] = db => RecordReachability.Rows(db, [new byte[32]]),
        ["whose numbers did something"] = db => RecordActivity.Known(db, [new byte[32]]),
        ["open requests that are nobody's yet"] = db => RequestLinks.Unlinked(db, 7),
        ["open requests by their deadline"] = db => RequestQueries.ByDeadline(db, RequestStatus.Verified, new(Closed: false, null, null, new(Now, 7))),
        ["closed requests, newest first"] = db => RequestQueries.Closed(db, new(Closed: true, RequestLaw.Ccpa, null, new(Now, 7))),
        ["whose hold may be over"] = db => HoldExpiry.Held(db, Now, new(Now, 7)),
        ["holds on segments, newest first"] = db => NewestFirst.Around(db.HoldOrders, new(Older: 7)),
        ["holds on single persons, newest first"] = db => HoldQueries.Persons(db, NewestFirst.Around(HoldQueries.Single(db), new(Older: 7))),
        ["holds on single persons, backwards"] = db => HoldQueries.Persons(db, NewestFirst.Around(HoldQueries.Single(db), new(Newer: 7))),
        ["whom an order put on hold"] = db => RunHoldOrder.HeldBy(db, 3, 7, 5007, Now),
        ["who of a range is to be put on hold"] = db => RunHoldOrder.InSegment(db, Segment, 7, 5007, Now),
        ["who may be contacted"] = db => DecisionSets.Allowed(db, Question, true, Now),
        ["why each of a page may or may not"] = db => DecisionSets.Explain(db, Page(db), Question, true, Now),
        ["why each of a page might or might not then"] = db => DecisionSets.ExplainAsOf(db, Page(db), Question, true, Now),
        ["whether one number may be contacted"] = db => DecideOne.Question(db, new byte[32], Question, true, Now),
        ["to whom something was sent"] = db => RecipientQueries.Rows(db, [new byte[32]], new(1, Channel.Sms, MessageType.Promotional, Now), true, Now),
        ["what some people were sent"] = db => RecipientSample.Rows(db, 7, 9),
        ["what was sent by day"] = db => PromiseReadings.Totals(db, Now.AddDays(-7), Now, null),
        ["what one sender sent by day"] = db => PromiseReadings.Totals(db, Now.AddDays(-7), Now, 1),
        ["counts of messages that are too old"] = db => ForgetSends.Over(db, Now),
        ["how often the forms of points were seen"] = db => FigureReadings.Visits(db, null, Now),
        ["how often the form of one point was seen"] = db => FigureReadings.Visits(db, 7, Now),
        ["the newest audit entries"] = db => AuditQueries.Rows(db, db.AuditEntries.Where(e => e.Id < 7).OrderByDescending(e => e.Id)),
        ["audit entries of one action"] = db => AuditQueries.Rows(db, db.AuditEntries.Where(e => e.Action == AuditAction.SignedIn && e.Id < 7).OrderByDescending(e => e.Id)),
        ["audit entries of one actor, backwards"] = db => AuditQueries.Rows(db, db.AuditEntries.Where(e => e.Actor == "user:1" && e.Id > 7).OrderBy(e => e.Id)),
        ["messages that are due"] = db => OutboxClaims.Due(db, Now).OrderBy(m => m.DueAt).Take(8).Select(m => m.Id),
        ["messages that wait"] = db => OutboxBacklog.Waiting(db).Take(7),
        ["the newest messages"] = db => MessagesQueries.Rows(db, db.Outbox.Where(m => m.Id < 7).OrderByDescending(m => m.Id)),
        ["webhook messages that are due"] = db => OutboxClaims.Due(db, Now, "webhook:1").OrderBy(m => m.DueAt).Take(8).Select(m => m.Id),
        ["the newest deliveries of a webhook"] = db => DeliveryQueries.Rows(db, db.Outbox.Where(m => m.Endpoint == "webhook:1" && m.Id < 7).OrderByDescending(m => m.Id)),
        ["the oldest deliveries of a webhook"] = db => DeliveryQueries.Rows(db, db.Outbox.Where(m => m.Endpoint == "webhook:1" && m.Id > 0).OrderBy(m => m.Id)),
        ["the newest imports"] = db => ImportQueries.Rows(db, NewestFirst.Around(db.ImportBatches.Where(b => b.FileSize > 0), new(Older: 7))),
        ["what an import gave, to be undone"] = db => UndoRows.Given(db, 7, 300).OrderBy(e => e.Id).Take(200),
        ["verification: a page of the ledger"] = db => EventPass.Rows(db, 7, 5000),
        ["audit entries about one subscriber"] = db => AuditQueries.Rows(db, db.AuditEntries.Where(e => e.SubscriberId == 1 && e.Id < 7).OrderByDescending(e => e.Id)),
        ["the inbox"] = db => InboxQueries.Rows(db, InboxQueries.Oldest(InboxQueries.Waiting(db, isSample: false), new(Now, 7))),
        ["how many wait in the inbox"] = db => InboxQueries.Waiting(db, isSample: false).Take(7),
        ["replies offered for review"] = db => InboxQueries.Rows(db, InboxQueries.Oldest(InboxQueries.Waiting(db, isSample: true), null)),
        ["what was handled in the inbox"] = db => InboxQueries.Rows(db, InboxQueries.Newest(db, InboxState.Withdrawn, new(Now, 7))),
        ["withdrawals in no burst"] = db => BurstFinder.Loose(db, Now),
        ["withdrawals of one origin in no burst"] = db => BurstFinder.Loose(db, Now).Where(o => o.Origin == new byte[32]).OrderBy(o => o.At).Select(o => o.EventId),
        ["a page of a burst"] = db => AnnulmentQueries.Withdrawals(db, AnnulmentQueries.Members(db, 7, 9)),
        ["withdrawals of a burst to annul"] = db => RequestAnnulment.ToAnnul(db, db.ConsentEvents.Where(e => RequestAnnulment.Members(db, 7, 9).Contains(e.Id))),
        ["one withdrawal to annul"] = db => AnnulmentQueries.Withdrawals(db, db.ConsentEvents.Where(e => e.EventKey == Guid.Empty)),
        ["annulments that wait"] = db => AnnulmentQueries.Oldest(db, 7),
        ["annulments that were decided"] = db => AnnulmentQueries.Newest(db, AnnulmentStatus.Approved, 7),
        ["a range of an export"] = db => ExportReading.Rows(db, Audience, ExportColumns.Default, 7, 99, Now),
        ["a range of an export with more columns"] = db => ExportReading.Rows(db, Audience, ExportColumns.All, 7, 99, Now),
        ["how many of a range go into an export"] = db => AudienceCount.Range(db, Audience, 7, 99, Now),
        ["rows of an export to recall"] = db => RecallQueries.Rows(db, 7, Question, 3, true, 9, 99, Now),
        ["where a page of a recall ends"] = db => RecallQueries.LastOf(db, 7, 9, 5000),
        ["exports, newest first"] = db => ExportQueries.Rows(db, NewestFirst.Around(db.ExportJobs, new(Older: 7))),
        ["what one person exported today"] = db => DailyRows.Today(db, "user:1", Now),
        ["the exports that people who are erased are in"] = db => ErasedCopies.Exported(db, [7, 8]),
        ["what of people who are erased leads to a proof or a list"] = db => ErasedCopies.Traces(db, [7, 8]).Select(e => new { e.Id, e.ImportBatchId }),
        ["exports whose days are over"] = db => ExportExpiry.Due(db, Now),
        ["exports whose rows go"] = db => ExportExpiry.Forgotten(db, Now),
        ["exports that left something"] = db => ExportExpiry.Left(db),
        ["exports that came to nothing and say whom they were for"] = db => ExportExpiry.Unheard(db, Now),
        ["reports: withdrawals among the suppressions, a slice"] = db => SlowestOptOuts.Withdrawn(db, new(ReportKind.OptOutTimeliness, Now.AddYears(-1), Now, 1), 20_000, 40_000),
        ["reports: whose withdrawals were slow"] = db => SlowestOptOuts.People(db, new long[] { 1, 2 }),
        ["reports: entries of one action"] = db => AccessEntries.Between(db, AuditAction.NumberRevealed, 7, 999),
        ["reports: whom entries are about"] = db => AccessEntries.People(db, new long[] { 1, 2 }),
        ["the newest workbooks"] = db => ReportQueries.Recent(db, null),
        ["the newest workbooks of one report"] = db => ReportQueries.Recent(db, ReportKind.Cleaning),
        ["workbooks that are not finished"] = db => RequestReport.Unfinished(db),
        ["workbooks whose time is over"] = db => ExpireReports.Over(db, Now),
        ["workbooks that are forgotten"] = db => ExpireReports.Forgotten(db, Now),
        ["who of a range withdrew"] = db => DueReading.Rows(db, Policy(RetentionTrigger.Withdrawn, RetentionAction.Restrict), Terms, Now, 7, 99),
        ["who of a range withdrew and is kept for nobody's proof"] = db => DueReading.Rows(db, Policy(RetentionTrigger.Withdrawn, RetentionAction.Erase), Terms, Now, 7, 99),
        ["who of a range is kept for nobody's proof"] = db => DueReading.Rows(db, Policy(RetentionTrigger.ProofRetentionOver, RetentionAction.Erase), Terms, Now, 7, 99),
        ["who of a range is inactive"] = db => DueReading.Rows(db, Policy(RetentionTrigger.Inactive, RetentionAction.Erase), Terms, Now, 7, 99),
        ["who of a range never confirmed"] = db => DueReading.Rows(db, Policy(RetentionTrigger.NeverConfirmed, RetentionAction.Erase), Terms, Now, 7, 99),
        ["who of a range agreed too long ago"] = db => DueReading.Rows(db, Policy(RetentionTrigger.LifespanOver, RetentionAction.Expire), Terms, Now, 7, 99),
        ["who of a range agreed without proof"] = db => DueReading.Rows(db, Policy(RetentionTrigger.ProofMissing, RetentionAction.Invalidate), Terms, Now, 7, 99),
        ["who of a range has old evidence"] = db => DueReading.Rows(db, Policy(RetentionTrigger.EvidenceOld, RetentionAction.EraseEvidence), Terms, Now, 7, 99),
        ["what waits to be sent to the erased"] = db => ErasedCopies.Messages(db, new List<long> { 1, 2 }).Select(m => m.Id),
        ["where withdrawals of the erased came from"] = db => ErasedCopies.Origins(db, new List<long> { 1, 2 }).Select(o => o.EventId),
        ["holds that are being placed"] = db => HoldsBeingPlaced.Of(db),
        ["who of a slice is due still"] = db => DueSubscribers.Of(db, Policy(RetentionTrigger.Withdrawn, RetentionAction.Restrict), Terms, Now).Where(s => new long[] { 1, 2 }.Contains(s.Id)).OrderBy(s => s.Id).Select(s => s.Id),
        ["which consents of a slice end"] = db => DueCells.Of(db, Policy(RetentionTrigger.LifespanOver, RetentionAction.Expire), Now).Where(c => new long[] { 1, 2 }.Contains(c.SubscriberId)).Select(c => c.SubscriberId),
        ["which evidence of a slice goes"] = db => OldEvidence.Of(db, Policy(RetentionTrigger.EvidenceOld, RetentionAction.EraseEvidence), [], Now).Where(e => new long[] { 1, 2 }.Contains(e.SubscriberId)).Select(e => e.Id),
        ["texts whose days are over"] = db => InboundExpiry.Due(db, Now, new(Now.AddDays(-1), 7)),
    };

    private static RetentionTerm[] Terms => [new(60, [1, 2])];

    private static PolicyDefinition Policy(RetentionTrigger trigger, RetentionAction action) =>
        new() { Trigger = trigger, Action = action, Period = PolicyDefinition.HasPeriod(trigger) ? 30 : 0, Unit = RetentionUnit.Days };

    /// <summary>T-SQL made by hand, its parameters declared in the text.</summary>
    internal static readonly IReadOnlyDictionary<string, string> RawSql = new Dictionary<string, string>
    {
        ["moving the ledger's head"] = "DECLARE @seq bigint = 7; UPDATE [LedgerHead] SET [Seq] = @seq + 1 WHERE [Id] = 1 AND [Seq] = @seq;",
        ["the ledger: people by number"] = $"DECLARE @k0 binary(32), @k1 binary(32); {ServerText(db => RowsByKey<Subscriber>.Of(db, nameof(Subscriber.BlindIndex)).Text(2))}",
        ["the ledger: their cells"] = $"DECLARE @k0 bigint, @k1 bigint; {ServerText(db => RowsByKey<Consent>.Of(db, nameof(Consent.SubscriberId)).Text(2))}",
        ["the ledger: known acts"] = $"DECLARE @k0 binary(16), @k1 binary(16); {ServerText(db => RowsByKey<ConsentEvent>.Of(db, nameof(ConsentEvent.EventKey)).Text(2))}",
        ["the ledger: suppressions"] = $"DECLARE @k0 binary(32), @k1 binary(32); {ServerText(db => RowsByKey<Suppression>.Of(db, nameof(Suppression.BlindIndex)).Text(2))}",
        ["the ledger: what people asked for"] = $"DECLARE @k0 bigint, @k1 bigint; {ServerText(db => RowsByKey<PersonRequest>.Of(db, nameof(PersonRequest.SubscriberId)).Text(2))}",
        ["verification: subscribers"] = $"{Range} {ServerText(PeopleSlice.PeopleText)}",
        ["verification: their events"] = $"{Range} {ServerText(PeopleSlice.EventsText)}",
        ["verification: their cells"] = $"{Range} {ServerText(PeopleSlice.CellsText)}",
    };

    private const string Range = "DECLARE @first bigint = 1, @last bigint = 9, @lastEvent bigint = 99;";

    private static readonly DateTime Now = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    private static SegmentDefinition Segment => new()
    {
        Root = new()
        {
            Conditions =
            [
                new() { Field = SegmentField.State, States = [ConsentState.Given], SenderId = 1, Channel = Channel.Sms, MessageType = MessageType.Promotional },
                new() { Field = SegmentField.OptedIn, Period = new() { Kind = SegmentPeriodKind.InTheLastDays, Days = 90 } },
                new() { Field = SegmentField.Source, Sources = [Source.Api] },
            ],
            Groups = [new() { Any = true, Conditions = [new() { Field = SegmentField.Region, Values = ["RU"] }, new() { Field = SegmentField.Wording, Ids = [1] }] }],
        },
    };

    private static SegmentDefinition Active => new() { Root = new() { Conditions = [new() { Field = SegmentField.LastActivity, Period = new() { Kind = SegmentPeriodKind.InTheLastDays, Days = 90 } }] } };

    private static readonly DecisionRequest Question = new(1, Channel.Sms, MessageType.Promotional);

    private static ExportAudience Audience => new(Question, NeedsProcessing: true, PurposeId: 3, Segment: null);

    public static TheoryData<string> QueryNames => [.. Queries.Keys];

    public static TheoryData<string> RawNames => [.. RawSql.Keys];

    [Theory]
    [MemberData(nameof(QueryNames))]
    public async Task A_hot_query_reads_no_big_table_as_a_whole(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();

        await QueryPlans.AssertNoScan(db, Queries[name](db));
    }

    [Theory]
    [MemberData(nameof(QueryNames))]
    public void A_hot_query_compiles_on_SQL_Server(string name)
    {
        using var db = SqlServerSchema.Context();

        Findings.None(SqlServerSchema.Compiled.ErrorsIn(Queries[name](db).ToQueryString()));
    }

    [Theory]
    [MemberData(nameof(RawNames))]
    public void Text_made_by_hand_compiles_on_SQL_Server(string name) => Findings.None(SqlServerSchema.Compiled.ErrorsIn(RawSql[name]));

    [Fact]
    public async Task Verification_reads_people_by_their_range()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();
        foreach (var text in new[] { PeopleSlice.PeopleText(db), PeopleSlice.EventsText(db), PeopleSlice.CellsText(db) })
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = text;
            foreach (var name in new[] { "@first", "@last", "@lastEvent" }.Where(name => text.Contains(name, StringComparison.Ordinal)))
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, 9L);
                command.Parameters.Add(parameter);
            }

            await QueryPlans.AssertNoScan(db, command);
        }
    }

    [Theory]
    [InlineData("SELECT [Wrong] FROM [Subscribers]", "71501")]
    [InlineData("SELECT s.[Id] FROM [Subscribers] AS s WHERE s.[Wrong] = 1", "71501")]
    [InlineData("UPDATE [LedgerHead] SET [Wrong] = 1", "71501")]
    [InlineData("SELECT s.\"Wrong\" FROM \"Subscribers\" AS s", "71501")]
    [InlineData("SELECT [Id] FROM [Wrong]", "71502")]
    public void The_guard_finds_what_is_not_in_the_schema(string sql, string error) =>
        Assert.Contains(SqlServerSchema.Compiled.ErrorsIn(sql), message => message.Contains(error, StringComparison.Ordinal));

    private static IQueryable<Subscriber> Page(DashboardDbContext db) => db.Subscribers.Where(s => s.Id > 7).OrderBy(s => s.Id).Take(50);

    private static string ServerText(Func<DashboardDbContext, string> text)
    {
        using var db = SqlServerSchema.Context();
        return text(db);
    }
}

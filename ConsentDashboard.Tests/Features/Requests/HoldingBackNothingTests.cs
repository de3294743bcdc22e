using System.Reflection;
using ConsentDashboard.Domain;
using ConsentDashboard.Features.Requests.Answers;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Features.Requests;

/// <summary>Each table that can hold something of a person is in her answer, or it is said here why not.</summary>
public sealed class HoldingBackNothingTests
{
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
    public void Each_part_that_is_named_is_part_of_the_answer() =>
        Assert.All(Answered.Values, name => Assert.NotNull(typeof(AnswerDocument).GetProperty(name, BindingFlags.Public | BindingFlags.Instance)));
}

using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Tests.Domain.Consents;

public sealed class EvidenceRulesTests
{
    private static readonly EvidenceDocument Everything = new()
    {
        AffirmativeAct = "ticked",
        IpAddress = "198.51.100.7",
        UserAgent = "Firefox",
        PageAddress = "https://shop.example/",
        Boxes = new Dictionary<string, bool> { ["sms"] = true },
        MessageId = "SM1",
        RawText = "YES",
        RecordingReference = "rec-1",
        ScanReference = "scan-1",
        Operator = "user:1",
        ProofReference = "archive",
    };

    public static TheoryData<Method, string[]> Needed => new()
    {
        { Method.TickedBox, ["affirmativeAct", "ipAddress", "userAgent", "pageAddress", "boxes"] },
        { Method.SmsKeyword, ["affirmativeAct", "messageId", "rawText"] },
        { Method.Spoken, ["affirmativeAct", "recordingReference", "operator"] },
        { Method.Paper, ["affirmativeAct", "scanReference", "operator"] },
        { Method.ImportedRecord, ["affirmativeAct", "proofReference"] },
        { Method.Link, ["affirmativeAct", "ipAddress", "pageAddress"] },
        { Method.ConfirmationCode, ["affirmativeAct", "request"] },
        { Method.None, ["affirmativeAct", "method"] },
    };

    [Theory, MemberData(nameof(Needed))]
    public void Each_method_names_what_it_lacks(Method method, string[] needed) => Assert.Equal(needed, EvidenceRules.Missing(Act(method), null));

    [Theory]
    [InlineData(Method.TickedBox)]
    [InlineData(Method.SmsKeyword)]
    [InlineData(Method.Spoken)]
    [InlineData(Method.Paper)]
    [InlineData(Method.ImportedRecord)]
    [InlineData(Method.Link)]
    public void Full_evidence_lacks_nothing(Method method) => Assert.Empty(EvidenceRules.Missing(Act(method), Everything));

    [Fact]
    public void Who_asked_with_which_words_and_where_is_part_of_the_proof() => Assert.Equal(
        ["sender", "noticeVersion", "collectionPoint", "cells"],
        EvidenceRules.Missing(new() { Method = Method.Paper }, Everything));

    [Fact]
    public void An_empty_text_proves_nothing() => Assert.Equal(["recordingReference"], EvidenceRules.Missing(Act(Method.Spoken), Everything with { RecordingReference = "" }));

    private static ConsentEvent Act(Method method) => new()
    {
        Method = method,
        SenderId = 1,
        NoticeVersionId = 1,
        NoticeContentHash = new byte[32],
        CollectionPointId = 1,
        Cells = ConsentCells.SmsPromotional,
    };
}

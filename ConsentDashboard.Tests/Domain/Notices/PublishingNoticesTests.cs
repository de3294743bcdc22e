using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Domain.Notices;

public sealed class PublishingNoticesTests
{
    private static readonly DateTime Now = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>What is left out, and the finding that names it.</summary>
    private static readonly Dictionary<string, (Action<NoticeDraft> LeaveOut, string Key, string Field)> Rules = new(StringComparer.Ordinal)
    {
        ["languages"] = (d => d.Sender.Languages = "", "Notice.NoLanguage", "Languages"),
        ["cells"] = (d => d.Version.Cells = ConsentCells.None, "Notice.NoCells", "Cells"),
        ["frequency"] = (d => d.Version.FrequencyCount = 0, "Notice.NoFrequencyCount", "FrequencyCount"),
        ["period"] = (d => d.Version.FrequencyPeriod = FrequencyPeriod.None, "Notice.NoFrequencyPeriod", "FrequencyPeriod"),
        ["purposes"] = (d => ((List<Purpose>)d.Purposes).Clear(), "Notice.NoPurpose", "Purposes"),
        ["a purpose's Russian words"] = (d => d.Purposes[0].TextRu = " ", "Notice.NoPurposeText.ru", "Purposes"),
        ["policy"] = (d => d.Version.PrivacyPolicyUrl = "", "Notice.NoPolicy", "PrivacyPolicyUrl"),
        ["a policy without https"] = (d => d.Version.PrivacyPolicyUrl = "http://shop.example/privacy", "Notice.PolicyNotSecure", "PrivacyPolicyUrl"),
        ["a relative policy"] = (d => d.Version.PrivacyPolicyUrl = "/privacy", "Notice.PolicyNotSecure", "PrivacyPolicyUrl"),
        ["a policy that is script"] = (d => d.Version.PrivacyPolicyUrl = "javascript:alert(1)", "Notice.PolicyNotSecure", "PrivacyPolicyUrl"),
        ["title"] = (d => d.Texts[0].Title = "", "Notice.NoTitle", "en-Title"),
        ["Russian body"] = (d => d.Texts[1].Body = "\n", "Notice.NoBody", "ru-Body"),
        ["who we are"] = (d => d.Texts[0].WhoWeAre = "", "Notice.NoWhoWeAre", "en-WhoWeAre"),
        ["frequency in words"] = (d => d.Texts[0].Frequency = "", "Notice.NoFrequencyWords", "en-Frequency"),
        ["how to withdraw"] = (d => d.Texts[1].HowToWithdraw = "", "Notice.NoHowToWithdraw", "ru-HowToWithdraw"),
        ["keeping"] = (d => d.Texts[0].Keeping = "", "Notice.NoKeeping", "en-Keeping"),
        ["confirmation"] = (d => d.Texts[0].ConfirmationText = "", "Notice.NoConfirmation", "en-ConfirmationText"),
        ["the code in the confirmation"] = (d => d.Texts[1].ConfirmationText = "Подтвердите", "Notice.NoCodePlace", "ru-ConfirmationText"),
        ["a label"] = (d => d.Texts[1].Labels = """{"2":" ","5":"Звонок"}""", "Notice.NoLabel", "ru-Label-SmsPromotional"),
    };

    public static TheoryData<string> LeftOut => [.. Rules.Keys];

    [Fact]
    public void A_complete_wording_is_published_and_frozen()
    {
        var draft = Complete();

        Assert.Empty(NoticePublication.Gaps(draft));
        Assert.False(NoticePublication.Publish(draft, Now, "user:1").Failed);
        Assert.Equal((NoticeStatus.Published, Now, "user:1"), (draft.Version.Status, draft.Version.PublishedAt, draft.Version.PublishedBy));
        Assert.Equal(NoticeContent.HashOf(draft.Notice, draft.Version, draft.Texts, draft.Purposes), draft.Version.ContentHash);
    }

    [Theory]
    [MemberData(nameof(LeftOut))]
    public void What_is_left_out_is_named_at_its_field_and_not_published(string what)
    {
        var draft = Complete();
        Rules[what].LeaveOut(draft);

        Assert.Equal([new(Rules[what].Key, Rules[what].Field)], NoticePublication.Gaps(draft));
        Assert.Equal(NoticeErrors.Incomplete, NoticePublication.Publish(draft, Now, "user:1").Error);
        Assert.Equal((NoticeStatus.Draft, null), (draft.Version.Status, draft.Version.ContentHash));
    }

    [Fact]
    public void A_language_without_a_text_lacks_everything()
    {
        var draft = Complete() with { Texts = [Complete().Texts[0]] };

        Assert.Equal(9, NoticePublication.Gaps(draft).Count(gap => gap.Field.StartsWith("ru-", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_document_about_processing_promises_no_frequency()
    {
        var draft = Complete();
        draft.Notice.Kind = ConsentKind.Processing;
        (draft.Version.FrequencyCount, draft.Version.FrequencyPeriod, draft.Texts[0].Frequency) = (0, FrequencyPeriod.None, "");

        Assert.Empty(NoticePublication.Gaps(draft));
    }

    [Theory]
    [InlineData(NoticeStatus.Published)]
    [InlineData(NoticeStatus.Retired)]
    public void Only_a_draft_is_published(NoticeStatus status)
    {
        var draft = Complete();
        draft.Version.Status = status;

        Assert.Equal(NoticeErrors.NotADraft, NoticePublication.Publish(draft, Now, "user:1").Error);
    }

    [Theory]
    [InlineData(NoticeStatus.Draft, false)]
    [InlineData(NoticeStatus.Published, true)]
    [InlineData(NoticeStatus.Retired, false)]
    public void Only_what_is_published_is_retired(NoticeStatus status, bool retires)
    {
        var version = new NoticeVersion { Status = status };

        Assert.Equal(retires, !NoticePublication.Retire(version, Now).Failed);
        Assert.Equal(retires ? Now : null, version.RetiredAt);
    }

    [Fact]
    public void Each_finding_has_words_in_both_languages() => Assert.All(["en", "ru"], language =>
        Findings.None(Rules.Values.Select(rule => rule.Key).Where(key => !Words.HasError(key, language))));

    [Theory]
    [InlineData("Your code is 123456", 19, 160)]
    [InlineData("5 € [now]", 12, 160)]
    [InlineData("Ваш код 123456", 14, 70)]
    [InlineData("Code 123456 ✓", 13, 70)]
    public void A_text_takes_places_of_an_SMS(string text, int used, int offered) => Assert.Equal((used, offered), SmsLength.Of(text));

    private static NoticeDraft Complete() => new(
        new() { Id = 1, Name = "North Shop", Languages = "en,ru" },
        new() { Id = 1, SenderId = 1, Kind = ConsentKind.Contact, Name = "News" },
        new()
        {
            Id = 1,
            NoticeId = 1,
            Number = 1,
            Status = NoticeStatus.Draft,
            Cells = ConsentCells.SmsPromotional | ConsentCells.CallPromotional,
            FrequencyCount = 8,
            FrequencyPeriod = FrequencyPeriod.Month,
            PrivacyPolicyUrl = "https://shop.example/privacy",
        },
        [A.Text("en"), A.Text("ru")],
        new List<Purpose> { new() { Id = 1, SenderId = 1, Code = "offers", TextEn = "Seasonal offers", TextRu = "Сезонные предложения" } });
}

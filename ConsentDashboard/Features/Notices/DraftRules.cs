using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Notices;

namespace ConsentDashboard.Features.Notices;

/// <summary>What a draft may hold; whether it is complete is asked only when it is published.</summary>
internal static class DraftRules
{
    public const int MaxBody = 8_000;
    public const int MaxLabel = 300;
    public const int MaxFrequency = 1_000;
    public const int MaxLifespan = 600;

    public static readonly IReadOnlyDictionary<string, int> MaxLengths = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [nameof(DraftText.Title)] = 300,
        [nameof(DraftText.Body)] = MaxBody,
        [nameof(DraftText.WhoWeAre)] = 1000,
        [nameof(DraftText.Frequency)] = 500,
        [nameof(DraftText.HowToWithdraw)] = 1000,
        [nameof(DraftText.Keeping)] = 1000,
        [nameof(DraftText.ConfirmationText)] = 500,
    };

    public static Error? Refusal(DraftForm form) => form switch
    {
        _ when string.IsNullOrWhiteSpace(form.Name) => NoticeErrors.NoName,
        { Name.Length: > 200 } => NoticeErrors.TooLong(NoticeFields.Name),
        { FrequencyCount: < 0 or > MaxFrequency } => NoticeErrors.OutOfRange(NoticeFields.FrequencyCount),
        _ when !Enum.IsDefined(form.FrequencyPeriod) => NoticeErrors.OutOfRange(NoticeFields.FrequencyPeriod),
        { LifespanMonths: < 0 or > MaxLifespan } => NoticeErrors.OutOfRange(NoticeFields.LifespanMonths),
        { PrivacyPolicyUrl.Length: > 500 } => NoticeErrors.TooLong(NoticeFields.PrivacyPolicyUrl),
        _ => form.Texts.SelectMany(TooLong).FirstOrDefault(),
    };

    private static IEnumerable<Error> TooLong(DraftText text) =>
    [
        .. Parts(text).Where(part => part.Text.Length > MaxLengths[part.Name]).Select(part => NoticeErrors.TooLong(NoticeFields.Of(text.Language, part.Name))),
        .. text.Labels.Index().Where(label => label.Item.Length > MaxLabel).Select(label => NoticeErrors.TooLong(NoticeFields.Label(text.Language, label.Index))),
    ];

    private static IEnumerable<(string Name, string Text)> Parts(DraftText text) =>
    [
        (nameof(text.Title), text.Title), (nameof(text.Body), text.Body), (nameof(text.WhoWeAre), text.WhoWeAre), (nameof(text.Frequency), text.Frequency),
        (nameof(text.HowToWithdraw), text.HowToWithdraw), (nameof(text.Keeping), text.Keeping), (nameof(text.ConfirmationText), text.ConfirmationText),
    ];
}

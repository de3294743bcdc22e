using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Domain.Notices;

/// <summary>A wording with everything that publishing it would set in stone.</summary>
public sealed record NoticeDraft(Sender Sender, Notice Notice, NoticeVersion Version, IReadOnlyList<NoticeText> Texts, IReadOnlyList<Purpose> Purposes);

/// <summary>Something that a wording leaves out.</summary>
/// <param name="Key">The resource key of what it says to the officer.</param>
/// <param name="Field">One of <see cref="NoticeFields"/>: where it is to be mended.</param>
public sealed record NoticeGap(string Key, string Field);

/// <summary>What a wording must say before anybody may see it (product.md, principle 2; GDPR 13).</summary>
public static class NoticePublication
{
    /// <summary>Where the code goes in a confirmation text.</summary>
    public const string CodePlace = "{0}";

    private static readonly (string Key, string Field, Func<NoticeDraft, bool> IsMissing)[] OfVersion =
    [
        ("Notice.NoLanguage", NoticeFields.Languages, draft => draft.Sender.LanguageTags().Count == 0),
        ("Notice.NoCells", NoticeFields.Cells, draft => (draft.Version.Cells & ConsentCells.All) == ConsentCells.None),
        ("Notice.NoFrequencyCount", NoticeFields.FrequencyCount, draft => PromisesFrequency(draft) && draft.Version.FrequencyCount < 1),
        ("Notice.NoFrequencyPeriod", NoticeFields.FrequencyPeriod, draft => PromisesFrequency(draft) && draft.Version.FrequencyPeriod == FrequencyPeriod.None),
        ("Notice.NoPurpose", NoticeFields.Purposes, draft => draft.Purposes.Count == 0),
        ("Notice.NoPolicy", NoticeFields.PrivacyPolicyUrl, draft => string.IsNullOrWhiteSpace(draft.Version.PrivacyPolicyUrl)),
        ("Notice.PolicyNotSecure", NoticeFields.PrivacyPolicyUrl, draft => draft.Version.PrivacyPolicyUrl is { Length: > 0 } address && !NoticeRules.IsSecureAddress(address)),
    ];

    private static readonly (string Key, string Field, Func<NoticeDraft, NoticeText, bool> IsMissing)[] OfText =
    [
        ("Notice.NoTitle", nameof(NoticeText.Title), (_, text) => IsBlank(text.Title)),
        ("Notice.NoBody", nameof(NoticeText.Body), (_, text) => IsBlank(text.Body)),
        ("Notice.NoWhoWeAre", nameof(NoticeText.WhoWeAre), (_, text) => IsBlank(text.WhoWeAre)),
        ("Notice.NoFrequencyWords", nameof(NoticeText.Frequency), (draft, text) => PromisesFrequency(draft) && IsBlank(text.Frequency)),
        ("Notice.NoHowToWithdraw", nameof(NoticeText.HowToWithdraw), (_, text) => IsBlank(text.HowToWithdraw)),
        ("Notice.NoKeeping", nameof(NoticeText.Keeping), (_, text) => IsBlank(text.Keeping)),
        ("Notice.NoConfirmation", nameof(NoticeText.ConfirmationText), (_, text) => IsBlank(text.ConfirmationText)),
        ("Notice.NoCodePlace", nameof(NoticeText.ConfirmationText), (_, text) => !IsBlank(text.ConfirmationText) && !text.ConfirmationText.Contains(CodePlace, StringComparison.Ordinal)),
    ];

    /// <summary>Everything that the wording leaves out, in the order of the editor; empty: it may be published.</summary>
    public static IReadOnlyList<NoticeGap> Gaps(NoticeDraft draft)
    {
        List<NoticeGap> gaps = [.. OfVersion.Where(rule => rule.IsMissing(draft)).Select(rule => new NoticeGap(rule.Key, rule.Field))];
        foreach (var language in draft.Sender.LanguageTags())
        {
            var text = draft.Texts.FirstOrDefault(text => text.Language == language) ?? new NoticeText { Language = language };
            gaps.AddRange(draft.Purposes.Where(purpose => IsBlank(purpose.In(language))).Take(1).Select(_ => new NoticeGap($"Notice.NoPurposeText.{language}", NoticeFields.Purposes)));
            gaps.AddRange(OfText.Where(rule => rule.IsMissing(draft, text)).Select(rule => new NoticeGap(rule.Key, NoticeFields.Of(language, rule.Field))));
            var labels = NoticeLabels.Read(text.Labels);
            gaps.AddRange(draft.Version.Cells.Indexes().Where(cell => IsBlank(labels.GetValueOrDefault(cell))).Select(cell => new NoticeGap("Notice.NoLabel", NoticeFields.Label(language, cell))));
        }

        return gaps;
    }

    /// <summary>Freezes the wording.</summary>
    /// <param name="draft">Its texts are those that are published; the caller stores no others.</param>
    /// <param name="now">UTC.</param>
    /// <param name="by">The actor's key.</param>
    public static Result Publish(NoticeDraft draft, DateTime now, string by)
    {
        var version = draft.Version;
        Error? refusal = version switch
        {
            { Status: not NoticeStatus.Draft } => NoticeErrors.NotADraft,
            _ when Gaps(draft).Count > 0 => NoticeErrors.Incomplete,
            _ => null,
        };
        if (refusal is not null)
        {
            return refusal;
        }

        // From here on the version is evidence of what people were told; nothing may edit it again.
        (version.Status, version.PublishedAt, version.PublishedBy) = (NoticeStatus.Published, now, by);
        version.ContentHash = NoticeContent.HashOf(draft.Notice, version, draft.Texts, draft.Purposes);
        return Result.Ok;
    }

    /// <summary>Ends its use for new consents. What was agreed to on it stands, and it stays readable.</summary>
    public static Result Retire(NoticeVersion version, DateTime now)
    {
        if (version.Status != NoticeStatus.Published)
        {
            return NoticeErrors.NotPublished;
        }

        (version.Status, version.RetiredAt) = (NoticeStatus.Retired, now);
        return Result.Ok;
    }

    // A document about processing brings no messages, so it promises none.
    private static bool PromisesFrequency(NoticeDraft draft) => draft.Notice.Kind == ConsentKind.Contact;

    private static bool IsBlank(string? text) => string.IsNullOrWhiteSpace(text);
}

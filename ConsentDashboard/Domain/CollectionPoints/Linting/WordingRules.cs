using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using static ConsentDashboard.Domain.CollectionPoints.Linting.LintRule;

namespace ConsentDashboard.Domain.CollectionPoints.Linting;

/// <summary>What people are told before they agree.</summary>
internal static class WordingRules
{
    public static readonly LintRule[] Table =
    [
        Must("notice-missing", 2, PointPart.Notice, facts => facts.Notice is null),
        Must("notice-draft", 2, PointPart.Notice, facts => facts.Notice is { Version.Status: NoticeStatus.Draft }),
        Must("notice-retired", 2, PointPart.Notice, facts => facts.Notice is { Version.Status: NoticeStatus.Retired }),
        Must("notice-of-another-sender", 2, PointPart.Notice, facts => facts is { Notice: { } notice, Sender: { } sender } && notice.Notice.SenderId != sender.Id),
        Must("notice-of-wrong-kind", 2, PointPart.Notice, facts => facts.Notice is { } notice && notice.Notice.Kind != ConsentKind.Contact),
        Must("notice-asks-nothing", 1, PointPart.Notice, facts => facts.Notice is { Version.Cells: ConsentCells.None }),
        Must("notice-language", 2, PointPart.Notice, facts => facts.Notice is { } notice ? facts.SenderLanguages.Except(notice.Texts.Select(text => text.Language), StringComparer.OrdinalIgnoreCase) : []),
        Must("notice-box-without-words", 1, PointPart.Notice, facts => facts.Notice?.LanguagesWithBareBoxes() ?? []),
        Must("notice-frequency", 2, PointPart.Notice, facts => facts.Notice is { } notice ? Frequency(notice) : []),
        Must("notice-purposes", 2, PointPart.Notice, facts => facts.Notice is { Purposes: 0 }),
        Must("notice-who", 2, PointPart.Notice, facts => facts.Notice?.LanguagesWithout(text => text.WhoWeAre) ?? []),
        Must("notice-withdraw", 4, PointPart.Notice, facts => facts.Notice?.LanguagesWithout(text => text.HowToWithdraw) ?? []),
        Must("notice-privacy", 2, PointPart.Notice, facts => facts.Notice is { } notice && PlaceRules.IsBlank(notice.Version.PrivacyPolicyUrl)),
        Must("spoken-without-script", 1, PointPart.Notice, facts => facts is { Point.Kind: CollectionPointKind.CallCentre, Notice: { } notice } ? notice.LanguagesWithout(text => text.Body) : []),
        Should("notice-keeping", 7, PointPart.Notice, facts => facts.Notice?.LanguagesWithout(text => text.Keeping) ?? []),
        Should("notice-without-end", 7, PointPart.Notice, facts => facts.Notice is { Version.LifespanMonths: <= 0 }),
        Should("newsletter-asks-for-calls", 3, PointPart.Notice, facts => facts is { Point.Kind: CollectionPointKind.Newsletter, Notice: { } notice } && (notice.Version.Cells & ConsentCells.AllCalls) != ConsentCells.None),
    ];

    // The promise as data is what sending is held to, the promise in words is what people read: both have to be there.
    private static IEnumerable<string> Frequency(WordingFacts notice) =>
        notice.Version is { FrequencyCount: > 0, FrequencyPeriod: not FrequencyPeriod.None } ? notice.LanguagesWithout(text => text.Frequency) : [""];
}

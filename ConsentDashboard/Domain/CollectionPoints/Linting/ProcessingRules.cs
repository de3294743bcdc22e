using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using static ConsentDashboard.Domain.CollectionPoints.Linting.LintRule;

namespace ConsentDashboard.Domain.CollectionPoints.Linting;

/// <summary>The document of its own that some senders' law wants (Russia: 152-FZ art. 9 as of 1 September 2025).</summary>
internal static class ProcessingRules
{
    public static readonly LintRule[] Table =
    [
        Must("processing-missing", 5, PointPart.Processing, facts => facts is { Sender.NeedsProcessingConsent: true, Processing: null }),
        Must("processing-of-wrong-kind", 5, PointPart.Processing, facts => facts.Processing is { } document && document.Notice.Kind != ConsentKind.Processing),
        Must("processing-not-published", 5, PointPart.Processing, facts => facts.Processing is { } document && document.Version.Status != NoticeStatus.Published),
        Must("processing-of-another-sender", 5, PointPart.Processing, facts => facts is { Processing: { } document, Sender: { } sender } && document.Notice.SenderId != sender.Id),
        Must("processing-language", 5, PointPart.Processing, facts => facts.Processing is { } document ? facts.SenderLanguages.Except(document.Texts.Select(text => text.Language), StringComparer.OrdinalIgnoreCase) : []),
        Should("processing-not-needed", 6, PointPart.Processing, facts => facts is { Sender.NeedsProcessingConsent: false, Processing: not null }),
    ];
}

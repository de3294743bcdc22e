using System.Text.RegularExpressions;
using ConsentDashboard.Domain.Senders;
using static ConsentDashboard.Domain.CollectionPoints.Linting.LintRule;

namespace ConsentDashboard.Domain.CollectionPoints.Linting;

/// <summary>Whether the sender can be reached by who wants to stop.</summary>
internal static partial class SenderRules
{
    public static readonly LintRule[] Table =
    [
        Must("sender-missing", 2, PointPart.Sender, facts => facts.Sender is null),
        Must("sender-unreachable", 4, PointPart.Sender, facts => facts.Sender is { } sender && !HasPhone(sender) && !HasPage(sender)),
        Should("sender-one-door", 4, PointPart.Sender, facts => facts.Sender is { } sender && HasPhone(sender) != HasPage(sender)),
        Should("replies-lost", 4, PointPart.Notice, facts => facts.Sender is { RepliesReachUs: false } && facts.Notice is { } notice && notice.Texts.Any(text => Reply().IsMatch(text.HowToWithdraw))),
    ];

    private static bool HasPhone(Sender sender) => !PlaceRules.IsBlank(sender.SupportPhone);

    private static bool HasPage(Sender sender) => !PlaceRules.IsBlank(sender.ContactPage);

    [GeneratedRegex(@"\b(STOP|СТОП)\b|\breply\b|\bответ(ьте|ом|ным)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Reply();
}

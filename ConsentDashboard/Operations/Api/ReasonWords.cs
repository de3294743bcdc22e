using System.Collections.Concurrent;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.Api;

/// <summary>The reasons as other systems read them. The words are part of the interface and never change.</summary>
internal static class ReasonWords
{
    private static readonly (DecisionReasons Reason, string Word)[] Table =
    [
        (DecisionReasons.UnknownNumber, "unknown_number"),
        (DecisionReasons.NeverAsked, "never_asked"),
        (DecisionReasons.Requested, "requested"),
        (DecisionReasons.Refused, "refused"),
        (DecisionReasons.Withdrawn, "withdrawn"),
        (DecisionReasons.Expired, "expired"),
        (DecisionReasons.Invalidated, "invalidated"),
        (DecisionReasons.Suppressed, "suppressed"),
        (DecisionReasons.OnHold, "on_hold"),
        (DecisionReasons.Paused, "paused"),
        (DecisionReasons.Restricted, "restricted"),
        (DecisionReasons.Erased, "erased"),
        (DecisionReasons.NoProcessingConsent, "no_processing_consent"),
        (DecisionReasons.Reassigned, "reassigned"),
        (DecisionReasons.OverFrequency, "over_frequency"),
    ];

    // Few combinations occur, and a list of ten thousand would otherwise make ten thousand lists.
    private static readonly ConcurrentDictionary<DecisionReasons, string[]> Lists = [];

    public static string[] Of(DecisionReasons reasons) =>
        Lists.GetOrAdd(reasons, all => [.. Table.Where(row => all.HasFlag(row.Reason)).Select(row => row.Word)]);
}

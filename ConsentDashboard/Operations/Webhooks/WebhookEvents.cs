using System.Collections.Frozen;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.Webhooks;

/// <summary>Which events other systems are told of: those that change what may be done with a number.</summary>
public static class WebhookEvents
{
    private static readonly FrozenDictionary<ConsentEventType, string> Names = new Dictionary<ConsentEventType, string>
    {
        [ConsentEventType.Given] = "consent.given",
        [ConsentEventType.Confirmed] = "consent.confirmed",
        [ConsentEventType.Refused] = "consent.refused",
        [ConsentEventType.Lapsed] = "consent.lapsed",
        [ConsentEventType.Withdrawn] = "consent.withdrawn",
        [ConsentEventType.Expired] = "consent.expired",
        [ConsentEventType.Invalidated] = "consent.invalidated",
        [ConsentEventType.Annulled] = "consent.annulled",
        [ConsentEventType.Restricted] = "consent.restricted",
        [ConsentEventType.Erased] = "consent.erased",
        [ConsentEventType.HoldPlaced] = "consent.hold_placed",
        [ConsentEventType.HoldReleased] = "consent.hold_released",
        [ConsentEventType.ContactPaused] = "consent.contact_paused",
        [ConsentEventType.ContactResumed] = "consent.contact_resumed",
        [ConsentEventType.SuppressionEnded] = "consent.suppression_ended",
    }.ToFrozenDictionary();

    public static IReadOnlyCollection<ConsentEventType> Types => Names.Keys;

    /// <summary>
    /// What an import raises does not leave: a list of a million rows would bury everything else, and nobody has to act on it
    /// at once. What it lowers does, and so does all that is lowered when it is undone.
    /// </summary>
    public static bool Leaves(ConsentEvent act) => Names.ContainsKey(act.Type) && act is { IsTest: false } and not { Type: ConsentEventType.Given, ImportBatchId: not null };

    /// <summary>As receivers know it; only for what <see cref="Leaves"/>.</summary>
    public static string NameOf(ConsentEventType type) => Names[type];
}

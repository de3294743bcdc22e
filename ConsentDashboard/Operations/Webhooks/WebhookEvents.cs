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

    public static bool Leaves(ConsentEvent act) => !act.IsTest && Names.ContainsKey(act.Type);

    /// <summary>As receivers know it; only for what <see cref="Leaves"/>.</summary>
    public static string NameOf(ConsentEventType type) => Names[type];
}

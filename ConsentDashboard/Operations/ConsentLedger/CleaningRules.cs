using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Holds;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// What cleaning is refused for. Asked in the transaction itself, where nobody comes between: a hold, an order for one, a
/// request or an act of hers since the look at her counts.
/// </summary>
internal sealed class CleaningRules
{
    private bool _isHoldBeingPlaced;

    public static async Task<CleaningRules> OfAsync(DashboardDbContext db, IReadOnlyList<PendingWrite> group) => new()
    {
        _isHoldBeingPlaced = group.Any(write => write.Act is { IsCleaning: true, IsAgain: false }) && await HoldsBeingPlaced.Of(db).AnyAsync(),
    };

    public Error? Refusal(ConsentAct act, SubscriberState state, DateTime now) =>
        act.IsCleaning && state.HeldUntil > now ? LedgerErrors.Held
        : act is { IsCleaning: true, IsAgain: false } && _isHoldBeingPlaced ? LedgerErrors.HoldBeingPlaced
        : act.UnlessAsked && state.IsAsking ? LedgerErrors.Asking
        : act.Type == ConsentEventType.Restricted && state.Row.RestrictedAt is not null ? LedgerErrors.Restricted
        : act.IfHeadSeq is { } seq && seq != state.SeqBefore ? LedgerErrors.Changed
        : act.IfActivityAt is { } active && active != state.ActivityBefore ? LedgerErrors.Changed
        : null;
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What stands against a number before an act.</summary>
internal static class StandingStops
{
    /// <summary>Whether a withdrawal ends anything that her earlier ones had not ended.</summary>
    public static bool AddsTo(SubscriberState state, ConsentAct act) => act.Cells.Indexes().Any(index =>
    {
        var latest = act.SenderId is { } sender ? state.SuppressedSince(act.Kind, sender, index) : Everywhere(state, act.Kind, index);
        return latest == Times.NotYet || state.Fold.Cells.Any(cell => cell.Kind == act.Kind && (act.SenderId ?? cell.SenderId) == cell.SenderId
            && ConsentFold.KeyOf(cell).CellIndex == index && cell.State is ConsentState.Given or ConsentState.Requested);
    });

    private static DateTime Everywhere(SubscriberState state, ConsentKind kind, int cellIndex) => state.Suppressions
        .Where(s => s.SenderId is null && s.Kind == kind && s.EndedAt == Times.Never && ((int)s.Cells & (1 << cellIndex)) != 0)
        .Select(s => s.Since).DefaultIfEmpty(Times.NotYet).Max();
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What an undo may still bring back.</summary>
internal static class UndoRules
{
    /// <returns>The cells of the act that the withdrawal was the last to touch; none once anything newer stands against her number.</returns>
    public static ConsentCells Untouched(SubscriberState state, ConsentAct act, long withdrawalId)
    {
        var stopped = state.Suppressions.Where(s => s.EventId > withdrawalId && s.Kind == act.Kind && s.EndedAt == Times.Never && (s.SenderId is null || s.SenderId == act.SenderId))
            .Aggregate(ConsentCells.None, (all, s) => all | s.Cells);
        var untouched = act.Cells.Indexes()
            .Where(index => state.Fold.Find(new(act.SenderId!.Value, act.Kind, index)) is { State: ConsentState.Withdrawn } cell && cell.LastEventId == withdrawalId)
            .Aggregate(ConsentCells.None, (all, index) => all | (ConsentCells)(1 << index));
        return untouched & ~stopped;
    }
}

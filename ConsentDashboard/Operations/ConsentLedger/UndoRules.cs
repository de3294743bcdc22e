using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What an undo may still bring back, or take back.</summary>
internal static class UndoRules
{
    /// <returns>The cells of the act that the event undone was the last to touch; raising, none once anything newer stands against her number.</returns>
    public static ConsentCells Untouched(SubscriberState state, ConsentAct act, long undone) => act.Type == ConsentEventType.Invalidated
        ? LeftBy(undone, state, act, left => left == ConsentState.Given)
        : LeftBy(undone, state, act, left => left is ConsentState.Withdrawn or ConsentState.Invalidated) & ~StoppedSince(state, act, undone);

    private static ConsentCells StoppedSince(SubscriberState state, ConsentAct act, long undone) => state.Suppressions
        .Where(s => s.EventId > undone && s.Kind == act.Kind && s.EndedAt == Times.Never && (s.SenderId is null || s.SenderId == act.SenderId))
        .Aggregate(ConsentCells.None, (all, s) => all | s.Cells);

    private static ConsentCells LeftBy(long eventId, SubscriberState state, ConsentAct act, Predicate<ConsentState> left) => act.Cells.Indexes()
        .Where(index => state.Fold.Find(new(act.SenderId!.Value, act.Kind, index)) is { } cell && cell.LastEventId == eventId && left(cell.State))
        .Aggregate(ConsentCells.None, (all, index) => all | (ConsentCells)(1 << index));
}

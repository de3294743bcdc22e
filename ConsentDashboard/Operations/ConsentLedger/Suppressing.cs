using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>Puts a number's keyed hash out of reach: numbered, sealed, counted.</summary>
internal sealed class Suppressing(KeyStore keys, LedgerHead head, BatchContent content)
{
    public void Withdrawn(ConsentEvent act, SubscriberState state, byte[] blindIndex)
    {
        Add(state, new()
        {
            BlindIndex = blindIndex,
            SenderId = act.SenderId,
            Kind = act.Kind,
            Cells = act.Cells,
            Reason = SuppressionReason.Withdrawn,
            Since = act.OccurredAt,
            RecordedAt = act.RecordedAt,
            EventId = act.Id,
        });
        content.Stops.Add(new(JournalStopKind.Withdrawal, blindIndex, act.SenderId, act.Kind, act.Cells, act.OccurredAt));
    }

    /// <summary>From all senders and for everything, unless that stands already and she agreed to nothing since.</summary>
    public void Erased(ConsentEvent act, SubscriberState state, byte[] blindIndex, bool suppresses)
    {
        foreach (var kind in Enum.GetValues<ConsentKind>().Where(kind => suppresses && !Stands(state, kind)))
        {
            Add(state, new()
            {
                BlindIndex = blindIndex,
                Kind = kind,
                Cells = ConsentCells.All,
                Reason = SuppressionReason.Erased,
                Since = act.RecordedAt,
                RecordedAt = act.RecordedAt,
                EventId = act.Id,
            });
        }

        content.Stops.Add(suppresses
            ? new(JournalStopKind.Erasure, blindIndex, null, act.Kind, ConsentCells.None, act.RecordedAt)
            : JournalStop.Row(state.Row.PublicId, act.RecordedAt));
    }

    private static bool Stands(SubscriberState state, ConsentKind kind) => state.Suppressions.Exists(s =>
        s.SenderId is null && s.Kind == kind && s.Cells == ConsentCells.All && s.EndedAt == Domain.Times.Never
        && state.Fold.Cells.All(cell => cell.Kind != kind || cell.GivenAt <= s.Since));

    private void Add(SubscriberState state, Suppression suppression)
    {
        suppression.Id = ++head.LastSuppressionId;
        suppression.Seal = SuppressionSeal.Compute(keys.Current, suppression);
        state.Suppressions.Add(suppression);
        content.Suppressions.Add(suppression);
        content.Counters.Suppressed(suppression);
    }
}

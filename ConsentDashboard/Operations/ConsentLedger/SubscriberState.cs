using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>One subscriber inside a commit: the row, her cells, what stands against her number, and what of it is to be written.</summary>
internal sealed class SubscriberState(Subscriber row, bool isNew, ConsentFold fold, List<Suppression> suppressions)
{
    // Keys, not rows: after an annulment the rows are those of another fold. A subscriber has a dozen cells at most.
    private readonly List<CellKey> _stored = [.. fold.Cells.Select(ConsentFold.KeyOf)];
    private readonly List<CellKey> _changed = [];

    public Subscriber Row { get; } = row;

    public bool IsNew { get; } = isNew;

    public Standing StandingBefore { get; } = row.Standing;

    /// <summary>After an annulment it is set to a fold of the whole chain.</summary>
    public ConsentFold Fold { get; set; } = fold;

    public List<Suppression> Suppressions { get; } = suppressions;

    public bool Touched { get; set; }

    public IEnumerable<Consent> NewCells => _changed.Where(key => !_stored.Contains(key)).Select(key => Fold.Find(key)!);

    public IEnumerable<Consent> ChangedCells => _changed.Where(_stored.Contains).Select(key => Fold.Find(key)!);

    public DateTime SuppressedSince(ConsentKind kind, long senderId, int cellIndex)
    {
        var latest = Times.NotYet;
        foreach (var suppression in Suppressions)
        {
            var covers = suppression.Kind == kind
                && suppression.EndedAt == Times.Never
                && (suppression.SenderId is null || suppression.SenderId == senderId)
                && ((int)suppression.Cells & (1 << cellIndex)) != 0;
            latest = covers && suppression.Since > latest ? suppression.Since : latest;
        }

        return latest;
    }

    public void Apply(ConsentEvent act)
    {
        foreach (var cell in Fold.Apply(act))
        {
            var key = ConsentFold.KeyOf(cell);
            if (!_changed.Contains(key))
            {
                _changed.Add(key);
            }
        }

        HerOwnActs.Touch(Row, act);
        if (act is { Type: ConsentEventType.Given or ConsentEventType.Confirmed, Outcome: not 0 })
        {
            Row.CollectionPointId = act.CollectionPointId;
        }

        Row.Standing = Standings.Of(Row, Fold.Cells);
        Touched = true;
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>One subscriber inside a commit: the row, her cells, what stands against her number, and what of it is to be written.</summary>
internal sealed class SubscriberState(Subscriber row, bool isNew, ConsentFold fold, List<Suppression> suppressions, List<PendingRequest> pending)
{
    private readonly HashSet<Consent> _stored = [.. fold.Cells];
    private readonly HashSet<Consent> _changed = [];

    public Subscriber Row { get; } = row;

    public bool IsNew { get; } = isNew;

    /// <summary>Her newest event when the group began.</summary>
    public int SeqBefore { get; } = row.HeadSeq;

    /// <summary>Her last own act, as it was then.</summary>
    public DateTime ActivityBefore { get; } = row.LastActivityAt;

    /// <summary>What she added to the counters until now; null where she is new.</summary>
    public PersonCounts? Before { get; } = isNew ? null : CountsOf(row, fold);

    public ConsentFold Fold { get; set; } = fold;

    public List<Suppression> Suppressions { get; } = suppressions;

    /// <summary>The double opt-ins that wait for her answer.</summary>
    public List<PendingRequest> Pending { get; } = pending;

    /// <summary>When the last of her holds ends; the row's flag may still say so after that.</summary>
    public DateTime HeldUntil { get; set; } = Times.NotYet;

    /// <summary>A request of hers about her data is open; known only where an act of the group has to know it.</summary>
    public bool IsAsking { get; init; }

    public bool Touched { get; set; }

    public IEnumerable<Consent> NewCells => _changed.Where(cell => !_stored.Contains(cell));

    public IEnumerable<Consent> ChangedCells => _changed.Where(_stored.Contains);

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
        _changed.UnionWith(Fold.Apply(act));
        HerOwnActs.Touch(Row, act);
        if (act is { Type: ConsentEventType.Given or ConsentEventType.Confirmed, Outcome: not 0 })
        {
            Row.CollectionPointId = act.CollectionPointId;
        }

        Touched = true;
    }

    public PersonCounts Counts() => CountsOf(Row, Fold);

    /// <summary>Once all that an event changes is known.</summary>
    public void Summarise() => Row.Standing = Standings.Of(Row, Fold.Cells, Suppressions.Exists(suppression => suppression.EndedAt == Times.Never));

    /// <summary>For an annulment the cells come from a fold of the whole chain; what was loaded stays the measure of what is stored.</summary>
    public void ReplaceFold(IEnumerable<ConsentEvent> chain)
    {
        var whole = new ConsentFold(Row.Id);
        foreach (var act in chain)
        {
            whole.Apply(act);
        }

        foreach (var cell in Fold.Cells)
        {
            Replace(_stored, cell, whole);
            Replace(_changed, cell, whole);
        }

        Fold = whole;
    }

    private static PersonCounts CountsOf(Subscriber row, ConsentFold fold) => new(row.Standing, row.Region, row.Language, fold.Cells);

    private static void Replace(HashSet<Consent> set, Consent cell, ConsentFold by)
    {
        if (set.Remove(cell) && by.Find(ConsentFold.KeyOf(cell)) is { } same)
        {
            set.Add(same);
        }
    }
}

namespace ConsentDashboard.Domain.Consents;

public readonly record struct CellKey(long SenderId, ConsentKind Kind, int CellIndex);

/// <summary>
/// The cells of one subscriber as her events make them. The writer, the rebuild, verification and the decision as of a
/// past date all fold through here, so that they cannot disagree.
/// </summary>
public sealed class ConsentFold
{
    private readonly Dictionary<CellKey, Consent> _cells = [];
    private readonly Dictionary<Guid, List<(CellKey Key, Consent? Before)>> _beforeWithdrawal = [];
    private readonly Dictionary<Guid, long> _withdrawals = [];
    private readonly bool _remember;

    // Only once something is annulled: verification folds millions of chains without.
    private Dictionary<long, Guid>? _annulled;
    private Dictionary<(CellKey Key, long Annulment), long>? _broughtBack;

    /// <param name="subscriberId">Whose cells they are.</param>
    /// <param name="remember">Keep what was before each withdrawal, which an annulment later in the same chain needs.</param>
    public ConsentFold(long subscriberId, bool remember = true) => (SubscriberId, _remember) = (subscriberId, remember);

    public long SubscriberId { get; }

    public IReadOnlyCollection<Consent> Cells => _cells.Values;

    public Consent? Find(CellKey key) => _cells.GetValueOrDefault(key);

    /// <summary>Starts from a stored projection instead of an empty one.</summary>
    public void Load(Consent cell) => _cells[KeyOf(cell)] = cell;

    public static CellKey KeyOf(Consent cell) => new(cell.SenderId, cell.Kind, Consents.Cells.IndexOf(cell.Channel, cell.MessageType));

    /// <summary>Decides what the act makes of each cell, and writes that into its <see cref="ConsentEvent.Outcome"/>.</summary>
    /// <param name="act">The event before it is hashed.</param>
    /// <param name="suppressedSince">The latest suppression that covers a cell of a sender; <see cref="Times.NotYet"/> where there is none.</param>
    /// <returns>The cells that the ratchet refused.</returns>
    public ConsentCells Decide(ConsentEvent act, Func<long, int, DateTime> suppressedSince)
    {
        act.Outcome = 0;
        if (act.IsTest)
        {
            return ConsentCells.None;
        }

        if (act.Type == ConsentEventType.Annulled)
        {
            act.Outcome = AnnulledOutcome(act);
            return ConsentCells.None;
        }

        var refused = ConsentCells.None;
        foreach (var index in act.Cells.Indexes())
        {
            var cell = act.SenderId is { } sender ? Find(new(sender, act.Kind, index)) : null;
            var stopped = Later(cell?.StoppedAt ?? Times.NotYet, act.SenderId is { } id ? suppressedSince(id, index) : Times.NotYet);
            var transition = ConsentTransitions.Apply(cell?.State ?? ConsentState.None, cell?.GivenAt ?? Times.NotYet, stopped, act.Type, act.Source, act.OccurredAt);
            act.Outcome |= (int)transition.Outcome << (index * 4);
            refused |= transition.Kind == TransitionKind.RefusedByRatchet ? (ConsentCells)(1 << index) : ConsentCells.None;
        }

        return refused;
    }

    /// <summary>Brings the cells to what the event made of them.</summary>
    /// <returns>The cells that changed.</returns>
    public IReadOnlyList<Consent> Apply(ConsentEvent act)
    {
        if (act is { Type: ConsentEventType.Annulled, IsTest: false, RefersTo: { } target } && _withdrawals.TryGetValue(target, out var annulled))
        {
            (_annulled ??= [])[annulled] = target;
        }

        if (act.Outcome == 0)
        {
            return [];
        }

        List<Consent> changed = [];
        var before = act.Type == ConsentEventType.Withdrawn && _remember ? _beforeWithdrawal[act.EventKey] = [] : null;
        if (before is not null)
        {
            _withdrawals[act.EventKey] = act.Id;
        }

        foreach (var key in KeysOf(act))
        {
            var outcome = act.OutcomeFor(key.CellIndex);
            var cell = Find(key);
            before?.Add((key, cell is null ? null : Copy(cell)));
            if (act.Type == ConsentEventType.Annulled)
            {
                Restore(act, key);
                cell = Find(key);
                if (cell is not null)
                {
                    cell.LastEventId = act.Id;
                    changed.Add(cell);
                }

                continue;
            }

            if (cell is null)
            {
                cell = new()
                {
                    SubscriberId = SubscriberId,
                    SenderId = key.SenderId,
                    Kind = key.Kind,
                    Channel = Consents.Cells.ChannelOf(key.CellIndex),
                    MessageType = Consents.Cells.TypeOf(key.CellIndex),
                };
                _cells[key] = cell;
            }

            Move(cell, act, outcome);
            changed.Add(cell);
        }

        return changed;
    }

    private static void Move(Consent cell, ConsentEvent act, ConsentState outcome)
    {
        cell.StateAt = cell.State == outcome ? cell.StateAt : act.OccurredAt;
        cell.State = outcome;
        cell.LastEventId = act.Id;
        switch (outcome)
        {
            case ConsentState.Given:
                (cell.GivenAt, cell.ExpiresAt) = (act.OccurredAt, act.ExpiresAt);
                (cell.NoticeVersionId, cell.CollectionPointId) = (act.NoticeVersionId, act.CollectionPointId);
                break;
            case ConsentState.Requested:
                (cell.NoticeVersionId, cell.CollectionPointId) = (act.NoticeVersionId, act.CollectionPointId);
                break;
            case ConsentState.Withdrawn or ConsentState.Refused:
                cell.StoppedAt = Later(cell.StoppedAt, act.OccurredAt);
                break;
        }
    }

    // A withdrawal from all senders reaches the cells that exist; the suppression without a sender covers the rest.
    private List<CellKey> KeysOf(ConsentEvent act)
    {
        if (act.SenderId is not { } sender)
        {
            return [.. _cells.Keys.Where(key => key.Kind == act.Kind && act.OutcomeFor(key.CellIndex) != ConsentState.None)];
        }

        List<CellKey> keys = new(Consents.Cells.Count);
        for (var index = 0; index < Consents.Cells.Count; index++)
        {
            if (act.OutcomeFor(index) != ConsentState.None)
            {
                keys.Add(new(sender, act.Kind, index));
            }
        }

        return keys;
    }

    // A cell that never was before the withdrawal goes back to Invalidated: the ledger has no event that unmakes a row.
    private int AnnulledOutcome(ConsentEvent act)
    {
        var outcome = 0;
        if (act.RefersTo is not { } withdrawal)
        {
            return outcome;
        }

        foreach (var (key, before) in _beforeWithdrawal.GetValueOrDefault(withdrawal, []))
        {
            // What she did since stands: only a cell that this very withdrawal left as it is goes back.
            if (Find(key) is { State: ConsentState.Withdrawn } cell && LeftBy(key, cell) == _withdrawals[withdrawal] && key.SenderId == act.SenderId && key.Kind == act.Kind)
            {
                outcome |= (int)(Standing(key, before)?.State ?? ConsentState.Invalidated) << (key.CellIndex * 4);
            }
        }

        return outcome;
    }

    private void Restore(ConsentEvent act, CellKey key)
    {
        if (act.RefersTo is not { } withdrawal || !_beforeWithdrawal.TryGetValue(withdrawal, out var list))
        {
            throw new InvalidOperationException("An annulment is folded only together with the withdrawal that it is about.");
        }

        var cell = Find(key);
        if (cell is not { State: ConsentState.Withdrawn } || list.FirstOrDefault(item => item.Key == key) is not { Key.SenderId: not 0 } found)
        {
            return;
        }

        if (Standing(key, found.Before) is { } before)
        {
            (_broughtBack ??= [])[(key, act.Id)] = LeftBy(key, before);
            (cell.State, cell.StateAt, cell.GivenAt, cell.ExpiresAt) = (before.State, before.StateAt, before.GivenAt, before.ExpiresAt);
            (cell.StoppedAt, cell.NoticeVersionId, cell.CollectionPointId) = (before.StoppedAt, before.NoticeVersionId, before.CollectionPointId);
        }
        else
        {
            (cell.State, cell.StateAt, cell.StoppedAt) = (ConsentState.Invalidated, act.OccurredAt, Times.NotYet);
        }
    }

    // What an annulment brought back is as the event before the annulled one left it.
    private long LeftBy(CellKey key, Consent cell) => _broughtBack?.GetValueOrDefault((key, cell.LastEventId), cell.LastEventId) ?? cell.LastEventId;

    // Of two withdrawals on one another the lower may be annulled first: then it is not what was before the upper one.
    private Consent? Standing(CellKey key, Consent? before)
    {
        while (before is { State: ConsentState.Withdrawn } && _annulled is not null && _annulled.TryGetValue(LeftBy(key, before), out var withdrawal))
        {
            before = _beforeWithdrawal[withdrawal].FirstOrDefault(item => item.Key == key).Before;
        }

        return before;
    }

    private static Consent Copy(Consent cell) => new()
    {
        SubscriberId = cell.SubscriberId,
        SenderId = cell.SenderId,
        Kind = cell.Kind,
        Channel = cell.Channel,
        MessageType = cell.MessageType,
        State = cell.State,
        StateAt = cell.StateAt,
        GivenAt = cell.GivenAt,
        ExpiresAt = cell.ExpiresAt,
        StoppedAt = cell.StoppedAt,
        NoticeVersionId = cell.NoticeVersionId,
        CollectionPointId = cell.CollectionPointId,
        LastEventId = cell.LastEventId,
    };

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;
}

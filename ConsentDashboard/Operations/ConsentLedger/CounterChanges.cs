using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What one batch changes in the counters; Overview reads counters and never scans.</summary>
internal sealed class CounterChanges
{
    private readonly Dictionary<(CounterMetric, DateTime, long), long> _deltas = [];

    /// <param name="before">Null: she is new.</param>
    public void Person(PersonCounts? before, PersonCounts after)
    {
        if (before is not null)
        {
            Add(before, -1);
        }

        Add(after, 1);
    }

    /// <param name="act">The event.</param>
    /// <param name="receivedAt">When it arrived.</param>
    /// <param name="proven">Its evidence is complete.</param>
    /// <param name="withdrawn">As <see cref="WithdrawnAgreements.By"/> answered before the event was applied.</param>
    public void Event(ConsentEvent act, DateTime receivedAt, bool proven, WithdrawnAgreements withdrawn)
    {
        if (act.Type == ConsentEventType.Withdrawn)
        {
            var day = act.RecordedAt.Date;
            Add(CounterMetric.FastOptOutsBySource, day, (long)act.Source, act.RecordedAt - receivedAt <= TimeSpan.FromSeconds(1) ? 1 : 0);
            Add(CounterMetric.OptOutDelays, day, EffectDelay.DimensionOf(act.Source, act.RecordedAt - receivedAt), 1);
        }

        Event(act, proven, withdrawn);
    }

    /// <summary>All that the event itself tells; not when it arrived, which no event keeps.</summary>
    public void Event(ConsentEvent act, bool proven, WithdrawnAgreements withdrawn)
    {
        var day = act.RecordedAt.Date;
        ByPoint(act, day);
        foreach (var regret in withdrawn.Regretted)
        {
            Add(CounterMetric.RegrettedByPoint, day, regret, 1);
        }

        if (!act.IsTest)
        {
            ForReports(act, day, withdrawn);
        }

        switch (act.Type)
        {
            case ConsentEventType.Given or ConsentEventType.Confirmed when act.Outcome != 0:
                Add(CounterMetric.OptInsBySource, day, (long)act.Source, 1);
                Add(CounterMetric.ProvenOptInsBySource, day, (long)act.Source, proven ? 1 : 0);
                if (act.CollectionPointId is { } point)
                {
                    Add(CounterMetric.OptInsByPoint, day, point, 1);
                }

                break;
            case ConsentEventType.Withdrawn:
                Add(CounterMetric.OptOutsBySource, day, (long)act.Source, 1);
                break;
        }
    }

    public void Suppressed(Suppression suppression) => Add(CounterMetric.SuppressionsAdded, suppression.RecordedAt.Date, KeyOf(suppression).Dimension, 1);

    public void Unsuppressed(Suppression suppression) => Add(CounterMetric.SuppressionsEnded, suppression.EndedAt.Date, KeyOf(suppression).Dimension, 1);

    /// <summary>What was counted, and how often.</summary>
    public IEnumerable<KeyValuePair<(CounterMetric Metric, DateTime Day, long Dimension), long>> All => _deltas;

    public List<CounterDelta> For(long batchSeq) =>
    [
        .. _deltas.Where(delta => delta.Value != 0).Select(delta => new CounterDelta
        {
            BatchSeq = batchSeq,
            Metric = delta.Key.Item1,
            Day = delta.Key.Item2,
            Dimension = delta.Key.Item3,
            Delta = delta.Value,
        }),
    ];

    private void ByPoint(ConsentEvent act, DateTime day)
    {
        CounterMetric? metric = act switch
        {
            { IsTest: true } or { Kind: not ConsentKind.Contact } => null,
            { Type: ConsentEventType.Given or ConsentEventType.Confirmed, Outcome: not 0 } => CounterMetric.GivenByPoint,
            { Type: ConsentEventType.Requested } => CounterMetric.RequestedByPoint,
            { Type: ConsentEventType.Lapsed } => CounterMetric.LapsedByPoint,
            { Type: ConsentEventType.Refused } => CounterMetric.RefusedByPoint,
            _ => null,
        };
        if (metric is { } counted && act.CollectionPointId is { } point)
        {
            Add(counted, day, point, 1);
        }
    }

    private void ForReports(ConsentEvent act, DateTime day, WithdrawnAgreements withdrawn)
    {
        var (sender, source) = (act.SenderId ?? 0, (byte)act.Source);
        Add(CounterMetric.EventsByType, day, new CounterKey(sender, (byte)act.Type, source).Dimension, 1);
        switch (act.Type)
        {
            case ConsentEventType.Given or ConsentEventType.Confirmed when act.Outcome != 0:
                var parts = (byte)EvidencePartsOf.Of(act);
                Add(CounterMetric.OptInsBySender, day, new CounterKey(sender, source, parts).Dimension, 1);
                Add(CounterMetric.OptInsByWording, day, new CounterKey(act.NoticeVersionId ?? 0, source, parts).Dimension, 1);
                Add(CounterMetric.OptInsAtPoint, day, new CounterKey(act.CollectionPointId ?? 0, source, parts).Dimension, 1);
                break;
            case ConsentEventType.Withdrawn:
                var delay = act.RecordedAt - act.OccurredAt;
                Add(CounterMetric.OptOutsBySender, day, new CounterKey(sender, source, (byte)EffectBands.Of(delay), (byte)EffectDelay.ClassOf(delay)).Dimension, 1);
                AddEach(CounterMetric.OptOutsByWording, withdrawn.Wordings);
                AddEach(CounterMetric.OptOutsByPoint, withdrawn.Points);
                break;
        }

        void AddEach(CounterMetric metric, IReadOnlyList<long> ids)
        {
            foreach (var id in ids)
            {
                Add(metric, day, new CounterKey(id, source).Dimension, 1);
            }
        }
    }

    private void Add(PersonCounts person, long delta)
    {
        foreach (var (metric, dimension) in person.Dimensions())
        {
            Add(metric, DateTime.UnixEpoch, dimension, delta);
        }
    }

    private static CounterKey KeyOf(Suppression suppression) =>
        new(suppression.SenderId ?? 0, (byte)suppression.Reason, (byte)suppression.Cells, (byte)suppression.Kind);

    private void Add(CounterMetric metric, DateTime day, long dimension, long delta)
    {
        var key = (metric, DateTime.SpecifyKind(day, DateTimeKind.Utc), dimension);
        _deltas[key] = _deltas.GetValueOrDefault(key) + delta;
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What one batch changes in the counters; Overview reads counters and never scans.</summary>
internal sealed class CounterChanges
{
    private readonly Dictionary<(CounterMetric, DateTime, long), long> _deltas = [];

    public void Standing(Standing before, Standing after, bool isNew)
    {
        if (!isNew)
        {
            if (before == after)
            {
                return;
            }

            Add(CounterMetric.SubscribersByStanding, DateTime.UnixEpoch, (long)before, -1);
        }

        Add(CounterMetric.SubscribersByStanding, DateTime.UnixEpoch, (long)after, 1);
    }

    /// <param name="act">The event.</param>
    /// <param name="receivedAt">When it arrived.</param>
    /// <param name="proven">Its evidence is complete.</param>
    public void Event(ConsentEvent act, DateTime receivedAt, bool proven)
    {
        var day = act.RecordedAt.Date;
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
                Add(CounterMetric.FastOptOutsBySource, day, (long)act.Source, act.RecordedAt - receivedAt <= TimeSpan.FromSeconds(1) ? 1 : 0);
                break;
        }
    }

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

    private void Add(CounterMetric metric, DateTime day, long dimension, long delta)
    {
        var key = (metric, DateTime.SpecifyKind(day, DateTimeKind.Utc), dimension);
        _deltas[key] = _deltas.GetValueOrDefault(key) + delta;
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What one batch changes in the counters; Overview reads counters and never scans.</summary>
internal sealed class CounterChanges
{
    /// <summary>Who withdraws sooner may not have known what she agreed to.</summary>
    private static readonly TimeSpan SoonAfter = TimeSpan.FromDays(30);

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
    /// <param name="regretted">As <see cref="RegrettedAt"/> answered before the event was applied.</param>
    public void Event(ConsentEvent act, DateTime receivedAt, bool proven, IReadOnlyList<long> regretted)
    {
        var day = act.RecordedAt.Date;
        ByPoint(act, day);
        foreach (var regret in regretted)
        {
            Add(CounterMetric.RegrettedByPoint, day, regret, 1);
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
                Add(CounterMetric.FastOptOutsBySource, day, (long)act.Source, act.RecordedAt - receivedAt <= TimeSpan.FromSeconds(1) ? 1 : 0);
                Add(CounterMetric.OptOutDelays, day, EffectDelay.DimensionOf(act.Source, act.RecordedAt - receivedAt), 1);
                break;
        }
    }

    /// <summary>The points at which she agreed, not long ago, to what she withdraws now.</summary>
    /// <param name="act">The event, decided and not yet applied.</param>
    /// <param name="before">Her cells until then.</param>
    public static IReadOnlyList<long> RegrettedAt(ConsentEvent act, IReadOnlyCollection<Consent> before) => act.Type == ConsentEventType.Withdrawn && act.Kind == ConsentKind.Contact
        ? [.. before
            .Where(cell => cell is { State: ConsentState.Given, Kind: ConsentKind.Contact, CollectionPointId: not null } && (act.SenderId ?? cell.SenderId) == cell.SenderId)
            .Where(cell => act.OutcomeFor(ConsentFold.KeyOf(cell).CellIndex) == ConsentState.Withdrawn && act.OccurredAt - cell.GivenAt <= SoonAfter)
            .Select(cell => cell.CollectionPointId!.Value)
            .Distinct()]
        : [];

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

    private void Add(CounterMetric metric, DateTime day, long dimension, long delta)
    {
        var key = (metric, DateTime.SpecifyKind(day, DateTimeKind.Utc), dimension);
        _deltas[key] = _deltas.GetValueOrDefault(key) + delta;
    }
}

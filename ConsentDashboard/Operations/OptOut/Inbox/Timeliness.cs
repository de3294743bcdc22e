using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.OptOut.Inbox;

/// <summary>How fast the opt-outs of one door were effective. Each time is the longest of its class: at most a quarter too high.</summary>
/// <param name="Source">The door; null: all of them together.</param>
/// <param name="Count">How many there were.</param>
/// <param name="WithinSecond">How many of them took a second at most; those of the class that the second lies in count as longer.</param>
public sealed record TimelinessRow(Source? Source, long Count, TimeSpan Median, TimeSpan P95, TimeSpan Worst, long WithinSecond)
{
    public double Share => (double)WithinSecond / Count;
}

/// <summary>From arriving to being effective, per door, of the counters: nothing is scanned.</summary>
public sealed class Timeliness(CounterReadings counters, TimeProvider clock)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <param name="days">How many days, today among them.</param>
    /// <returns>All doors together first, then each, the busiest first; empty where nobody opted out.</returns>
    public async Task<IReadOnlyList<TimelinessRow>> ReadAsync(int days, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewInbox);
        var since = clock.UtcMilliseconds().Date.AddDays(1 - days);
        var readings = await counters.ReadAsync([CounterMetric.OptOutDelays], since, cancellation);
        var counted = readings.Where(reading => reading.Value > 0).Select(reading => (EffectDelay.Read(reading.Dimension).Source, EffectDelay.Read(reading.Dimension).Class, reading.Value)).ToList();
        return counted.Count == 0
            ? []
            : [
                Row(null, counted.Select(count => (count.Class, count.Value))),
                .. counted.GroupBy(count => count.Source)
                    .Select(door => Row(door.Key, door.Select(count => (count.Class, count.Value))))
                    .OrderByDescending(row => row.Count).ThenBy(row => row.Source),
            ];
    }

    private static TimelinessRow Row(Source? source, IEnumerable<(int Class, long Count)> counts)
    {
        var byClass = counts.GroupBy(count => count.Class).ToDictionary(same => same.Key, same => same.Sum(count => count.Count));
        return new(
            source,
            byClass.Values.Sum(),
            EffectDelay.Quantile(byClass, 0.5)!.Value,
            EffectDelay.Quantile(byClass, 0.95)!.Value,
            EffectDelay.Quantile(byClass, 1)!.Value,
            byClass.Where(count => EffectDelay.Longest(count.Key) <= Second).Sum(count => count.Value));
    }
}

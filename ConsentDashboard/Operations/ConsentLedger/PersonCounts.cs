using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What one person adds to the counters that know no days. Taken before and after, so that only the difference is written.</summary>
internal sealed class PersonCounts
{
    private readonly Standing _standing;
    private readonly string _region;
    private readonly string _language;
    private readonly (CellKey Key, ConsentState State)[] _cells;

    public PersonCounts(Standing standing, string region, string language, IReadOnlyCollection<Consent> cells)
    {
        (_standing, _region, _language) = (standing, region, language);

        // Nobody contacts them whatever their cells say.
        _cells = standing is Standing.Restricted or Standing.Erased ? [] : [.. cells.Select(cell => (ConsentFold.KeyOf(cell), cell.State))];
    }

    public IEnumerable<(CounterMetric Metric, long Dimension)> Dimensions()
    {
        yield return (CounterMetric.SubscribersByStanding, (long)_standing);
        yield return (CounterMetric.SubscribersByRegion, new CounterKey(CounterKey.OfLetters(_region), (byte)_standing).Dimension);
        yield return (CounterMetric.SubscribersByLanguage, new CounterKey(CounterKey.OfLetters(_language), (byte)_standing).Dimension);
        foreach (var (key, state) in _cells)
        {
            yield return (CounterMetric.CellsByState, new CounterKey(key.SenderId, (byte)key.Kind, (byte)key.CellIndex, (byte)state).Dimension);
        }
    }
}

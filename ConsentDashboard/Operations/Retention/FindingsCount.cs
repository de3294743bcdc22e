using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.Retention;

/// <summary>Counts the people of a preview while they are read, and draws a few of them.</summary>
internal sealed class FindingsCount(DateTime at)
{
    public const int Samples = 20;

    private readonly Dictionary<Standing, long> _standings = [];
    private readonly Dictionary<string, long> _regions = new(StringComparer.Ordinal);
    private readonly Dictionary<long, long> _points = [];
    private readonly Dictionary<RetentionAge, long> _ages = [];
    private readonly List<PublicId> _samples = [];
    private long _held;
    private long _seen;

    public void Add(DueRow row)
    {
        if (row.IsHeld)
        {
            _held++;
            return;
        }

        One(_standings, row.Standing);
        One(_regions, row.Region);
        One(_points, row.CollectionPointId ?? 0);
        One(_ages, RetentionAges.Of(row.LastActivityAt > Times.NotYet ? row.LastActivityAt : row.FirstSeenAt, at));
        Draw(row.PublicId);
    }

    public RetentionFindings Take() => new()
    {
        Held = _held,
        ByStanding = _standings,
        ByRegion = _regions,
        ByPoint = _points,
        ByAge = _ages,
        Samples = [.. _samples.Select(sample => sample.ToString())],
    };

    // Each has the same chance, however many come.
    private void Draw(PublicId person)
    {
        _seen++;
        if (_samples.Count < Samples)
        {
            _samples.Add(person);
        }
        else if (_seen <= int.MaxValue && RandomNumberGenerator.GetInt32((int)_seen) is var place and < Samples)
        {
            _samples[place] = person;
        }
    }

    private static void One<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}

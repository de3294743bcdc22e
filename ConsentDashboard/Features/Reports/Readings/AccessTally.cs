using ConsentDashboard.Domain.Audit;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>Counts entries as they pass; keeps none but the newest.</summary>
internal sealed class AccessTally
{
    public const int MostShown = 200;

    private readonly PriorityQueue<AccessEntry, long> _newest = new();
    private readonly Dictionary<(DateTime Day, AuditAction Action), long> _days = [];
    private readonly Dictionary<string, AccessOfOne> _staff = new(StringComparer.Ordinal);

    public IEnumerable<AccessEntry> Newest => _newest.UnorderedItems.Select(item => item.Element).OrderByDescending(entry => entry.Id);

    public IReadOnlyCollection<AccessOfOne> Staff => _staff.Values;

    public long All => _days.Values.Sum();

    public long Of(DateTime day, AuditAction action) => _days.GetValueOrDefault((day, action));

    public void Add(AccessEntry entry)
    {
        _newest.Enqueue(entry, entry.Id);
        if (_newest.Count > MostShown)
        {
            _newest.Dequeue();
        }

        _days[(entry.At.Date, entry.Action)] = Of(entry.At.Date, entry.Action) + 1;
        if (!_staff.TryGetValue(entry.Actor, out var one))
        {
            _staff[entry.Actor] = one = new();
        }

        one.Add(entry);
    }
}

/// <summary>What one member of staff, key or command did.</summary>
internal sealed class AccessOfOne
{
    private readonly Dictionary<AuditAction, long> _counts = [];

    /// <summary>The newest that was shown; names change.</summary>
    public string Name { get; private set; } = "";

    public DateTime LastAt { get; private set; }

    public long All => _counts.Values.Sum();

    public long Of(AuditAction action) => _counts.GetValueOrDefault(action);

    public void Add(AccessEntry entry)
    {
        (Name, LastAt) = entry.At >= LastAt ? (entry.ActorName is "" ? entry.Actor : entry.ActorName, entry.At) : (Name, LastAt);
        _counts[entry.Action] = Of(entry.Action) + 1;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentDecision;

/// <summary>Everything that decisions on some subscribers rest on, read in a few statements however many they are.</summary>
internal sealed class DecisionMaterial
{
    // SQL Server takes 2,100 parameters a statement.
    private const int Chunk = 1000;

    private ILookup<long, Consent> _cells = null!;
    private ILookup<string, Suppression> _suppressions = null!;
    private HashSet<long> _held = [];
    private HashSet<long> _paused = [];
    private HashSet<long> _restricted = [];
    private Dictionary<long, DateTime> _reassigned = [];
    private Dictionary<long, FrequencyPromise> _promises = [];
    private ILookup<long, SendCount> _sends = null!;

    /// <param name="db">An open context.</param>
    /// <param name="subscribers">Whom the decisions are about.</param>
    /// <param name="at">The moment.</param>
    /// <param name="asOf">Read the events as known at that moment, instead of the projection.</param>
    public static async Task<DecisionMaterial> LoadAsync(DashboardDbContext db, IReadOnlyCollection<Subscriber> subscribers, DateTime at, bool asOf, CancellationToken cancellation)
    {
        var material = new DecisionMaterial();
        List<Consent> cells = [];
        List<Suppression> suppressions = [];
        List<SendCount> sends = [];
        var days = SendDays.At(at);
        foreach (var some in subscribers.Chunk(Chunk))
        {
            var ids = some.Select(s => s.Id).ToList();
            cells.AddRange(asOf
                ? await FoldAsync(db, ids, at, cancellation)
                : await db.Consents.AsNoTracking().Where(c => ids.Contains(c.SubscriberId)).ToListAsync(cancellation));
            var indexes = some.Select(s => s.BlindIndex).OfType<byte[]>().ToList();
            suppressions.AddRange(await db.Suppressions.AsNoTracking().Where(x => indexes.Contains(x.BlindIndex) && x.RecordedAt <= at && x.EndedAt > at).ToListAsync(cancellation));
            sends.AddRange(await db.SendCounts.AsNoTracking().Where(c => ids.Contains(c.SubscriberId) && c.Day >= days.Month && c.Day <= days.Today).ToListAsync(cancellation));
            await material.AddIntervalsAsync(db, ids, at, cancellation);
        }

        material._cells = cells.ToLookup(cell => cell.SubscriberId);
        material._suppressions = suppressions.ToLookup(suppression => Convert.ToHexString(suppression.BlindIndex));
        material._sends = sends.ToLookup(count => count.SubscriberId);
        var versions = cells.Select(cell => cell.NoticeVersionId).OfType<long>().Distinct().ToList();
        material._promises = await db.NoticeVersions.Where(v => versions.Contains(v.Id))
            .ToDictionaryAsync(v => v.Id, v => new FrequencyPromise(v.FrequencyCount, v.FrequencyPeriod), cancellation);
        return material;
    }

    public DecisionFacts FactsOf(Subscriber subscriber, DecisionRequest request, bool needsProcessing, DateTime at)
    {
        var cells = _cells[subscriber.Id];
        var cell = Cell(cells, request, ConsentKind.Contact);
        var givenAt = cell?.GivenAt ?? Times.NotYet;
        var reassigned = _reassigned.TryGetValue(subscriber.Id, out var since) ? since : (DateTime?)null;
        var promise = cell is { State: ConsentState.Given, NoticeVersionId: { } version } ? _promises.GetValueOrDefault(version) : default;
        return new(
            cell?.State ?? ConsentState.None,
            givenAt,
            cell?.ExpiresAt ?? Times.Never,
            needsProcessing,
            needsProcessing && Cell(cells, request, ConsentKind.Processing) is { State: ConsentState.Given } processing && processing.ExpiresAt > at && !(reassigned >= processing.GivenAt),
            Suppressions(subscriber, request, givenAt).Any(),
            _held.Contains(subscriber.Id),
            _paused.Contains(subscriber.Id),
            _restricted.Contains(subscriber.Id),
            subscriber.ErasedAt is { } erased && erased <= at,
            reassigned >= givenAt,
            promise,
            promise.IsMade ? Sent(subscriber, request, promise.FirstDay(SendDays.DayOf(at))) : 0);
    }

    public Consent? CellOf(Subscriber subscriber, DecisionRequest request) => Cell(_cells[subscriber.Id], request, ConsentKind.Contact);

    public IEnumerable<Suppression> Suppressions(Subscriber subscriber, DecisionRequest request, DateTime givenAt) =>
        subscriber.BlindIndex is not { } index ? [] : _suppressions[Convert.ToHexString(index)].Where(x =>
            (x.SenderId is null || x.SenderId == request.SenderId)
            && x.Kind == ConsentKind.Contact
            && (x.Cells & Cells.Of(request.Channel, request.MessageType)) != ConsentCells.None
            && (x.Absolute || x.Since >= givenAt));

    private long Sent(Subscriber subscriber, DecisionRequest request, DateTime from) => _sends[subscriber.Id]
        .Where(c => c.SenderId == request.SenderId && c.Channel == request.Channel && c.MessageType == request.MessageType && c.Day >= from)
        .Sum(c => (long)c.Count);

    private static Consent? Cell(IEnumerable<Consent> cells, DecisionRequest request, ConsentKind kind) => cells.FirstOrDefault(cell =>
        cell.SenderId == request.SenderId && cell.Kind == kind && cell.Channel == request.Channel && cell.MessageType == request.MessageType);

    private static async Task<IEnumerable<Consent>> FoldAsync(DashboardDbContext db, List<long> ids, DateTime at, CancellationToken cancellation)
    {
        var events = await db.ConsentEvents.AsNoTracking().Where(e => ids.Contains(e.SubscriberId) && e.RecordedAt <= at).OrderBy(e => e.SubscriberId).ThenBy(e => e.Seq).ToListAsync(cancellation);
        return events.GroupBy(e => e.SubscriberId).SelectMany(chain =>
        {
            var fold = new ConsentFold(chain.Key);
            foreach (var act in chain)
            {
                fold.Apply(act);
            }

            return fold.Cells;
        });
    }

    private async Task AddIntervalsAsync(DashboardDbContext db, List<long> ids, DateTime at, CancellationToken cancellation)
    {
        await AddAsync(_held, db.Holds);
        await AddAsync(_paused, db.Pauses);
        await AddAsync(_restricted, db.Restrictions);
        foreach (var last in await db.Reachability
            .Where(r => ids.Contains(r.SubscriberId) && r.Status == ReachabilityStatus.Reassigned && r.From <= at)
            .GroupBy(r => r.SubscriberId)
            .Select(rows => new { Subscriber = rows.Key, Since = rows.Max(r => r.Since) }).ToListAsync(cancellation))
        {
            _reassigned[last.Subscriber] = last.Since;
        }

        async Task AddAsync<T>(HashSet<long> to, DbSet<T> set)
            where T : SubscriberInterval =>
            to.UnionWith(await set.Where(i => ids.Contains(i.SubscriberId) && i.From <= at && i.To > at).Select(i => i.SubscriberId).ToListAsync(cancellation));
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What the counters should say once the ledger had come to an event, found by folding every chain up to there.</summary>
internal sealed class LedgerRecount(IDbContextFactory<DashboardDbContext> contexts, long lastEvent)
{
    private const int People = 200;
    private const int Rows = 5_000;

    private readonly CounterChanges _changes = new();

    public long Events { get; private set; }

    public IEnumerable<KeyValuePair<(CounterMetric Metric, DateTime Day, long Dimension), long>> Counts => _changes.All;

    public async Task RunAsync(IProgress<long>? progress, CancellationToken cancellation)
    {
        long after = 0;
        while (await CountPeopleAsync(after, cancellation) is { } last)
        {
            after = last;
            progress?.Report(Events);
        }

        after = 0;
        while (await CountSuppressionsAsync(after, cancellation) is { } last)
        {
            after = last;
        }
    }

    private async Task<long?> CountPeopleAsync(long after, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var page = await db.Subscribers.AsNoTracking().Where(s => s.Id > after).OrderBy(s => s.Id).Take(People).ToListAsync(cancellation);
        if (page.Count == 0)
        {
            return null;
        }

        var (first, last) = (page[0].Id, page[^1].Id);
        var events = (await db.ConsentEvents.AsNoTracking()
            .Where(e => e.SubscriberId >= first && e.SubscriberId <= last && e.Id <= lastEvent)
            .OrderBy(e => e.SubscriberId).ThenBy(e => e.Seq).ToListAsync(cancellation)).ToLookup(e => e.SubscriberId);
        foreach (var subscriber in page.Where(subscriber => events.Contains(subscriber.Id)))
        {
            Count(subscriber, [.. events[subscriber.Id]]);
        }

        return last;
    }

    private async Task<long?> CountSuppressionsAsync(long after, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var slice = await db.Suppressions.AsNoTracking().Where(s => s.Id > after).OrderBy(s => s.Id).Take(Rows).ToListAsync(cancellation);
        foreach (var suppression in slice.Where(suppression => suppression.EventId <= lastEvent))
        {
            _changes.Suppressed(suppression);
            if (suppression.EndedEventId <= lastEvent)
            {
                _changes.Unsuppressed(suppression);
            }
        }

        return slice.Count == 0 ? null : slice[^1].Id;
    }

    private void Count(Subscriber subscriber, List<ConsentEvent> chain)
    {
        Events += chain.Count;
        var fold = new ConsentFold(subscriber.Id);
        foreach (var act in chain)
        {
            var withdrawn = WithdrawnAgreements.By(act, fold.Cells);
            fold.Apply(act);

            // The ledger takes no agreement whose evidence is not complete.
            _changes.Event(act, proven: true, withdrawn);
        }

        // Nearly everybody is as she was then; of the others the row tells too much.
        var isAsThen = subscriber.HeadSeq == chain.Count;
        var standing = isAsThen ? subscriber.Standing : StandingThen(subscriber, chain, fold);
        _changes.Person(before: null, new(standing, subscriber.Region, isAsThen ? subscriber.Language : LanguageThen(subscriber, chain, standing), fold.Cells));
    }

    private static Standing StandingThen(Subscriber subscriber, List<ConsentEvent> chain, ConsentFold fold)
    {
        var ended = chain.Where(act => act.Type is ConsentEventType.Annulled or ConsentEventType.SuppressionEnded).Select(act => act.RefersTo).ToHashSet();
        var isSuppressed = chain.Exists(act => act is { Type: ConsentEventType.Withdrawn, IsTest: false } && !ended.Contains(act.EventKey));
        var then = new Subscriber
        {
            Id = subscriber.Id,
            RestrictedAt = chain.FindLast(act => act.Type == ConsentEventType.Restricted || ActRules.EndsRestriction(act)) is { Type: ConsentEventType.Restricted } restricted ? restricted.RecordedAt : null,
            ErasedAt = chain.Find(act => act.Type == ConsentEventType.Erased)?.RecordedAt,
        };
        return Standings.Of(then, fold.Cells, isSuppressed);
    }

    // Who was erased in between has none any more; the wordings that she saw were in it, or close to it where a list said another.
    private static string LanguageThen(Subscriber subscriber, List<ConsentEvent> chain, Standing then) =>
        then != Standing.Erased && subscriber.ErasedAt is not null ? chain.Find(act => act.Language is not null)?.Language ?? "" : subscriber.Language;
}

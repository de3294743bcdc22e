using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Reports;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Readings;

internal sealed record SlowOptOut(long EventId, long? SenderId, DateTime OccurredAt, DateTime RecordedAt)
{
    public PublicId Subscriber { get; init; }

    public Source Source { get; init; }

    public TimeSpan Delay => RecordedAt - OccurredAt;
}

/// <summary>The withdrawals that took longest. Looked for among the suppressions, which are a fraction of the events, slice by slice.</summary>
internal sealed class SlowestOptOuts(DashboardDbContext db)
{
    public const int Most = 50;
    private const int Slice = 20_000;

    /// <returns>The slowest first.</returns>
    public async Task<IReadOnlyList<SlowOptOut>> ReadAsync(ReportRequest request, CancellationToken cancellation)
    {
        PriorityQueue<SlowOptOut, (TimeSpan, long)> slowest = new();
        var last = await db.Suppressions.OrderByDescending(s => s.Id).Select(s => s.Id).FirstOrDefaultAsync(cancellation);
        for (long after = 0; after < last; after += Slice)
        {
            await foreach (var one in Withdrawn(db, request, after, after + Slice).AsAsyncEnumerable().WithCancellation(cancellation))
            {
                // Of the same delay, the earlier one stays.
                slowest.Enqueue(one, (one.Delay, -one.EventId));
                if (slowest.Count > Most)
                {
                    slowest.Dequeue();
                }
            }
        }

        var found = slowest.UnorderedItems.Select(item => item.Element).ToDictionary(one => one.EventId);
        var people = await People(db, [.. found.Keys]).ToListAsync(cancellation);
        return [.. people.Select(person => found[person.EventId] with { Subscriber = person.PublicId, Source = person.Source }).OrderByDescending(one => one.Delay).ThenBy(one => one.EventId)];
    }

    internal static IQueryable<SlowOptOut> Withdrawn(DashboardDbContext db, ReportRequest request, long after, long upTo)
    {
        var (sender, from, end) = (request.SenderId, request.From, request.To.AddDays(1));
        return db.Suppressions
            .Where(s => s.Id > after && s.Id <= upTo && s.RecordedAt >= from && s.RecordedAt < end && s.Reason == SuppressionReason.Withdrawn)
            .Where(s => sender == null || s.SenderId == null || s.SenderId == sender)
            .Select(s => new SlowOptOut(s.EventId, s.SenderId, s.Since, s.RecordedAt));
    }

    internal static IQueryable<SlowPerson> People(DashboardDbContext db, IReadOnlyCollection<long> events) =>
        from e in db.ConsentEvents
        join s in db.Subscribers on e.SubscriberId equals s.Id
        where events.Contains(e.Id)
        select new SlowPerson(e.Id, s.PublicId, e.Source);

    internal sealed record SlowPerson(long EventId, PublicId PublicId, Source Source);
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Holds;

/// <summary>
/// Places an order's hold on everybody in its segment, or ends it for them, slice by slice through the ledger. How far it
/// is stands in the slice's own transaction, and each act has a key of its own, so that no attempt places a hold twice.
/// </summary>
internal sealed class RunHoldOrder(LedgerWriter ledger, IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock) : IJobRunner<HoldOrder>
{
    // How many people one look examines, so that it has an end however few of them are in the segment.
    private const int Look = 5000;

    public async Task<JobOutcome> RunAsync(HoldOrder job, JobRun<HoldOrder> run, CancellationToken stopping)
    {
        // Whom it ends for stands in the holds themselves.
        var segment = job.IsReleasing ? SegmentDefinition.Everybody : SegmentDefinition.Parse(job.Filter);
        if (segment.Failed)
        {
            return JobOutcome.Failed(segment.Error);
        }

        var size = new SliceSize();
        while (job.Position < job.Total)
        {
            if (run.CancelRequested)
            {
                return JobOutcome.Cancelled;
            }

            if (!job.IsReleasing && job.Until <= clock.UtcMilliseconds())
            {
                break;
            }

            var (people, end) = await NextAsync(job, segment.Value, size.Acts, stopping);
            var acts = people.ConvertAll(person => Act(job, person));
            if (acts.Count > 0)
            {
                var slice = ledger.PrepareSlice(acts, (db, outcomes) => SaveAsync(db, job, run.Owner, end, outcomes));
                await OpenLedger.WhenOpenAsync(() => ledger.RecordSliceAsync(slice, cancellation: stopping), () => run.ReportAsync(job.Position, job.Total), clock, stopping);
                size.Fit(acts.Count, slice);
            }

            job.Position = end;
            await run.ReportAsync(end, job.Total);
        }

        await FinishAsync(job, run.Owner);
        await run.ReportAsync(job.Total, job.Total, always: true);
        return JobOutcome.Done;
    }

    internal static IQueryable<long> InSegment(DashboardDbContext db, SegmentDefinition segment, long after, long end, DateTime then) =>
        SegmentFilters.Apply(db, db.Subscribers.Where(s => s.Id > after && s.Id <= end), segment, then).OrderBy(s => s.Id).Select(s => s.Id);

    internal static IQueryable<long> HeldBy(DashboardDbContext db, long order, long after, long end, DateTime now) =>
        db.Holds.Where(h => h.SubscriberId > after && h.SubscriberId <= end && h.HoldOrderId == order && h.To > now).OrderBy(h => h.SubscriberId).Select(h => h.SubscriberId);

    // Whoever is to have her turn next, and up to whom everybody has had it then.
    private async Task<(List<long> People, long End)> NextAsync(HoldOrder job, SegmentDefinition segment, int most, CancellationToken stopping)
    {
        await using var db = await contexts.CreateDbContextAsync(stopping);
        var end = Math.Min(job.Position + Look, job.Total);
        var people = job.IsReleasing
            ? HeldBy(db, job.Id, job.Position, end, clock.UtcMilliseconds())
            : InSegment(db, segment, job.Position, end, job.CreatedAt);
        var some = await people.Take(most).ToListAsync(stopping);
        return (some, some.Count == most ? some[^1] : end);
    }

    private static async Task SaveAsync(DashboardDbContext db, HoldOrder job, string owner, long position, IReadOnlyList<Result<RecordedAct>> outcomes)
    {
        var recorded = outcomes.Count(outcome => outcome is { Failed: false, Value.WasKnown: false });
        var (placed, released) = job.IsReleasing ? (0, recorded) : (recorded, 0);
        if (await Mine(db, job, owner).ExecuteUpdateAsync(set => set
            .SetProperty(order => order.Position, position)
            .SetProperty(order => order.Held, order => order.Held + placed)
            .SetProperty(order => order.Released, order => order.Released + released)) != 1)
        {
            throw new LeaseLostException();
        }
    }

    private async Task FinishAsync(HoldOrder job, string owner)
    {
        var (now, isReleasing) = (clock.UtcMilliseconds(), job.IsReleasing);
        var people = await PeopleAsync(job);
        await ledger.AuditAsync(
            new(Actor.System("holds"), isReleasing ? AuditAction.HoldReleased : AuditAction.HoldPlaced, Subject: $"{job.PublicId}", Details: JsonSerializer.Serialize(new { people })),
            async db => await Mine(db, job, owner).ExecuteUpdateAsync(set => set
                .SetProperty(order => order.Position, order => order.Total)
                .SetProperty(order => order.Filter, "")
                .SetProperty(order => order.ReleasedAt, order => isReleasing ? now : order.ReleasedAt)) == 1);
    }

    private async Task<long> PeopleAsync(HoldOrder job)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.HoldOrders.Where(order => order.Id == job.Id).Select(order => job.IsReleasing ? order.Released : order.Held).SingleAsync();
    }

    private static IQueryable<HoldOrder> Mine(DashboardDbContext db, HoldOrder job, string owner) =>
        db.HoldOrders.Where(order => order.Id == job.Id && order.Status == JobStatus.Running && order.ClaimedBy == owner);

    private ConsentAct Act(HoldOrder job, long person) => new()
    {
        EventKey = KeyOf(job, person),
        SubscriberId = person,
        Type = job.IsReleasing ? ConsentEventType.HoldReleased : ConsentEventType.HoldPlaced,
        Source = Source.Staff,
        OccurredAt = clock.UtcMilliseconds(),
        Actor = Actor.Recorded(job.IsReleasing ? job.ReleasedBy! : job.CreatedBy),
        HoldOrderId = job.Id,
        IntervalReason = job.Reason,
        IntervalUntil = job.Until == Times.Never ? null : job.Until,
    };

    private static Guid KeyOf(HoldOrder job, long person)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"hold order {job.PublicId} {(job.IsReleasing ? "ends" : "begins")} {person}"));

        // Version 8 of RFC 9562: a hash of our own.
        (hash[6], hash[8]) = ((byte)((hash[6] & 0x0F) | 0x80), (byte)((hash[8] & 0x3F) | 0x80));
        return new(hash.AsSpan(0, 16), bigEndian: true);
    }
}

using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Holds.Orders;

/// <summary>
/// Puts everybody in a segment on legal hold, in the background. The segment is written down as it is now; whoever becomes
/// known later is not held.
/// </summary>
public sealed class PlaceSegmentHold(SegmentChoices segments, SegmentCounts counts, LedgerWriter ledger, JobFeed<HoldOrder> feed, TimeProvider clock)
{
    public sealed record Input
    {
        public PublicId Segment { get; init; }

        public string? Reason { get; init; }

        /// <summary>When it ends by itself; needed.</summary>
        public DateTime? Until { get; init; }
    }

    /// <returns>The order's public id.</returns>
    public async Task<Result<PublicId>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.PlaceHold);
        var now = clock.UtcMilliseconds();
        var reason = HoldTerms.Check(input.Reason, input.Until, now);
        if (reason.Failed || input.Until is null)
        {
            return reason.Error ?? HoldErrors.EndMissing;
        }

        var segment = await segments.FindAsync(input.Segment, actor, cancellation);
        if (segment.Failed)
        {
            return segment.Error;
        }

        var people = await counts.CountAsync(segment.Value.Definition, cancellation);
        if (people is { Value: 0, Kind: SegmentCountKind.Exact })
        {
            return HoldRefusals.Nobody;
        }

        var order = new HoldOrder
        {
            PublicId = PublicId.Create(),
            Status = JobStatus.Waiting,
            CreatedAt = now,
            CreatedBy = actor.Key,
            CreatedByName = actor.Name,
            SegmentId = segment.Value.Id,
            SegmentVersion = segment.Value.Number,
            SegmentName = segment.Value.Name,
            Filter = segment.Value.Definition.ToJson(),
            Reason = reason.Value,
            Until = Times.Truncate(input.Until.Value),
        };
        return await AddAsync(order, people, input.Segment, actor);
    }

    private async Task<Result<PublicId>> AddAsync(HoldOrder order, SegmentCount people, PublicId segment, Actor actor)
    {
        var details = JsonSerializer.Serialize(new { segment = $"{segment}", segmentVersion = order.SegmentVersion, until = order.Until, people = people.Value, counted = $"{people.Kind}" });
        var added = await ledger.ChangeAsync(new(actor, AuditAction.HoldPlaced, Subject: $"{order.PublicId}", Reason: order.Reason, Details: details), async db =>
        {
            // An attempt before, whose connection was lost, may have given it an id.
            order.Id = 0;
            order.Total = await db.LedgerHead.Select(head => head.LastSubscriberId).SingleAsync();
            db.Add(order);
            await db.SaveChangesAsync();
            return true;
        });
        if (added.Failed)
        {
            return added.Error;
        }

        feed.Wake();
        return order.PublicId;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.Segments;

namespace ConsentDashboard.Operations.Exports;

/// <summary>Whom an export may hold: who may be contacted, on a wording that names the purpose, is in the segment, and has a number in service.</summary>
/// <param name="Request">By whom, how and with what they are to be contacted.</param>
/// <param name="NeedsProcessing">The sender's law wants consent to processing apart.</param>
/// <param name="PurposeId">What for.</param>
/// <param name="Segment">Who of them; null: everybody.</param>
public sealed record ExportAudience(DecisionRequest Request, bool NeedsProcessing, long PurposeId, SegmentDefinition? Segment)
{
    /// <summary>Those of the subscribers who may be in the file, decided in the statement that reads them.</summary>
    /// <param name="db">An open context.</param>
    /// <param name="subscribers">A range of ids, so that a read has an end however few of them may be contacted.</param>
    /// <param name="now">The present moment.</param>
    public IQueryable<Subscriber> Among(DashboardDbContext db, IQueryable<Subscriber> subscribers, DateTime now)
    {
        var purpose = PurposeId;
        var people = Segment is null ? subscribers : SegmentFilters.Apply(db, subscribers, Segment, now);
        var allowed = DecisionSets.AllowedCells(db, Request, NeedsProcessing, now)
            .Where(x => db.NoticeVersionPurposes.Any(v => v.NoticeVersionId == x.Cell.NoticeVersionId && v.PurposeId == purpose));

        // EXISTS, not a join: a join may be turned round, and would then go through the whole cell for each range.
        // To a number out of service she may be written and cannot: it only costs.
        return people.Where(s => allowed.Any(x => x.Cell.SubscriberId == s.Id)
            && !db.Reachability.Any(r => r.SubscriberId == s.Id && r.Status == ReachabilityStatus.Dead && r.From <= now && r.To > now));
    }
}

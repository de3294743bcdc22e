using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.ConsentDecision;

/// <summary>A decision on one subscriber of a set. Its properties are set by name, so that a query can go on from it.</summary>
public readonly record struct DecisionRow
{
    public long SubscriberId { get; init; }

    /// <summary><see cref="DecisionReasons"/>; 0 where contact is allowed.</summary>
    public int Reasons { get; init; }
}

/// <summary>Somebody who may be contacted, and the cell in which she agreed. Its properties are set by name, so that a query can go on from it.</summary>
public sealed class AllowedCell
{
    public Subscriber Subscriber { get; init; } = null!;

    public Consent Cell { get; init; } = null!;
}

/// <summary>
/// The decision in a form that both databases compute: for the grid's filter, segments and exports. It says the same as
/// <see cref="Decision.Evaluate"/>, which a property test proves on random histories.
/// </summary>
public static class DecisionSets
{
    /// <summary>Every subscriber that may be contacted now; starts from the given cells, so that the rest costs nothing.</summary>
    /// <param name="db">An open context.</param>
    /// <param name="request">The question; <see cref="DecisionRequest.At"/> is not read.</param>
    /// <param name="needsProcessing">The sender's law wants consent to processing apart.</param>
    /// <param name="now">The present moment.</param>
    public static IQueryable<Subscriber> Allowed(DashboardDbContext db, DecisionRequest request, bool needsProcessing, DateTime now) =>
        AllowedCells(db, request, needsProcessing, now).Select(x => x.Subscriber);

    /// <summary>The same with the given cell of each, for whoever asks on which wording she agreed.</summary>
    public static IQueryable<AllowedCell> AllowedCells(DashboardDbContext db, DecisionRequest request, bool needsProcessing, DateTime now)
    {
        var (sender, channel, type) = (request.SenderId, request.Channel, request.MessageType);
        var cell = Cells.Of(channel, type);
        var (today, week, month) = SendDays.At(now);
        var allowed =
            from c in db.Consents
            join s in db.Subscribers on c.SubscriberId equals s.Id
            where c.SenderId == sender && c.Kind == ConsentKind.Contact && c.Channel == channel && c.MessageType == type
                && c.State == ConsentState.Given && c.ExpiresAt > now
                && s.ErasedAt == null
                && !db.Suppressions.Any(x => x.BlindIndex == s.BlindIndex && (x.SenderId == null || x.SenderId == sender)
                    && x.Kind == ConsentKind.Contact && (x.Cells & cell) != ConsentCells.None && x.EndedAt > now && (x.Absolute || x.Since >= c.GivenAt))
                && !db.Holds.Any(h => h.SubscriberId == s.Id && h.From <= now && h.To > now)
                && !db.Pauses.Any(p => p.SubscriberId == s.Id && p.From <= now && p.To > now)
                && !db.Restrictions.Any(r => r.SubscriberId == s.Id && r.From <= now && r.To > now)
                && !db.Reachability.Any(r => r.SubscriberId == s.Id && r.Status == ReachabilityStatus.Reassigned && r.From <= now && r.Since >= c.GivenAt)
                && !db.NoticeVersions.Any(v => v.Id == c.NoticeVersionId && v.FrequencyCount > 0 && v.FrequencyPeriod != FrequencyPeriod.None
                    && v.FrequencyCount <= db.SendCounts.Where(n => n.SubscriberId == c.SubscriberId && n.SenderId == sender && n.Channel == channel && n.MessageType == type
                        && n.Day >= (v.FrequencyPeriod == FrequencyPeriod.Day ? today : v.FrequencyPeriod == FrequencyPeriod.Week ? week : month) && n.Day <= today).Sum(n => (long)n.Count))
            select new AllowedCell { Subscriber = s, Cell = c };
        return needsProcessing
            ? allowed.Where(x => db.Consents.Any(p => p.SubscriberId == x.Subscriber.Id && p.SenderId == sender && p.Kind == ConsentKind.Processing
                && p.Channel == channel && p.MessageType == type && p.State == ConsentState.Given && p.ExpiresAt > now
                && !db.Reachability.Any(r => r.SubscriberId == p.SubscriberId && r.Status == ReachabilityStatus.Reassigned && r.From <= now && r.Since >= p.GivenAt)))
            : allowed;
    }

    /// <summary>The reasons for each subscriber of a set, now.</summary>
    public static IQueryable<DecisionRow> Explain(DashboardDbContext db, IQueryable<Subscriber> subscribers, DecisionRequest request, bool needsProcessing, DateTime now)
    {
        var (sender, channel, type) = (request.SenderId, request.Channel, request.MessageType);
        var cells =
            from s in subscribers
            join c in db.Consents.Where(c => c.SenderId == sender && c.Kind == ConsentKind.Contact && c.Channel == channel && c.MessageType == type)
                on s.Id equals c.SubscriberId into found
            from c in found.DefaultIfEmpty()
            select new CellFacts
            {
                Subscriber = s,
                State = (ConsentState?)c.State ?? ConsentState.None,
                GivenAt = (DateTime?)c.GivenAt ?? Times.NotYet,
                ExpiresAt = (DateTime?)c.ExpiresAt ?? Times.Never,
                Wording = c.NoticeVersionId,
                HasProcessing = !needsProcessing || db.Consents.Any(p => p.SubscriberId == s.Id && p.SenderId == sender && p.Kind == ConsentKind.Processing
                    && p.Channel == channel && p.MessageType == type && p.State == ConsentState.Given && p.ExpiresAt > now
                    && !db.Reachability.Any(r => r.SubscriberId == p.SubscriberId && r.Status == ReachabilityStatus.Reassigned && r.From <= now && r.Since >= p.GivenAt)),
            };
        return Reasons(db, cells, request, now);
    }

    /// <summary>The reasons for each subscriber of a set, as known at a past moment: from the events, not from the projection.</summary>
    public static IQueryable<DecisionRow> ExplainAsOf(DashboardDbContext db, IQueryable<Subscriber> subscribers, DecisionRequest request, bool needsProcessing, DateTime at)
    {
        var sender = request.SenderId;
        var index = Cells.IndexOf(request.Channel, request.MessageType);
        var (mask, unit) = (0xF << (index * 4), 1 << (index * 4));
        var given = (int)ConsentState.Given * unit;

        // A withdrawal from all senders reaches only cells that an event of the sender itself has made.
        var known = db.ConsentEvents.Where(e => e.RecordedAt <= at && !e.IsTest && (e.SenderId == sender || e.SenderId == null) && (e.Outcome & mask) != 0);
        var contact = known.Where(e => e.Kind == ConsentKind.Contact);
        var processing = known.Where(e => e.Kind == ConsentKind.Processing);
        var agreed = contact.Where(e => e.SenderId == sender && (e.Type == ConsentEventType.Given || e.Type == ConsentEventType.Confirmed) && (e.Outcome & mask) == given);
        var processed = processing.Where(e => e.SenderId == sender && (e.Type == ConsentEventType.Given || e.Type == ConsentEventType.Confirmed) && (e.Outcome & mask) == given);
        var cells =
            from s in subscribers
            select new CellFacts
            {
                Subscriber = s,
                State = contact.Any(e => e.SubscriberId == s.Id && e.SenderId == sender)
                    ? (ConsentState)(contact.Where(e => e.SubscriberId == s.Id).OrderByDescending(e => e.Seq).Select(e => e.Outcome & mask).FirstOrDefault() / unit)
                    : ConsentState.None,
                GivenAt = agreed.Where(e => e.SubscriberId == s.Id).OrderByDescending(e => e.Seq).Select(e => (DateTime?)e.OccurredAt).FirstOrDefault() ?? Times.NotYet,
                ExpiresAt = agreed.Where(e => e.SubscriberId == s.Id).OrderByDescending(e => e.Seq).Select(e => (DateTime?)e.ExpiresAt).FirstOrDefault() ?? Times.Never,
                Wording = agreed.Where(e => e.SubscriberId == s.Id).OrderByDescending(e => e.Seq).Select(e => e.NoticeVersionId).FirstOrDefault(),
                HasProcessing = !needsProcessing
                    || (processing.Where(e => e.SubscriberId == s.Id).OrderByDescending(e => e.Seq).Select(e => e.Outcome & mask).FirstOrDefault() == given
                        && processed.Any(e => e.SubscriberId == s.Id)
                        && (processed.Where(e => e.SubscriberId == s.Id).OrderByDescending(e => e.Seq).Select(e => (DateTime?)e.ExpiresAt).FirstOrDefault() ?? Times.NotYet) > at
                        && !db.Reachability.Any(r => r.SubscriberId == s.Id && r.Status == ReachabilityStatus.Reassigned && r.From <= at
                            && r.Since >= (processed.Where(e => e.SubscriberId == s.Id).OrderByDescending(e => e.Seq).Select(e => (DateTime?)e.OccurredAt).FirstOrDefault() ?? Times.NotYet))),
            };
        return Reasons(db, cells, request, at);
    }

    private static IQueryable<DecisionRow> Reasons(DashboardDbContext db, IQueryable<CellFacts> cells, DecisionRequest request, DateTime at)
    {
        var (sender, channel, type) = (request.SenderId, request.Channel, request.MessageType);
        var cell = Cells.Of(channel, type);
        var (today, week, month) = SendDays.At(at);
        return cells.Select(f => new DecisionRow
        {
            SubscriberId = f.Subscriber.Id,
            Reasons = (f.State == ConsentState.None ? (int)DecisionReasons.NeverAsked
                : f.State == ConsentState.Requested ? (int)DecisionReasons.Requested
                : f.State == ConsentState.Refused ? (int)DecisionReasons.Refused
                : f.State == ConsentState.Withdrawn ? (int)DecisionReasons.Withdrawn
                : f.State == ConsentState.Expired || (f.State == ConsentState.Given && f.ExpiresAt <= at) ? (int)DecisionReasons.Expired
                : f.State == ConsentState.Invalidated ? (int)DecisionReasons.Invalidated
                : 0)
            + (f.HasProcessing ? 0 : (int)DecisionReasons.NoProcessingConsent)
            + (db.Suppressions.Any(x => x.BlindIndex == f.Subscriber.BlindIndex && (x.SenderId == null || x.SenderId == sender)
                && x.Kind == ConsentKind.Contact && (x.Cells & cell) != ConsentCells.None && x.RecordedAt <= at && x.EndedAt > at && (x.Absolute || x.Since >= f.GivenAt)) ? (int)DecisionReasons.Suppressed : 0)
            + (db.Holds.Any(h => h.SubscriberId == f.Subscriber.Id && h.From <= at && h.To > at) ? (int)DecisionReasons.OnHold : 0)
            + (db.Pauses.Any(p => p.SubscriberId == f.Subscriber.Id && p.From <= at && p.To > at) ? (int)DecisionReasons.Paused : 0)
            + (db.Restrictions.Any(r => r.SubscriberId == f.Subscriber.Id && r.From <= at && r.To > at) ? (int)DecisionReasons.Restricted : 0)
            + (f.Subscriber.ErasedAt != null && f.Subscriber.ErasedAt <= at ? (int)DecisionReasons.Erased : 0)
            + (db.Reachability.Any(r => r.SubscriberId == f.Subscriber.Id && r.Status == ReachabilityStatus.Reassigned && r.From <= at && r.Since >= f.GivenAt) ? (int)DecisionReasons.Reassigned : 0)
            + (f.State == ConsentState.Given && db.NoticeVersions.Any(v => v.Id == f.Wording && v.FrequencyCount > 0 && v.FrequencyPeriod != FrequencyPeriod.None
                && v.FrequencyCount <= db.SendCounts.Where(n => n.SubscriberId == f.Subscriber.Id && n.SenderId == sender && n.Channel == channel && n.MessageType == type
                    && n.Day >= (v.FrequencyPeriod == FrequencyPeriod.Day ? today : v.FrequencyPeriod == FrequencyPeriod.Week ? week : month) && n.Day <= today).Sum(n => (long)n.Count))
                ? (int)DecisionReasons.OverFrequency : 0),
        });
    }

    private sealed class CellFacts
    {
        public Subscriber Subscriber { get; init; } = null!;

        public ConsentState State { get; init; }

        public DateTime GivenAt { get; init; }

        public DateTime ExpiresAt { get; init; }

        /// <summary>The wording that she agreed to.</summary>
        public long? Wording { get; init; }

        public bool HasProcessing { get; init; }
    }
}

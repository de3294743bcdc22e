using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.Retention;

/// <summary>
/// Who is due under a policy, in a form that both databases compute. Whoever has an agreement to contact that stands, or was
/// asked and may still answer, is never due for anything that would end it: a policy cleans what is over. A number that only
/// ever said stop is among them, though its row holds the keyed hash alone: it stands in the evidence.
/// </summary>
internal static class DueSubscribers
{
    /// <summary>Everybody due at a moment; whoever a legal hold keeps is among them, and has to be asked about apart.</summary>
    /// <param name="db">An open context.</param>
    /// <param name="policy">What is asked for.</param>
    /// <param name="terms">The senders' proof retention: nobody who withdrew, or was restricted, is erased before it is over.</param>
    /// <param name="at">The moment that periods are counted back from.</param>
    public static IQueryable<Subscriber> Of(DashboardDbContext db, PolicyDefinition policy, IReadOnlyList<RetentionTerm> terms, DateTime at)
    {
        var people = Scope(db, policy);
        return policy.Trigger switch
        {
            RetentionTrigger.Withdrawn => Withdrawn(db, people, policy, terms, at),
            RetentionTrigger.ProofRetentionOver => ProofRetentionOver(db, people, policy, terms, at),
            RetentionTrigger.Inactive => Inactive(db, people, policy, at),
            RetentionTrigger.NeverConfirmed => NeverConfirmed(db, people, policy, at),
            RetentionTrigger.LifespanOver => people.Where(s => DueCells.Of(db, policy, at).Any(c => c.SubscriberId == s.Id)),
            RetentionTrigger.ProofMissing => people.Where(s => DueCells.Of(db, policy, at).Any(c => c.SubscriberId == s.Id)),
            RetentionTrigger.EvidenceOld => EvidenceOld(db, people, policy, terms, at),
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy.Trigger, "No such trigger."),
        };
    }

    private static IQueryable<Subscriber> Scope(DashboardDbContext db, PolicyDefinition policy)
    {
        var people = db.Subscribers.Where(s => s.ErasedAt == null);

        // What she asked for about her data is answered first, from the data.
        if (policy.Action is RetentionAction.Erase or RetentionAction.EraseEvidence)
        {
            people = people.Where(s => !db.PersonRequests.Any(r => r.SubscriberId == s.Id && r.Status != RequestStatus.Closed));
        }

        if (policy.Region is { } region)
        {
            people = people.Where(s => s.Region == region);
        }

        // The point of a consent is asked of the consent itself, where the policy is about consents.
        return policy.CollectionPointId is { } point && policy.Trigger is not (RetentionTrigger.LifespanOver or RetentionTrigger.ProofMissing)
            ? people.Where(s => s.CollectionPointId == point)
            : people;
    }

    private static IQueryable<Subscriber> Withdrawn(DashboardDbContext db, IQueryable<Subscriber> people, PolicyDefinition policy, IReadOnlyList<RetentionTerm> terms, DateTime at)
    {
        var before = policy.DueBefore(at);

        // By when it became known as well: a withdrawal in a list is no act of hers that moves her activity, and its date may
        // be old, and staff may annul it for 30 days. Nothing more is asked of what stands: a consent to contact would give
        // another standing, and one to processing alone, which no door takes back, is for nothing but contact.
        var due = people.Where(s => ((int)s.Standing | 0) == (int)Standing.Withdrawn && s.RestrictedAt == null && s.LastActivityAt < before
            && !db.Consents.Any(c => c.SubscriberId == s.Id && c.State == ConsentState.Withdrawn && c.StateAt >= before)
            && !db.ConsentEvents.Any(e => e.SubscriberId == s.Id && e.Type == ConsentEventType.Withdrawn && e.RecordedAt >= before)
            && !db.PendingRequests.Any(p => p.SubscriberId == s.Id && p.ExpiresAt > at));

        // With the number goes the proof of every sender, whoever's policy it is.
        foreach (var term in terms.Where(term => policy.Action == RetentionAction.Erase && term.Months > 0))
        {
            var (kept, senders) = (at.AddMonths(-term.Months), term.Senders);
            due = due.Where(s => !db.Consents.Any(c => c.SubscriberId == s.Id && senders.Contains(c.SenderId) && c.StateAt > kept));
        }

        return policy.SenderId is { } sender ? due.Where(s => db.Consents.Any(c => c.SubscriberId == s.Id && c.SenderId == sender && c.State == ConsentState.Withdrawn)) : due;
    }

    private static IQueryable<Subscriber> ProofRetentionOver(DashboardDbContext db, IQueryable<Subscriber> people, PolicyDefinition policy, IReadOnlyList<RetentionTerm> terms, DateTime at)
    {
        // An officer restricts people whose consent stands, too: it keeps nobody, unless she has agreed since.
        var due = people.Where(s => s.RestrictedAt != null && s.RestrictedAt < at
            && !db.Consents.Any(c => c.SubscriberId == s.Id && c.State == ConsentState.Given && c.ExpiresAt > at && c.GivenAt > s.RestrictedAt)
            && !db.PendingRequests.Any(p => p.SubscriberId == s.Id && p.ExpiresAt > at));
        foreach (var term in terms)
        {
            var (kept, senders) = (at.AddMonths(-term.Months), term.Senders);
            due = due.Where(s => !db.Consents.Any(c => c.SubscriberId == s.Id && senders.Contains(c.SenderId) && (s.RestrictedAt > kept || (c.State == ConsentState.Withdrawn && c.StateAt > kept))));
        }

        return policy.SenderId is { } sender ? due.Where(s => db.Consents.Any(c => c.SubscriberId == s.Id && c.SenderId == sender)) : due;
    }

    private static IQueryable<Subscriber> Inactive(DashboardDbContext db, IQueryable<Subscriber> people, PolicyDefinition policy, DateTime at)
    {
        var before = policy.DueBefore(at);

        // Whoever withdrew from everything is kept as proof, by the policies about that.
        var due = people.Where(s => s.LastActivityAt < before && s.FirstSeenAt < before && s.RestrictedAt == null && s.Standing != Standing.Withdrawn
            && !db.PendingRequests.Any(p => p.SubscriberId == s.Id && p.ExpiresAt > at));
        if (policy.CountsOurSends)
        {
            due = due.Where(s => s.LastSentAt < before);
        }

        // A number is shared by the senders: one of them does not take away what another was given.
        return policy.SenderId is { } sender
            ? due.Where(s => db.Consents.Any(c => c.SubscriberId == s.Id && c.SenderId == sender)
                && !db.Consents.Any(c => c.SubscriberId == s.Id && c.SenderId != sender && c.Kind == ConsentKind.Contact && c.State == ConsentState.Given && c.ExpiresAt > at))
            : due;
    }

    private static IQueryable<Subscriber> NeverConfirmed(DashboardDbContext db, IQueryable<Subscriber> people, PolicyDefinition policy, DateTime at)
    {
        var before = policy.DueBefore(at);
        var due = people.Where(s => (((int)s.Standing | 0) == (int)Standing.Requested || ((int)s.Standing | 0) == (int)Standing.Refused) && s.FirstSeenAt < before && s.RestrictedAt == null
            && !db.PendingRequests.Any(p => p.SubscriberId == s.Id && p.ExpiresAt > at)
            && !db.ConsentEvents.Any(e => e.SubscriberId == s.Id && !e.IsTest && e.Type != ConsentEventType.Requested && e.Type != ConsentEventType.Lapsed
                && e.Type != ConsentEventType.HoldPlaced && e.Type != ConsentEventType.HoldReleased && e.Type != ConsentEventType.ReachabilityChanged));
        return policy.SenderId is { } sender ? due.Where(s => db.Consents.Any(c => c.SubscriberId == s.Id && c.SenderId == sender)) : due;
    }

    private static IQueryable<Subscriber> EvidenceOld(DashboardDbContext db, IQueryable<Subscriber> people, PolicyDefinition policy, IReadOnlyList<RetentionTerm> terms, DateTime at)
    {
        var before = policy.DueBefore(at);
        return people.Where(s => s.FirstSeenAt < before && OldEvidence.Of(db, policy, terms, at).Any(e => e.SubscriberId == s.Id));
    }
}

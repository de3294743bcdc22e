using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What an event changes beside itself, in the same transaction: the cells, the suppressions, the intervals.</summary>
internal sealed class EventEffects(DashboardDbContext db, KeyStore keys, LedgerHead head, BatchContent content, Func<SubscriberState, Task<List<ConsentEvent>>> chainOf)
{
    private readonly Suppressing _suppressing = new(keys, head, content);

    public async ValueTask ApplyAsync(ConsentEvent act, SubscriberState state, ConsentAct source)
    {
        state.Apply(act);
        if (state.Row.RestrictedAt is not null && ActRules.EndsRestriction(act))
        {
            state.Row.RestrictedAt = null;
            await EndIntervalsAsync(db.Restrictions, act);
        }

        switch (act.Type)
        {
            case ConsentEventType.Requested when source.Pending is { } pending:
                Open(act, state, pending);
                break;
            case ConsentEventType.Confirmed or ConsentEventType.Lapsed:
                Close(state, request => request.EventKey == act.RefersTo);
                break;
            case ConsentEventType.Withdrawn when !act.IsTest && state.Row.BlindIndex is { } index:
                _suppressing.Withdrawn(act, state, index);

                // Whoever has the code of an older request must not turn her answer round.
                Close(state, request => request.Kind == act.Kind && (act.SenderId is null || request.SenderId == act.SenderId) && (request.Cells & act.Cells) != ConsentCells.None);
                break;
            case ConsentEventType.Erased:
                new ErasureEffects(db, _suppressing, content).Apply(act, state, wasHers: source is { OnlyIfUnconfirmed: false, LeavesNothing: false } && await WasHersAsync(state));
                Close(state, _ => true);
                break;
            case ConsentEventType.Annulled or ConsentEventType.SuppressionEnded when act.RefersTo is { } target:
                await EndSuppressionsAsync(act, state, target);
                break;
            case ConsentEventType.HoldPlaced:
                new HoldEffects(db).Place(act, state, source);
                break;
            case ConsentEventType.ContactPaused:
                db.Pauses.Add(Interval<Pause>(act, source));
                break;
            case ConsentEventType.EvidenceExpired when act.RefersTo is { } proven:
                ExpireProof(state, proven);
                break;

            // An agreement of hers or the erasure ends it; a second is refused while it lasts.
            case ConsentEventType.Restricted:
                db.Restrictions.Add(Interval<Restriction>(act, source));
                state.Row.RestrictedAt = act.RecordedAt;
                content.Stops.Add(JournalStop.Restriction(state.Row.PublicId, act.RecordedAt));
                break;
            case ConsentEventType.HoldReleased:
                await new HoldEffects(db).ReleaseAsync(act, state, source);
                break;
            case ConsentEventType.ReachabilityChanged when source.Reachability is { } change:
                await new ReachabilityEffects(db).ApplyAsync(act, change);
                break;
            case ConsentEventType.ContactResumed:
                await EndIntervalsAsync(db.Pauses, act);
                break;
        }

        Enqueue(act, source);
        Keep(act, source);
        state.Summarise();
    }

    // Mostly her cells say it; her whole chain is read only where none of them was ever answered.
    private async ValueTask<bool> WasHersAsync(SubscriberState state) =>
        state.Suppressions.Count > 0
        || !state.Fold.Cells.All(cell => cell.GivenAt == Times.NotYet && cell.StoppedAt == Times.NotYet)
        || !ActRules.IsNobodys(await chainOf(state));

    private void Open(ConsentEvent act, SubscriberState state, PendingDraft draft)
    {
        var request = new PendingRequest
        {
            Submission = draft.Submission,
            SubscriberId = act.SubscriberId,
            SenderId = act.SenderId!.Value,
            Kind = act.Kind,
            Cells = act.Cells,
            NoticeVersionId = act.NoticeVersionId!.Value,
            Language = act.Language ?? "",
            CollectionPointId = act.CollectionPointId!.Value,
            EventKey = act.EventKey,
            CodeHash = draft.CodeHash,
            IsTest = act.IsTest,
            CreatedAt = act.RecordedAt,
            ExpiresAt = draft.ExpiresAt,
        };
        state.Pending.Add(request);
        content.Pending.Add(request);
    }

    private void Close(SubscriberState state, Predicate<PendingRequest> ended)
    {
        foreach (var request in state.Pending.FindAll(ended))
        {
            state.Pending.Remove(request);
            if (!content.Pending.Remove(request))
            {
                content.EndedPending.Add(request.Id);
            }
        }
    }

    private void Enqueue(ConsentEvent act, ConsentAct source) => content.Outbox.AddRange(source.Outbox.Select(draft => new OutboxMessage
    {
        MessageKey = draft.MessageKey,
        Endpoint = draft.Endpoint,
        SubscriberId = act.SubscriberId,
        Kind = draft.Kind,
        SenderId = draft.SenderId ?? act.SenderId,
        EventId = act.Id,
        PayloadCipher = draft.PayloadCipher,
        CreatedAt = act.RecordedAt,
        DueAt = act.RecordedAt,
    }));

    private void Keep(ConsentEvent act, ConsentAct source)
    {
        if (source.Inbound is { } inbound)
        {
            var row = inbound.Fill();
            (row.SubscriberId, row.PauseKey) = (act.SubscriberId, act.Type == ConsentEventType.ContactPaused ? act.EventKey : row.PauseKey);
            content.Inbound.Add(row);
        }

        if (source.Origin is { } origin)
        {
            content.Origins.Add(new() { EventId = act.Id, SubscriberId = act.SubscriberId, Kind = origin.Kind, Origin = origin.Hash, At = act.RecordedAt });
        }
    }

    private void ExpireProof(SubscriberState state, Guid proven)
    {
        var written = content.Events.Find(e => e.EventKey == proven && e.SubscriberId == state.Row.Id)?.Id;
        content.Evidence.RemoveAll(proof => proof.EventId == written);
        content.Erased.Proof(state.Row.Id, proven);
    }

    private async Task EndSuppressionsAsync(ConsentEvent act, SubscriberState state, Guid target)
    {
        var eventId = content.Events.Find(e => e.EventKey == target)?.Id
            ?? await db.ConsentEvents.Where(e => e.EventKey == target).Select(e => e.Id).FirstOrDefaultAsync();
        foreach (var suppression in state.Suppressions.Where(s => s.EventId == eventId && s.EndedAt == Times.Never))
        {
            (suppression.EndedAt, suppression.EndedEventId) = (act.RecordedAt, act.Id);
            suppression.Seal = SuppressionSeal.Compute(keys.Current, suppression);
            content.Counters.Unsuppressed(suppression);
            if (!content.Suppressions.Contains(suppression))
            {
                content.EndedSuppressions.Add(suppression);
            }
        }
    }

    private static T Interval<T>(ConsentEvent act, ConsentAct source)
        where T : SubscriberInterval, new() =>
        new() { SubscriberId = act.SubscriberId, From = act.RecordedAt, Reason = source.IntervalReason ?? "", SetBy = act.Actor };

    private async Task EndIntervalsAsync<T>(DbSet<T> set, ConsentEvent act)
        where T : SubscriberInterval
    {
        // Set by this very group, it is not in the table yet, and its subscriber need not be either.
        foreach (var open in set.Local.Where(i => i.SubscriberId == act.SubscriberId && i.To == Times.Never))
        {
            (open.To, open.EndedBy) = (act.RecordedAt, act.Actor);
        }

        await set.Where(i => i.SubscriberId == act.SubscriberId && i.To == Times.Never)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.To, act.RecordedAt).SetProperty(i => i.EndedBy, act.Actor));
    }
}

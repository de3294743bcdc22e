using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.OptOut.Inbox;

/// <summary>Lets contact go on once the last message of a person that may be an opt-out is handled.</summary>
public sealed class InboxPauses(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, TimeProvider clock)
{
    private const string WhyPaused = "another reply of hers waits in the inbox";

    /// <param name="message">The one that is being handled; it no longer counts.</param>
    /// <param name="subscriber">Whose.</param>
    /// <param name="actor">Who handles it.</param>
    /// <param name="audit">Recorded with the event, where there is one.</param>
    /// <returns>False where nothing was to be lifted, or something of hers still waits; then nothing is recorded.</returns>
    public async Task<bool> LiftAsync(InboundMessage message, long subscriber, Actor actor, AuditDraft? audit = null)
    {
        if (!await IsPausedAsync(subscriber) || await WaitsAsync(subscriber, message.Id))
        {
            return false;
        }

        var lifted = await ledger.RecordAsync(Act(ConsentEventType.ContactResumed, InboxKeys.Resume(message.PublicId), subscriber, actor), audit);

        // What came in since we looked has set its pause before ours was lifted, and lost it with it.
        if (!lifted.Failed && await WaitsAsync(subscriber, message.Id) && !await IsPausedAsync(subscriber))
        {
            await ledger.RecordAsync(Act(ConsentEventType.ContactPaused, InboxKeys.PauseAgain(message.PublicId), subscriber, Actor.System("inbox")) with { Source = Source.System, IntervalReason = WhyPaused });
        }

        return !lifted.Failed;
    }

    private async Task<bool> IsPausedAsync(long subscriber)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.Pauses.AnyAsync(p => p.SubscriberId == subscriber && p.To == Times.Never);
    }

    private async Task<bool> WaitsAsync(long subscriber, long besides)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.InboundMessages.AnyAsync(m => m.SubscriberId == subscriber && m.State == InboxState.Waiting && m.Reason != InboxReason.Sample && m.Id != besides);
    }

    private ConsentAct Act(ConsentEventType type, Guid key, long subscriber, Actor actor) => new()
    {
        EventKey = key,
        SubscriberId = subscriber,
        Type = type,
        Source = Source.Staff,
        OccurredAt = clock.UtcMilliseconds(),
        Actor = actor,
    };
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Ends one hold of a person; others that she has go on.</summary>
public sealed class ReleaseHold(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, NumberVault vault, TimeProvider clock)
{
    /// <param name="EventKey">Made when the dialog opens, so that a double click is one event.</param>
    /// <param name="Hold">Which of her holds.</param>
    /// <param name="Reason">Why it may end.</param>
    public sealed record Input(Guid EventKey, PublicId Subscriber, long Hold, string? Reason);

    /// <param name="input">Whose hold, and why.</param>
    /// <param name="actor">Who ends it.</param>
    /// <param name="cancellation">Ends the checks before the act; once recording has begun it runs to its end.</param>
    public async Task<Result<RecordedAct>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.PlaceHold);
        var reason = HoldTerms.CheckReason(input.Reason);
        if (reason.Failed)
        {
            return reason.Error;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var subscriber = await db.Subscribers.Where(s => s.PublicId == input.Subscriber).Select(s => new { s.Id, s.Cipher }).FirstOrDefaultAsync(cancellation);
        if (subscriber is null)
        {
            return ProfileErrors.NotFound;
        }

        if (vault.IsNamedIn(reason.Value, subscriber.Cipher, input.Subscriber))
        {
            return HoldErrors.ReasonHasNumber;
        }

        var now = clock.UtcMilliseconds();
        var isRepeated = await db.ConsentEvents.AnyAsync(e => e.EventKey == input.EventKey, cancellation);
        if (!isRepeated && !await db.Holds.AnyAsync(h => h.Id == input.Hold && h.SubscriberId == subscriber.Id && h.To > now, cancellation))
        {
            return HoldErrors.NotInForce;
        }

        var act = new ConsentAct
        {
            EventKey = input.EventKey,
            SubscriberId = subscriber.Id,
            Type = ConsentEventType.HoldReleased,
            Source = Source.Staff,
            OccurredAt = now,
            Actor = actor,
            HoldId = input.Hold,
        };
        return await ledger.RecordAsync(act, new(actor, AuditAction.HoldReleased, subscriber.Id, Reason: reason.Value));
    }
}

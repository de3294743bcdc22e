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

/// <summary>
/// Takes one person off every list, as retention does with those who withdrew; she is kept only as proof (GDPR art. 18). The
/// ledger refuses it while a legal hold stands, where she is restricted already, and where she is erased.
/// </summary>
public sealed class RestrictSubscriber(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, NumberVault vault, TimeProvider clock)
{
    /// <param name="EventKey">Made when the dialog opens, so that a double click is one event.</param>
    /// <param name="Subscriber">Whom.</param>
    /// <param name="Reason">Why, as <see cref="HoldTerms.CheckReason"/> takes it.</param>
    public sealed record Input(Guid EventKey, PublicId Subscriber, string? Reason);

    /// <param name="input">Whom, and why.</param>
    /// <param name="actor">Who decides it.</param>
    /// <param name="cancellation">Ends the checks before the act; once recording has begun it runs to its end.</param>
    public async Task<Result<RecordedAct>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RestrictSubscriber);
        var reason = HoldTerms.CheckReason(input.Reason);
        if (reason.Failed)
        {
            return reason.Error;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await db.Subscribers.Where(s => s.PublicId == input.Subscriber).Select(s => new { s.Id, s.Cipher }).FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return ProfileErrors.NotFound;
        }

        if (vault.IsNamedIn(reason.Value, found.Cipher, input.Subscriber))
        {
            return HoldErrors.ReasonHasNumber;
        }

        var act = new ConsentAct
        {
            EventKey = input.EventKey,
            SubscriberId = found.Id,
            Type = ConsentEventType.Restricted,
            Source = Source.Staff,
            OccurredAt = clock.UtcMilliseconds(),
            Actor = actor,
            IntervalReason = reason.Value,
        };
        return await ledger.RecordAsync(act, new(actor, AuditAction.SubscriberRestricted, found.Id, Reason: reason.Value));
    }
}

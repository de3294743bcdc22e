using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Opens what is kept only as proof, once it stands in the audit trail who wanted to see it and why.</summary>
public sealed class OpenRestricted(IDbContextFactory<DashboardDbContext> contexts, AuditTrail audit, NumberVault vault)
{
    public sealed record Input(PublicId Subscriber, string? Reason);

    public async Task<Result<RestrictedOpening>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.OpenRestricted);
        var reason = HoldTerms.CheckReason(input.Reason);
        if (reason.Failed)
        {
            return reason.Error;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Subscribers.Where(s => s.PublicId == input.Subscriber).Select(s => new { s.Id, s.Cipher }).FirstOrDefaultAsync(cancellation) is not { } subscriber)
        {
            return ProfileErrors.NotFound;
        }

        if (vault.IsNamedIn(reason.Value, subscriber.Cipher, input.Subscriber))
        {
            return HoldErrors.ReasonHasNumber;
        }

        await audit.RecordAsync(new AuditDraft(actor, AuditAction.RestrictedOpened, subscriber.Id, Reason: reason.Value), CancellationToken.None);
        return new RestrictedOpening(subscriber.Id);
    }
}

/// <summary>That somebody was let in, to one person; it is good for as long as whoever got it keeps the page.</summary>
public sealed record RestrictedOpening
{
    internal RestrictedOpening(long subscriberId) => SubscriberId = subscriberId;

    public long SubscriberId { get; }
}

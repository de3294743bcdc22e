using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Puts one person on legal hold: nothing of hers is cleaned, and nobody contacts her, until it ends.</summary>
public sealed class PlaceHold(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, NumberVault vault, TimeProvider clock)
{
    public sealed record Input
    {
        /// <summary>Made when the dialog opens, so that a double click is one event.</summary>
        public Guid EventKey { get; init; } = Guid.CreateVersion7();

        public PublicId Subscriber { get; init; }

        public string? Reason { get; init; }

        /// <summary>Null: until somebody ends it.</summary>
        public DateTime? Until { get; init; }
    }

    /// <param name="input">Whom, why, until when.</param>
    /// <param name="actor">Who places it.</param>
    /// <param name="cancellation">Ends the checks before the act; once recording has begun it runs to its end.</param>
    public async Task<Result<RecordedAct>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.PlaceHold);
        var now = clock.UtcMilliseconds();
        var reason = HoldTerms.Check(input.Reason, input.Until, now);
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

        var until = input.Until is { } end ? Times.Truncate(end) : (DateTime?)null;
        var act = new ConsentAct
        {
            EventKey = input.EventKey,
            SubscriberId = found.Id,
            Type = ConsentEventType.HoldPlaced,
            Source = Source.Staff,
            OccurredAt = now,
            Actor = actor,
            IntervalReason = reason.Value,
            IntervalUntil = until,
        };
        return await ledger.RecordAsync(act, new(actor, AuditAction.HoldPlaced, found.Id, Reason: reason.Value, Details: JsonSerializer.Serialize(new { until })));
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Deciding;

/// <summary>Does what was granted: a stop, or an erasure. An answer was handed out before, and a correction moves no consent.</summary>
public sealed class GrantRequest(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, StopByRequest stop, TimeProvider clock)
{
    internal async Task<Result> ExecuteAsync(PersonRequest request, RequestOutcome outcome, Actor actor)
    {
        if (request.SubscriberId is not { } subject)
        {
            return Result.Ok;
        }

        if (RequestDeadlines.IsStop(request.Kind))
        {
            return Done(await stop.RecordAsync(request, subject, actor));
        }

        return Erases(request, outcome) ? await EraseAsync(request, subject, actor) : Result.Ok;
    }

    /// <summary>In part means that something is kept: she is not erased, and the reason says what was done.</summary>
    internal static bool Erases(PersonRequest request, RequestOutcome outcome) => RequestDeadlines.IsErasure(request.Kind) && outcome == RequestOutcome.Granted;

    private async Task<Result> EraseAsync(PersonRequest request, long subject, Actor actor)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var now = clock.UtcMilliseconds();
        var row = await db.Subscribers.Where(s => s.Id == subject)
            .Select(s => new { s.ErasedAt, IsHeld = db.Holds.Any(h => h.SubscriberId == s.Id && h.From <= now && h.To > now) }).SingleAsync();
        if (row.ErasedAt is not null)
        {
            return Result.Ok;
        }

        if (row.IsHeld)
        {
            return RequestErrors.Held;
        }

        // First the stop: whoever wants to be forgotten does not want to be contacted, whatever becomes of the erasure.
        var stopped = await stop.RecordAsync(request, subject, actor);
        if (stopped.Failed)
        {
            return stopped.Error;
        }

        var act = new ConsentAct
        {
            EventKey = StopByRequest.KeyOf(request, "erase"),
            SubscriberId = subject,
            Type = ConsentEventType.Erased,
            Source = Source.Staff,
            OccurredAt = now,
            Actor = actor,
            UnlessHeld = true,
        };
        return Done(await ledger.RecordAsync(act, new AuditDraft(actor, AuditAction.SubscriberErased, subject, $"{request.PublicId}")));
    }

    // Somebody erased her in the same moment: that is what was asked for.
    private static Result Done(Result<RecordedAct> recorded) => recorded.Failed && recorded.Error != LedgerErrors.Erased ? recorded.Error : Result.Ok;
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Deciding;

/// <summary>Does what follows from a decision: a stop, or an erasure. An answer was handed out before, and a correction moves no consent.</summary>
public sealed class GrantRequest(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, RequestStore store, RequestLinks links, StopByRequest stop, TimeProvider clock)
{
    /// <summary>Puts into the request whose it is: a stop makes a number that was never seen known.</summary>
    internal async Task<Result> ExecuteAsync(PersonRequest request, RequestOutcome outcome, Actor actor)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var now = clock.UtcMilliseconds();
        var row = await db.Subscribers.Where(s => s.Id == request.SubscriberId)
            .Select(s => new { s.ErasedAt, IsHeld = db.Holds.Any(h => h.SubscriberId == s.Id && h.From <= now && h.To > now) }).SingleOrDefaultAsync();
        if (row?.ErasedAt is not null || !Stops(request, outcome, row?.IsHeld ?? false))
        {
            return Result.Ok;
        }

        // First the stop: whoever wants to be forgotten does not want to be contacted, whatever becomes of the erasure.
        if (await StopAsync(request, actor) is not { } stopped)
        {
            return Result.Ok;
        }

        if (stopped.Failed)
        {
            return Done(stopped);
        }

        request.SubscriberId = stopped.Value.SubscriberId;
        return !Erases(request, outcome) ? Result.Ok
            : row?.IsHeld == true ? RequestErrors.Held
            : await OthersHoldHerAsync(db, request) ? RequestErrors.OtherSenders
            : await EraseAsync(request, stopped.Value.SubscriberId, actor);
    }

    /// <summary>In part means that something is kept: she is not erased, and the reason says what was done.</summary>
    internal static bool Erases(PersonRequest request, RequestOutcome outcome) => RequestDeadlines.IsErasure(request.Kind) && outcome == RequestOutcome.Granted;

    // What is refused for the sake of a dispute is kept for the dispute alone.
    private static bool Stops(PersonRequest request, RequestOutcome outcome, bool isHeld) => outcome switch
    {
        RequestOutcome.Granted => RequestDeadlines.IsStop(request.Kind) || RequestDeadlines.IsErasure(request.Kind),
        RequestOutcome.GrantedInPart => RequestDeadlines.IsStop(request.Kind) || RequestDeadlines.IsErasure(request.Kind),
        RequestOutcome.Refused => RequestDeadlines.IsErasure(request.Kind) && isHeld && request.VerifiedAt is not null,
        _ => false,
    };

    private async Task<Result<RecordedAct>?> StopAsync(PersonRequest request, Actor actor) => (request.SubscriberId, store.NumberOf(request)) switch
    {
        ({ } known, _) => await stop.RecordAsync(request, known, actor),
        (null, { } number) => await stop.RecordAsync(request, number, actor),
        _ => (Result<RecordedAct>?)null,
    };

    // She asked one company: an erasure would take the others' consents and their proof as well.
    private static async Task<bool> OthersHoldHerAsync(DashboardDbContext db, PersonRequest request) =>
        request.SenderId is { } asked && await db.Consents.AnyAsync(c => c.SubscriberId == request.SubscriberId && c.SenderId != asked);

    // Once she is erased there is nothing left to answer it with.
    private async Task<bool> AsksForACopyAsync(long subject)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.PersonRequests.AnyAsync(r => r.SubscriberId == subject && r.Status != RequestStatus.Closed && (r.Kind == RequestKind.Access || r.Kind == RequestKind.Know));
    }

    private async Task<Result> EraseAsync(PersonRequest request, long subject, Actor actor)
    {
        // What else she asked for is found by the erasure only where it is known to be hers.
        await links.LinkAsync();
        if (await AsksForACopyAsync(subject))
        {
            return RequestErrors.AnswerFirst;
        }

        var act = new ConsentAct
        {
            EventKey = StopByRequest.KeyOf(request, "erase"),
            SubscriberId = subject,
            Type = ConsentEventType.Erased,
            Source = Source.Staff,
            OccurredAt = clock.UtcMilliseconds(),
            Actor = actor,
            UnlessHeld = true,
        };
        return Done(await ledger.RecordAsync(act, new AuditDraft(actor, AuditAction.SubscriberErased, subject, $"{request.PublicId}")));
    }

    // Somebody erased her in the same moment: that is what was asked for.
    private static Result Done(Result<RecordedAct> recorded) => recorded.Error switch
    {
        null => Result.Ok,
        var error when error == LedgerErrors.Erased => Result.Ok,
        var error when error == LedgerErrors.Held => RequestErrors.Held,
        var error => error,
    };
}

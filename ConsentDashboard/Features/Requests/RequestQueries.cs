using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Requests.Identity;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests;

public sealed class RequestQueries(IDbContextFactory<DashboardDbContext> contexts, RequestStore store, SubscriberDirectory directory, NumberVault vault, TimeProvider clock)
{
    public const int PageSize = 25;

    private static readonly RequestStatus[] Open = [RequestStatus.Received, RequestStatus.Verifying, RequestStatus.Verified, RequestStatus.Prepared];

    /// <summary>What is open by its deadline, what is closed the newest first.</summary>
    public async Task<RequestListPage> SearchAsync(RequestFilter filter, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRequests);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        List<PersonRequest> found = [];
        if (filter.Closed)
        {
            found = await Closed(db, filter).ToListAsync(cancellation);
        }
        else
        {
            // One walk along the index for each status; each is short.
            foreach (var status in Open)
            {
                found.AddRange(await ByDeadline(db, status, filter).ToListAsync(cancellation));
            }

            found = [.. found.OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(PageSize + 1)];
        }

        return new([.. found.Take(PageSize).Select(Read)], found.Count > PageSize);
    }

    public async Task<RequestDetails?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRequests);
        if (await store.FindAsync(id, cancellation) is not { } request)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        var subject = request.Status == RequestStatus.Closed ? request.SubscriberId : await store.SubjectAsync(request, cancellation);
        var person = await db.Subscribers.Where(s => s.Id == subject).Select(s => new
        {
            s.PublicId,
            IsHeld = db.Holds.Any(h => h.SubscriberId == s.Id && h.From <= now && h.To > now),
            IsReassigned = db.Reachability.Any(r => r.SubscriberId == s.Id && r.Status == ReachabilityStatus.Reassigned),
            OthersHoldHer = request.SenderId != null && db.Consents.Any(c => c.SubscriberId == s.Id && c.SenderId != request.SenderId),
        }).FirstOrDefaultAsync(cancellation);
        var sender = await db.Senders.Where(s => s.Id == request.SenderId).Select(s => s.Name).FirstOrDefaultAsync(cancellation);
        var mayReadDetails = actor.Can(Permissions.HandleRequests);
        return new(
            Read(request) with { IsKnown = person is not null }, person?.PublicId, sender, mayReadDetails ? store.DetailsOf(request) : NumbersInText.Mask(store.DetailsOf(request)), request.Language, request.ReceivedBy, request.CreatedByName,
            request.ConfirmedAt,
            request.ExtendedAt is null && now < request.DueAt ? RequestDeadlines.ExtendedDueAt(request.Law, request.Kind, request.ReceivedAt) : null,
            request.ExtendedAt, NumbersInText.Mask(request.ExtensionReason),
            Math.Max(0, SendRequestCode.MostCodes - request.CodesSent), Math.Max(0, VerifyByCode.MostTries - request.CodeTries),
            request.CodeHash is not null && request.CodeExpiresAt > now ? request.CodeExpiresAt : null,
            request.VerifiedAt, request.VerifiedBy, request.PreparedAt, request.HandedOverAt, NumbersInText.Mask(request.OutcomeReason), request.ClosedByName,
            request.KeptUntil == Times.Never ? null : request.KeptUntil, person?.IsHeld ?? false, person?.IsReassigned ?? false, person?.OthersHoldHer ?? false);
    }

    public async Task<IReadOnlyList<SenderChoice>> SendersAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.HandleRequests);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Senders.OrderBy(s => s.Name).Select(s => new SenderChoice(s.Id, s.Name, s.DefaultRegion)).ToListAsync(cancellation);
    }

    /// <summary>Whom a request is about that is entered from her page; where her number is not kept, the error says so.</summary>
    public async Task<Result<KnownPerson>> PersonAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.HandleRequests);
        return await directory.FindAsync(id, cancellation) switch
        {
            null => RequestErrors.UnknownPerson,
            { ErasedAt: not null } => RequestErrors.Erased,
            { Cipher: null } => RequestErrors.NumberNotKept,
            { Cipher: { } cipher } person => new KnownPerson(id, vault.Mask(cipher, id), person.Language),
        };
    }

    internal static IQueryable<PersonRequest> ByDeadline(DashboardDbContext db, RequestStatus status, RequestFilter filter)
    {
        var rows = Filtered(db, filter).Where(r => r.Status == status);
        if (filter.After is { } after)
        {
            rows = rows.Where(r => r.DueAt > after.At || (r.DueAt == after.At && r.Id > after.Id));
        }

        return rows.OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(PageSize + 1);
    }

    // What is kept longest was closed last.
    internal static IQueryable<PersonRequest> Closed(DashboardDbContext db, RequestFilter filter)
    {
        var rows = Filtered(db, filter).Where(r => r.KeptUntil < Times.Never);
        if (filter.After is { } after)
        {
            rows = rows.Where(r => r.KeptUntil < after.At || (r.KeptUntil == after.At && r.Id < after.Id));
        }

        return rows.OrderByDescending(r => r.KeptUntil).ThenByDescending(r => r.Id).Take(PageSize + 1);
    }

    private static IQueryable<PersonRequest> Filtered(DashboardDbContext db, RequestFilter filter) =>
        db.PersonRequests.AsNoTracking().Where(r => (filter.Law == null || r.Law == filter.Law) && (filter.Kind == null || r.Kind == filter.Kind));

    private RequestRow Read(PersonRequest r)
    {
        var (now, isOpen) = (clock.UtcMilliseconds(), r.Status != RequestStatus.Closed);
        var confirmBy = isOpen && r.ConfirmedAt is null ? RequestDeadlines.ConfirmBy(r.Law, r.Kind, r.ReceivedAt) : null;
        return new(
            r.PublicId, new(isOpen ? r.DueAt : r.KeptUntil, r.Id), r.Law, r.Kind, r.Status, r.Outcome,
            store.NumberOf(r) is { } number ? NumberFormats.Mask(number.Value) : null, r.SubscriberId is not null, r.ReceivedAt, r.DueAt, r.ExtendedAt is not null, r.ClosedAt,
            isOpen ? RequestDeadlines.DaysLeft(r.DueAt, now) : null, confirmBy, confirmBy is { } by ? RequestDeadlines.DaysLeft(by, now) : null);
    }
}

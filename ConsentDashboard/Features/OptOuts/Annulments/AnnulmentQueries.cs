using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOuts.Annulments;

public sealed class AnnulmentQueries(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, TimeProvider clock)
{
    public const int PageSize = 25;
    public const int MostAlarms = 10;

    private const string NoName = "";

    /// <summary>Whoever clears the inbox, asks, or agrees may look.</summary>
    public static void DemandAny(Actor actor)
    {
        if (!actor.Can(Permissions.ViewInbox) && !actor.Can(Permissions.RequestAnnulment))
        {
            actor.Demand(Permissions.ApproveAnnulment);
        }
    }

    /// <summary>The open ones, the newest first.</summary>
    public async Task<IReadOnlyList<BurstRow>> OpenBurstsAsync(Actor actor, CancellationToken cancellation)
    {
        DemandAny(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = await db.WithdrawalBursts.AsNoTracking().Where(b => b.ClosedAt == null).OrderByDescending(b => b.Id).Take(MostAlarms).ToListAsync(cancellation);
        var names = await StaffNames.OfAsync(db, open.Select(b => b.Actor), cancellation);
        return [.. open.Select(b => Read(b, names, actor))];
    }

    /// <param name="id">Which.</param>
    /// <param name="after">The withdrawal before the page; 0: from the beginning.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<BurstDetails?> FindBurstAsync(PublicId id, long after, Actor actor, CancellationToken cancellation)
    {
        DemandAny(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.WithdrawalBursts.AsNoTracking().FirstOrDefaultAsync(b => b.PublicId == id, cancellation) is not { } burst)
        {
            return null;
        }

        var stored = await Withdrawals(db, Members(db, burst.Id, after)).ToListAsync(cancellation);
        var waiting = db.AnnulmentRequests.Where(r => r.BurstId == burst.Id && r.Status == AnnulmentStatus.Waiting);
        var names = await StaffNames.OfAsync(db, [burst.Actor, burst.ClosedBy], cancellation);
        return new(
            Read(burst, names, actor), burst.ClosedAt, NameOf(burst.ClosedBy, names),
            [.. stored.OrderBy(s => s.Event.Id).Take(PageSize).Select(Read)], stored.Count > PageSize,
            await waiting.CountAsync(cancellation), await waiting.CountAsync(r => r.RequestedBy == actor.Key, cancellation));
    }

    /// <summary>What somebody is about to ask for.</summary>
    public async Task<WithdrawalDetails?> FindWithdrawalAsync(Guid key, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.RequestAnnulment);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var stored = await Withdrawals(db, db.ConsentEvents.Where(e => e.EventKey == key && e.Type == ConsentEventType.Withdrawn)).FirstOrDefaultAsync(cancellation);
        if (stored is null)
        {
            return null;
        }

        var names = await StaffNames.OfAsync(db, [stored.Event.Actor], cancellation);
        var asked = new WithdrawalToAnnul(stored.Event, stored.IsAnnulled, stored.Request == AnnulmentStatus.Waiting);
        return new(Read(stored), NameOf(stored.Event.Actor, names), AnnulmentRules.Refusal(asked, clock.UtcMilliseconds()), AnnulmentRules.EndsAt(stored.Event));
    }

    /// <summary>What waits the oldest first, what was decided the newest first.</summary>
    public async Task<RequestPage> SearchAsync(AnnulmentView view, long? after, Actor actor, CancellationToken cancellation)
    {
        DemandAny(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        List<AnnulmentRequest> requests = view == AnnulmentView.Waiting
            ? await Oldest(db, after).ToListAsync(cancellation)
            : [.. (await Newest(db, AnnulmentStatus.Approved, after).ToListAsync(cancellation)).Concat(await Newest(db, AnnulmentStatus.Rejected, after).ToListAsync(cancellation)).OrderByDescending(r => r.Id).Take(PageSize + 1)];
        var keys = requests.Select(r => r.WithdrawalKey).Distinct().ToList();
        var stored = await Withdrawals(db, db.ConsentEvents.Where(e => keys.Contains(e.EventKey))).ToDictionaryAsync(s => s.Event.EventKey, cancellation);
        var bursts = requests.Select(r => r.BurstId).OfType<long>().Distinct().ToList();
        var burstIds = await db.WithdrawalBursts.Where(b => bursts.Contains(b.Id)).ToDictionaryAsync(b => b.Id, b => b.PublicId, cancellation);
        var names = await StaffNames.OfAsync(db, requests.SelectMany(r => (string?[])[r.RequestedBy, r.DecidedBy]), cancellation);
        var now = clock.UtcMilliseconds();
        return new(
            [.. requests.Take(PageSize).Where(r => stored.ContainsKey(r.WithdrawalKey)).Select(r => Read(r, stored[r.WithdrawalKey], r.BurstId is { } burst && burstIds.TryGetValue(burst, out var id) ? id : null, names, actor, now))],
            requests.Count > PageSize);
    }

    internal static IQueryable<AnnulmentRequest> Oldest(DashboardDbContext db, long? after) =>
        db.AnnulmentRequests.AsNoTracking().Where(r => r.Status == AnnulmentStatus.Waiting && (after == null || r.Id > after)).OrderBy(r => r.Id).Take(PageSize + 1);

    internal static IQueryable<AnnulmentRequest> Newest(DashboardDbContext db, AnnulmentStatus status, long? after) =>
        db.AnnulmentRequests.AsNoTracking().Where(r => r.Status == status && (after == null || r.Id < after)).OrderByDescending(r => r.Id).Take(PageSize + 1);

    internal static IQueryable<ConsentEvent> Members(DashboardDbContext db, long burst, long after) =>
        db.WithdrawalOrigins.Where(o => o.BurstId == burst && o.EventId > after).OrderBy(o => o.EventId).Take(PageSize + 1).Join(db.ConsentEvents, o => o.EventId, e => e.Id, (o, e) => e);

    internal static IQueryable<Stored> Withdrawals(DashboardDbContext db, IQueryable<ConsentEvent> events) =>
        from act in events.AsNoTracking()
        join subscriber in db.Subscribers on act.SubscriberId equals subscriber.Id
        select new Stored(
            act,
            subscriber,
            db.Senders.Where(s => s.Id == act.SenderId).Select(s => s.Name).FirstOrDefault(),
            db.ConsentEvents.Any(a => a.SubscriberId == act.SubscriberId && a.Type == ConsentEventType.Annulled && a.RefersTo == act.EventKey),
            db.AnnulmentRequests.Where(r => r.SubscriberId == act.SubscriberId && r.WithdrawalKey == act.EventKey).OrderByDescending(r => r.Id).Select(r => (AnnulmentStatus?)r.Status).FirstOrDefault());

    private WithdrawalRow Read(Stored stored)
    {
        var (act, subscriber) = (stored.Event, stored.Subscriber);
        var state = stored switch
        {
            { IsAnnulled: true } => AnnulmentState.Annulled,
            { Request: AnnulmentStatus.Waiting } => AnnulmentState.Waiting,
            { Request: AnnulmentStatus.Rejected } => AnnulmentState.Rejected,
            _ when clock.UtcMilliseconds() > AnnulmentRules.EndsAt(act) => AnnulmentState.Expired,
            _ => AnnulmentState.Stands,
        };
        return new(
            act.Id, act.EventKey, subscriber.PublicId, subscriber.Cipher is { } cipher ? vault.Mask(cipher, subscriber.PublicId) : null,
            act.RecordedAt, act.Source, act.Method, stored.Sender, act.Cells, state);
    }

    private RequestRow Read(AnnulmentRequest request, Stored stored, PublicId? burst, Dictionary<string, string> names, Actor actor, DateTime now)
    {
        var mayDecide = actor.Can(Permissions.ApproveAnnulment);
        return new(
            request.Id, request.PublicId, Read(stored), burst,
            NumbersInText.Mask(request.Reason), request.EvidenceReference, request.Status,
            NameOf(request.RequestedBy, names) ?? NoName, request.RequestedAt, request.EndsAt,
            NameOf(request.DecidedBy, names), request.DecidedAt, NumbersInText.Mask(request.DecisionNote),
            AnnulmentRules.Refusal(request, stored.Event, actor.Key, approves: true, now),
            mayDecide && AnnulmentRules.Refusal(request, stored.Event, actor.Key, approves: false, now) is null);
    }

    private static BurstRow Read(WithdrawalBurst burst, Dictionary<string, string> names, Actor actor) =>
        new(burst.PublicId, burst.Kind, NameOf(burst.Actor, names), burst.Count, burst.FirstAt, burst.LastAt, burst.Actor == actor.Key);

    private static string? NameOf(string? actor, Dictionary<string, string> names) => actor is null or "person" ? null : names.GetValueOrDefault(actor, actor);

    internal sealed record Stored(ConsentEvent Event, Subscriber Subscriber, string? Sender, bool IsAnnulled, AnnulmentStatus? Request);
}

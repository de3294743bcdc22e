using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Audit;

public sealed class AuditQueries(IDbContextFactory<DashboardDbContext> contexts)
{
    public const int PageSize = 50;
    private const int MaxActors = 500;

    // Entries that wait for the same commit may stand in another order than their times.
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(1);

    /// <summary>One page, newest first. Costs the same wherever it lies: the place is an id, and nothing is counted.</summary>
    public async Task<AuditPage> SearchAsync(AuditFilter filter, AuditPlace place, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewAudit);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var entries = await FilterAsync(db, filter, cancellation);
        if (entries is null)
        {
            return new([], HasNewer: false, HasOlder: false);
        }

        if (place is { OlderThan: null } and ({ NewerThan: not null } or { AtEnd: true }))
        {
            var after = place.NewerThan ?? 0;
            var rows = await Rows(db, entries.Where(entry => entry.Id > after).OrderBy(entry => entry.Id)).ToListAsync(cancellation);
            var more = Cut(rows);
            rows.Reverse();

            // Too few before this place to fill a page: it is the first one then.
            if (more || place.AtEnd)
            {
                return new(rows, HasNewer: more, HasOlder: !place.AtEnd);
            }
        }

        var before = place.OlderThan ?? long.MaxValue;
        var older = await Rows(db, entries.Where(entry => entry.Id < before).OrderByDescending(entry => entry.Id)).ToListAsync(cancellation);
        return new(older, HasNewer: place.OlderThan is not null, HasOlder: Cut(older));
    }

    /// <returns>The newest verification of the whole ledger; null where there was none.</returns>
    public async Task<VerificationRow?> LastVerificationAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewAudit);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var newest = await db.AuditEntries.AsNoTracking().Where(entry => entry.Action == AuditAction.LedgerVerified).OrderByDescending(entry => entry.Id).FirstOrDefaultAsync(cancellation);
        return newest is not null && VerificationOutcome.Read(newest.Details) is { } outcome ? new(newest.At, newest.Actor, newest.ActorName, outcome) : null;
    }

    /// <summary>Members of staff, by name.</summary>
    public async Task<IReadOnlyList<AuditActor>> ActorsAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewAudit);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Users.AsNoTracking()
            .OrderBy(account => account.DisplayName)
            .Take(MaxActors)
            .Select(account => new AuditActor("user:" + account.Id, account.DisplayName == "" ? account.UserName! : account.DisplayName))
            .ToListAsync(cancellation);
    }

    internal static IQueryable<AuditRow> Rows(DashboardDbContext db, IQueryable<AuditEntry> entries) =>
        from entry in entries.Take(PageSize + 1)
        join subscriber in db.Subscribers on entry.SubscriberId equals subscriber.Id into known
        from subscriber in known.DefaultIfEmpty()
        select new AuditRow(
            entry.Id, entry.At, entry.Actor, entry.ActorName, entry.Action,
            subscriber == null ? null : subscriber.PublicId, entry.Subject, entry.Reason, entry.Details);

    private static bool Cut(List<AuditRow> rows)
    {
        if (rows.Count <= PageSize)
        {
            return false;
        }

        rows.RemoveAt(PageSize);
        return true;
    }

    /// <returns>Null where nothing can match: the subscriber is unknown.</returns>
    private static async Task<IQueryable<AuditEntry>?> FilterAsync(DashboardDbContext db, AuditFilter filter, CancellationToken cancellation)
    {
        var entries = db.AuditEntries.AsNoTracking();
        if (filter.Subscriber is { } publicId)
        {
            var id = await db.Subscribers.Where(subscriber => subscriber.PublicId == publicId).Select(subscriber => (long?)subscriber.Id).FirstOrDefaultAsync(cancellation);
            if (id is null)
            {
                return null;
            }

            entries = entries.Where(entry => entry.SubscriberId == id);
        }

        if (filter.Action is { } action)
        {
            entries = entries.Where(entry => entry.Action == action);
        }

        if (filter.Actor is { } actor)
        {
            entries = entries.Where(entry => entry.Actor == actor);
        }

        if (filter.From is { } from)
        {
            var start = from.ToDateTime(default, DateTimeKind.Utc);
            var first = await FirstIdSinceAsync(db, start - Disorder, cancellation);
            entries = entries.Where(entry => entry.Id >= first && entry.At >= start);
        }

        if (filter.To is { } to)
        {
            var end = to.AddDays(1).ToDateTime(default, DateTimeKind.Utc);
            var first = await FirstIdSinceAsync(db, end + Disorder, cancellation);
            entries = entries.Where(entry => entry.Id < first && entry.At < end);
        }

        return entries;
    }

    // Times grow with ids, so a period is found by halving instead of by an index on the time.
    private static async Task<long> FirstIdSinceAsync(DashboardDbContext db, DateTime time, CancellationToken cancellation)
    {
        long low = 1;
        var high = await db.AuditEntries.OrderByDescending(entry => entry.Id).Select(entry => entry.Id).FirstOrDefaultAsync(cancellation) + 1;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var at = await db.AuditEntries.Where(entry => entry.Id >= middle).OrderBy(entry => entry.Id).Select(entry => entry.At).FirstAsync(cancellation);
            (low, high) = at < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers;

/// <summary>Turns the ids of a page into its lines: one statement for the people, one for their cells.</summary>
internal sealed class SubscriberRows(DashboardDbContext db, NumberVault vault, TimeProvider clock)
{
    public async Task<IReadOnlyList<SubscriberRow>> ReadAsync(IReadOnlyList<long> ids, SubscriberFilter filter, CancellationToken cancellation)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var people = await People(db, ids).ToDictionaryAsync(person => person.Id, cancellation);
        var cells = (await CellsOf(db, ids).ToListAsync(cancellation)).ToLookup(cell => cell.SubscriberId);
        var now = clock.UtcMilliseconds();
        return [.. ids.Where(people.ContainsKey).Select(id => Row(people[id], cells[id], filter, now))];
    }

    internal static IQueryable<Person> People(DashboardDbContext db, IReadOnlyList<long> ids) =>
        from s in db.Subscribers
        where ids.Contains(s.Id)
        join p in db.CollectionPoints on s.CollectionPointId equals p.Id into points
        from p in points.DefaultIfEmpty()
        select new Person(s.Id, s.PublicId, s.Cipher, s.Standing, s.IsHeld, p.Name, s.Region, s.Language, s.LastActivityAt, s.FirstSeenAt);

    internal static IQueryable<Cell> CellsOf(DashboardDbContext db, IReadOnlyList<long> ids) => db.Consents
        .Where(c => ids.Contains(c.SubscriberId) && c.Kind == ConsentKind.Contact)
        .Select(c => new Cell(c.SubscriberId, c.SenderId, c.Channel, c.MessageType, c.State, c.GivenAt, c.ExpiresAt));

    private SubscriberRow Row(Person person, IEnumerable<Cell> cells, SubscriberFilter filter, DateTime now)
    {
        var (given, optedIn) = (ConsentCells.None, Times.NotYet);
        HashSet<long> senders = [];
        List<ConsentState> named = [];
        foreach (var cell in cells)
        {
            if (cell.State == ConsentState.Given && cell.ExpiresAt > now && (filter.SenderId is null || filter.SenderId == cell.SenderId))
            {
                given |= Cells.Of(cell.Channel, cell.MessageType);
                senders.Add(cell.SenderId);
            }

            if (Names(filter, cell))
            {
                named.Add(cell.State);
                optedIn = cell.GivenAt > optedIn ? cell.GivenAt : optedIn;
            }
        }

        var standing = filter.NamesCells && person.Standing is not (Standing.Restricted or Standing.Erased) ? Standings.Of(named) : person.Standing;
        var masked = person.Cipher is { } cipher ? vault.Mask(cipher, person.PublicId) : null;
        return new(person.Id, person.PublicId, masked, standing, person.IsHeld, given, senders.Count, optedIn, person.Point, person.Region, person.Language, person.LastActivityAt, person.FirstSeenAt);
    }

    private static bool Names(SubscriberFilter filter, Cell cell) =>
        (filter.SenderId is null || filter.SenderId == cell.SenderId)
        && (filter.Channel is null || filter.Channel == cell.Channel)
        && (filter.MessageType is null || filter.MessageType == cell.MessageType);

    internal sealed record Person(long Id, PublicId PublicId, byte[]? Cipher, Standing Standing, bool IsHeld, string? Point, string Region, string Language, DateTime LastActivityAt, DateTime FirstSeenAt);

    internal readonly record struct Cell(long SubscriberId, long SenderId, Channel Channel, MessageType MessageType, ConsentState State, DateTime GivenAt, DateTime ExpiresAt);
}

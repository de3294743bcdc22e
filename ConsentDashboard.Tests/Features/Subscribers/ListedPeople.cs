using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Tests.Support;
using CsCheck;

namespace ConsentDashboard.Tests.Features.Subscribers;

/// <summary>One cell of somebody in the list.</summary>
public sealed record ListedCell(bool AtShop, int Index, ConsentState State, int GivenOn);

/// <summary>Somebody in the list; days are few, so that many people share one.</summary>
public sealed record ListedPerson(int ActiveOn, string Region, int Point, bool OnHold, Standing? Above, ListedCell[] Cells);

/// <summary>Random people, and the plain way to say which of them a filter finds.</summary>
internal sealed class ListedPeople
{
    private static readonly DateTime FirstDay = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Gen<ListedCell> Cell =
        from atShop in Gen.Bool
        from index in Gen.Int[0, Cells.Count - 1]
        from state in Gen.Enum<ConsentState>()
        from day in Gen.Int[0, 6]
        select new ListedCell(atShop, index, state, day);

    private static readonly Gen<ListedPerson> Person =
        from day in Gen.Int[0, 6]
        from region in Gen.OneOf("RU", "RU", "GB", "LI")
        from point in Gen.Int[0, 2]
        from held in Gen.Int[0, 7]
        from above in Gen.OneOf<Standing?>(null, null, null, null, null, Standing.Restricted, Standing.Erased)
        from cells in Cell.Array[0, 6]
        select new ListedPerson(day, region, point, held == 0, above, cells);

    public static readonly Gen<ListedPerson[]> Some = Person.Array[0, 90];

    public static readonly Gen<SubscriberFilter> Filter =
        from state in Sometimes(Gen.Enum<Standing>())
        from sender in Sometimes(Gen.Long[1, 2])
        from channel in Sometimes(Gen.Enum<Channel>())
        from type in Sometimes(Gen.Enum<MessageType>())
        from region in Gen.OneOf(null, null, null, "RU", "GB", "LI")
        from point in Sometimes(Gen.Long[1, 2])
        from agreed in Sometimes(Gen.Int[0, 6])
        from agreedDays in Gen.Int[0, 3]
        from active in Sometimes(Gen.Int[0, 6])
        from activeDays in Gen.Int[0, 3]
        from held in Gen.Int[0, 9]
        select new SubscriberFilter
        {
            State = state,
            SenderId = sender,
            Channel = channel,
            MessageType = type,
            Region = region,
            CollectionPointId = point,
            OptedInFrom = Day(agreed),
            OptedInTo = Day(agreed + agreedDays),
            ActiveFrom = agreedDays == 0 ? null : Day(active),
            ActiveTo = Day(active + activeDays),
            OnHold = held == 0,
        };

    private readonly Installation _here;

    private ListedPeople(Installation here) => _here = here;

    public List<Subscriber> Subscribers { get; } = [];

    public List<Consent> Consents { get; } = [];

    public static async Task<ListedPeople> AddAsync(Installation here, IReadOnlyList<ListedPerson> people)
    {
        var listed = new ListedPeople(here);
        foreach (var (index, person) in people.Index())
        {
            listed.Add(index + 1, person);
        }

        await using var db = here.Open();
        (await db.LedgerHead.FindAsync(1))!.LastSubscriberId = people.Count;
        db.AddRange(listed.Subscribers);
        db.AddRange(listed.Consents);
        await db.SaveChangesAsync();
        return listed;
    }

    /// <summary>What the list has to show, by reading everything.</summary>
    public List<long> Expect(SubscriberFilter filter, SubscriberSort sort)
    {
        var found = Subscribers.Where(s => Matches(filter, s));
        return sort switch
        {
            { By: SortBy.Added, Descending: true } => [.. found.Select(s => s.Id).OrderDescending()],
            { By: SortBy.Added } => [.. found.Select(s => s.Id).Order()],
            { Descending: true } => [.. found.OrderByDescending(Value).ThenByDescending(s => s.Id).Select(s => s.Id)],
            _ => [.. found.OrderBy(Value).ThenBy(s => s.Id).Select(s => s.Id)],
        };

        DateTime Value(Subscriber s) => sort.By == SortBy.LastActivity ? s.LastActivityAt : Looked(filter, s).Single().GivenAt;
    }

    public Standing Summary(SubscriberFilter filter, Subscriber s) => !filter.NamesCells || s.Standing is Standing.Restricted or Standing.Erased
        ? s.Standing
        : Standings.Of(Looked(filter, s).Select(c => c.State));

    private bool Matches(SubscriberFilter filter, Subscriber s)
    {
        var looked = Looked(filter, s).ToList();
        var asked = filter.State == Standing.None || !filter.NamesCells || looked.Count > 0;
        return asked
            && (filter.State is null || Summary(filter, s) == filter.State)
            && (filter.State != Standing.None || !filter.NamesCells || looked.Count == 0)
            && (!filter.HasOptInDates || looked.Any(c => c.GivenAt > Times.NotYet && Within(c.GivenAt, filter.OptedInFrom, filter.OptedInTo)))
            && Within(s.LastActivityAt, filter.ActiveFrom, filter.ActiveTo)
            && (filter.Region is null || s.Region == filter.Region)
            && (filter.CollectionPointId is null || s.CollectionPointId == filter.CollectionPointId)
            && (!filter.OnHold || s.IsHeld);
    }

    private IEnumerable<Consent> Looked(SubscriberFilter filter, Subscriber s) => Consents.Where(c => c.SubscriberId == s.Id
        && c.Kind == ConsentKind.Contact
        && (filter.SenderId is null || c.SenderId == filter.SenderId)
        && (filter.Channel is null || c.Channel == filter.Channel)
        && (filter.MessageType is null || c.MessageType == filter.MessageType));

    private static bool Within(DateTime time, DateOnly? from, DateOnly? to) =>
        (from is null || DateOnly.FromDateTime(time) >= from) && (to is null || DateOnly.FromDateTime(time) <= to);

    private void Add(long id, ListedPerson person)
    {
        var subscriber = A.Subscriber(_here.Database, id);
        subscriber.LastActivityAt = Time(person.ActiveOn);
        subscriber.Region = person.Region;
        subscriber.CollectionPointId = person.Point switch { 1 => _here.ShopForm.Id, 2 => _here.BankForm.Id, _ => null };
        subscriber.IsHeld = person.OnHold;
        List<Consent> cells = [.. person.Cells.DistinctBy(c => (c.AtShop, c.Index)).Select(c => new Consent
        {
            SubscriberId = id,
            SenderId = c.AtShop ? _here.Shop.Id : _here.Bank.Id,
            Kind = ConsentKind.Contact,
            Channel = Cells.ChannelOf(c.Index),
            MessageType = Cells.TypeOf(c.Index),
            State = c.State,
            GivenAt = Time(c.GivenOn),
        })];
        subscriber.Standing = person.Above ?? Standings.Of(cells.Select(c => c.State));
        Subscribers.Add(subscriber);
        Consents.AddRange(cells);
    }

    /// <summary>Day 0 has not happened.</summary>
    private static DateTime Time(int day) => day == 0 ? Times.NotYet : FirstDay.AddDays(day).AddHours(day % 2 == 0 ? 0 : 23);

    private static DateOnly? Day(int? day) => day is { } some ? DateOnly.FromDateTime(FirstDay).AddDays(some) : null;

    private static Gen<T?> Sometimes<T>(Gen<T> gen)
        where T : struct => Gen.Int[0, 2].SelectMany(pick => pick == 0 ? gen.Select(value => (T?)value) : Gen.Const((T?)null));
}

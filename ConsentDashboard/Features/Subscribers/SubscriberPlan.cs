using System.Linq.Expressions;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Subscribers;

/// <summary>
/// How a filter is read in an order: one condition leads and is a range of an index, the others are tested row by row,
/// on as many rows as the budget pays for.
/// </summary>
internal sealed class SubscriberPlan
{
    private readonly DashboardDbContext _db;
    private readonly SubscriberFilter _filter;
    private readonly SortBy _sort;
    private readonly List<Expression<Func<Candidate, bool>>> _tests = [];
    private bool _probes;

    public SubscriberPlan(DashboardDbContext db, SubscriberFilter filter, SortBy sort, SearchBudgets budgets)
    {
        (_db, _filter, _sort) = (db, filter, sort);
        Rows = sort == SortBy.OptedIn ? OneCell() : People();
        AddCellTests();
        AddSubscriberTests();
        Budget = _probes ? budgets.Probes : sort == SortBy.Added ? budgets.Rows : budgets.Keys;
    }

    /// <summary>The leading range, not yet in order.</summary>
    public IQueryable<Candidate> Rows { get; }

    public bool Tests => _tests.Count > 0;

    /// <summary>The leading range is everybody.</summary>
    public bool LedByNothing => _sort != SortBy.OptedIn && !LedByState && _filter is { OnHold: false, ActiveFrom: null, ActiveTo: null };

    /// <summary>How many rows may be examined in one look.</summary>
    public int Budget { get; }

    /// <summary>The dates that bound the order's own time.</summary>
    public KeyRange Range(bool descending) => _sort switch
    {
        SortBy.LastActivity => new(descending, ById: false, From(_filter.ActiveFrom), Before(_filter.ActiveTo)),
        SortBy.OptedIn => new(descending, ById: false, From(_filter.OptedInFrom), Before(_filter.OptedInTo)),
        _ => new(descending, ById: true),
    };

    /// <summary>The conditions that do not lead.</summary>
    public IQueryable<Candidate> Matching(IQueryable<Candidate> rows)
    {
        if (_sort == SortBy.OptedIn)
        {
            rows =
                from cell in rows
                join s in _db.Subscribers on cell.Id equals s.Id
                select new Candidate
                {
                    At = cell.At,
                    Id = cell.Id,
                    CellState = cell.CellState,
                    Standing = s.Standing,
                    Region = s.Region,
                    CollectionPointId = s.CollectionPointId,
                    LastActivityAt = s.LastActivityAt,
                };
        }

        return _tests.Aggregate(rows, (matching, test) => matching.Where(test));
    }

    private IQueryable<Candidate> People()
    {
        var people = _db.Subscribers.AsQueryable();
        if (_sort == SortBy.LastActivity && _filter.OnHold)
        {
            people = people.Where(s => s.IsHeld);
        }
        else if (LedByState)
        {
            var state = _filter.State;
            people = people.Where(s => s.Standing == state);
        }

        return people.Select(s => new Candidate
        {
            At = s.LastActivityAt,
            Id = s.Id,
            Standing = s.Standing,
            Region = s.Region,
            CollectionPointId = s.CollectionPointId,
            LastActivityAt = s.LastActivityAt,
        });
    }

    private IQueryable<Candidate> OneCell()
    {
        var (sender, channel, type) = (_filter.SenderId, _filter.Channel, _filter.MessageType);
        return _db.Consents
            .Where(c => c.SenderId == sender && c.Kind == ConsentKind.Contact && c.Channel == channel && c.MessageType == type)
            .Select(c => new Candidate { At = c.GivenAt, Id = c.SubscriberId, CellState = c.State });
    }

    // Who has given one of the named cells is contactable for something, so that state leads there too.
    private bool LedByState => _sort == SortBy.LastActivity && _filter is { State: not null, NamesCells: false, OnHold: false } or { State: Standing.Contactable, OnHold: false };

    private IQueryable<Consent> Cells()
    {
        var cells = _db.Consents.Where(c => c.Kind == ConsentKind.Contact);
        if (_filter.SenderId is { } sender)
        {
            // The sum keeps SQLite from the index that begins with the sender: it covers the question, and would read all
            // of the sender's cells for each person, where the key has hers together.
            cells = cells.Where(c => c.SenderId + 0 == sender);
        }

        if (_filter.Channel is { } channel)
        {
            cells = cells.Where(c => c.Channel == channel);
        }

        return _filter.MessageType is { } type ? cells.Where(c => c.MessageType == type) : cells;
    }

    private void AddCellTests()
    {
        if (_sort == SortBy.OptedIn)
        {
            if (_filter.State is { } state && Standings.StateOf(state) is { } cellState)
            {
                Test(row => row.CellState == cellState);
                TestStandingAllows(state);
            }

            return;
        }

        if (_filter.HasOptInDates)
        {
            var (from, before) = (From(_filter.OptedInFrom) ?? Times.NotYet.AddMilliseconds(1), Before(_filter.OptedInTo) ?? Times.Never);
            var agreed = Cells().Where(c => c.GivenAt >= from && c.GivenAt < before);
            Probe(row => agreed.Any(c => c.SubscriberId == row.Id));
        }

        if (_filter.NamesCells)
        {
            AddNamedCellTests();
        }
    }

    // The state of named cells is their summary, as the list shows it: the cell that counts most is there, and none that counts for more.
    private void AddNamedCellTests()
    {
        var cells = Cells();
        if (_filter.State is Standing.None)
        {
            TestStandingAllows(Standing.None);
            Probe(row => !cells.Any(c => c.SubscriberId == row.Id));
        }
        else if (_filter.State is { } state && Standings.StateOf(state) is { } cellState)
        {
            TestStandingAllows(state);
            Probe(row => cells.Any(c => c.SubscriberId == row.Id && c.State == cellState));
            if (!_filter.NamesOneCell && Standings.Outranking(state) is { Count: > 0 } more)
            {
                Probe(row => !cells.Any(c => c.SubscriberId == row.Id && more.Contains(c.State)));
            }
        }
        else
        {
            Probe(row => cells.Any(c => c.SubscriberId == row.Id));
        }
    }

    private void AddSubscriberTests()
    {
        // Restricted and erased are no summary of cells, whichever are named.
        if (!LedByState && _filter.State is { } standing && (!_filter.NamesCells || standing is Standing.Restricted or Standing.Erased))
        {
            Test(row => row.Standing == standing);
        }

        if (_filter.Region is { } region)
        {
            Test(row => row.Region == region);
        }

        if (_filter.CollectionPointId is { } point)
        {
            Test(row => row.CollectionPointId == point);
        }

        if (_sort != SortBy.LastActivity && From(_filter.ActiveFrom) is { } from)
        {
            Test(row => row.LastActivityAt >= from);
        }

        if (_sort != SortBy.LastActivity && Before(_filter.ActiveTo) is { } before)
        {
            Test(row => row.LastActivityAt < before);
        }

        // Every test in this order has to look the person up.
        _probes |= _sort == SortBy.OptedIn;
    }

    // Standing in the index says most of it, before anything is looked up.
    private void TestStandingAllows(Standing state)
    {
        var allowed = Standings.AtLeast(state);
        if (!LedByState)
        {
            Test(row => allowed.Contains(row.Standing));
        }
    }

    private void Test(Expression<Func<Candidate, bool>> test) => _tests.Add(test);

    private void Probe(Expression<Func<Candidate, bool>> test)
    {
        _tests.Add(test);
        _probes = true;
    }

    private static DateTime? From(DateOnly? day) => day?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static DateTime? Before(DateOnly? day) => day?.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}

/// <summary>A row that may be on the page, with what the conditions ask of it.</summary>
internal sealed class Candidate : Keyed
{
    public ConsentState CellState { get; init; }

    public Standing Standing { get; init; }

    public string Region { get; init; } = "";

    public long? CollectionPointId { get; init; }

    public DateTime LastActivityAt { get; init; }
}

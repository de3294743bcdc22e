using ConsentDashboard.Data;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers;

/// <summary>Reads the list. What a page costs depends on the page, never on how many subscribers there are.</summary>
public sealed class SubscriberQueries(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, TimeProvider clock)
{
    internal SearchBudgets Budgets { get; init; } = SearchBudgets.Default;

    /// <param name="filter">Whom to look for.</param>
    /// <param name="sort">In which order.</param>
    /// <param name="cursor">Where to go on, from a page of the same filter and order; under any other it is refused and the first page comes instead.</param>
    /// <param name="move">In which direction.</param>
    /// <param name="size">Rows a page.</param>
    /// <param name="patience">How long to look again where the budget ends before the page is full; none: look once.</param>
    /// <param name="cancellation">Stops between two looks.</param>
    /// <exception cref="ArgumentException">The order is not offered under this filter.</exception>
    public async Task<SubscriberPage> SearchAsync(
        SubscriberFilter filter,
        SubscriberSort sort,
        Cursor? cursor = null,
        PageMove move = PageMove.First,
        int size = SearchBudgets.PageSize,
        TimeSpan patience = default,
        CancellationToken cancellation = default)
    {
        if (!SubscriberSort.Offered(filter).Contains(sort.By))
        {
            throw new ArgumentException($"The order {sort.By} is not offered under this filter.", nameof(sort));
        }

        var shape = new ListShape((byte)sort.By, sort.Descending, filter.Digest());
        var refused = cursor is not null && cursor.Shape != shape;
        if (refused || cursor is null || move is PageMove.First or PageMove.Last)
        {
            (cursor, move) = (null, move == PageMove.Last ? PageMove.Last : PageMove.First);
        }

        await using var db = await OpenAsync(cancellation);
        var until = clock.GetTimestamp() + (long)(patience.TotalSeconds * clock.TimestampFrequency);
        var plan = new SubscriberPlan(db, filter, sort.By, Budgets);
        var keys = await new SubscriberKeys(plan, shape, size, () => clock.GetTimestamp() < until).ReadAsync(cursor, move, cancellation);
        var rows = await new SubscriberRows(db, vault, clock).ReadAsync(keys.Ids, filter, cancellation);
        return new(rows, keys.Previous, keys.Next, keys.Partial, refused);
    }

    /// <summary>How many the filter finds, as far as a bounded look can tell; asked after the page is shown.</summary>
    public async Task<SubscriberCount> CountAsync(SubscriberFilter filter, CancellationToken cancellation = default)
    {
        await using var db = await OpenAsync(cancellation);

        // Ids come from the ledger's head without gaps, and no row ever goes.
        var total = await db.LedgerHead.Select(head => head.LastSubscriberId).SingleAsync(cancellation);
        if (filter.IsEmpty)
        {
            return new(total, CountKind.Exact);
        }

        var offered = SubscriberSort.Offered(filter);
        var plan = new SubscriberPlan(db, filter, offered.Contains(SortBy.OptedIn) ? SortBy.OptedIn : SortBy.LastActivity, Budgets);
        var segment = plan.Rows.Beyond(null, plan.Range(descending: true))[0];
        var budget = plan.Budget * SearchBudgets.CountFactor;
        var found = plan.Tests
            ? await segment.Take(SearchBudgets.CountCap + 1, budget, plan.Matching).CountAsync(cancellation)
            : await segment.Take(SearchBudgets.CountCap + 1).CountAsync(cancellation);
        return found switch
        {
            > SearchBudgets.CountCap => new(SearchBudgets.CountCap, CountKind.MoreThan),
            _ when !plan.Tests || !await segment.End(budget).AnyAsync(cancellation) => new(found, CountKind.Exact),
            > 0 when plan.LedByNothing => new((long)((double)found * total / budget), CountKind.About),
            _ => new(found, CountKind.MoreThan),
        };
    }

    /// <summary>Some rows again, in the order given.</summary>
    public async Task<IReadOnlyList<SubscriberRow>> RefreshAsync(IReadOnlyList<long> ids, SubscriberFilter filter, CancellationToken cancellation = default)
    {
        await using var db = await OpenAsync(cancellation);
        return await new SubscriberRows(db, vault, clock).ReadAsync(ids, filter, cancellation);
    }

    /// <summary>Whose number ends in these four digits, the last added first.</summary>
    /// <param name="before">The id of the last row of the page before.</param>
    public async Task<SubscriberMatches> FindByLastFourAsync(string lastFour, long? before = null, CancellationToken cancellation = default)
    {
        await using var db = await OpenAsync(cancellation);
        var generation = await db.LedgerHead.Select(head => head.IndexGeneration).SingleAsync(cancellation);
        var ids = await LastFour(db, vault.LastFourIndex(lastFour, generation), before ?? long.MaxValue).ToListAsync(cancellation);
        var rows = await new SubscriberRows(db, vault, clock).ReadAsync([.. ids.Take(SearchBudgets.PageSize)], SubscriberFilter.None, cancellation);
        return new(rows, ids.Count > SearchBudgets.PageSize);
    }

    /// <summary>What the filters offer: senders and collection points are few.</summary>
    public async Task<SubscriberChoices> ChoicesAsync(CancellationToken cancellation = default)
    {
        await using var db = await OpenAsync(cancellation);
        return new(
            await db.Senders.OrderBy(s => s.Id).Select(s => new Choice(s.Id, s.PublicId, s.Name, s.DefaultRegion)).ToListAsync(cancellation),
            await db.CollectionPoints.OrderBy(p => p.Name).Select(p => new Choice(p.Id, p.PublicId, p.Name, p.DefaultRegion)).ToListAsync(cancellation));
    }

    internal static IQueryable<long> LastFour(DashboardDbContext db, byte[] index, long before) => db.Subscribers
        .Where(s => s.LastFourIndex == index && s.Id < before)
        .OrderByDescending(s => s.Id)
        .Select(s => s.Id)
        .Take(SearchBudgets.PageSize + 1);

    // One connection for all statements of a request, instead of one with its settings for each.
    private async Task<DashboardDbContext> OpenAsync(CancellationToken cancellation)
    {
        var db = await contexts.CreateDbContextAsync(cancellation);
        try
        {
            await db.Database.OpenConnectionAsync(cancellation);
            return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }
}

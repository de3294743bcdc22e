using ConsentDashboard.Data;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers;

/// <summary>Reads the list. What a page costs depends on the page, never on how many subscribers there are.</summary>
public sealed class SubscriberQueries(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, TimeProvider clock)
{
    /// <param name="cursor">Where to go on, from a page of the same filter and order; under any other it is refused and the first page comes instead.</param>
    /// <exception cref="ArgumentException">The order is not offered under this filter.</exception>
    public async Task<SubscriberPage> SearchAsync(
        SubscriberFilter filter, SubscriberSort sort, Cursor? cursor = null, PageMove move = PageMove.First, int size = SearchBudgets.Page, CancellationToken cancellation = default)
    {
        if (!SubscriberSort.Offered(filter).Contains(sort.By))
        {
            throw new ArgumentException($"The order {sort.By} is not offered under this filter.", nameof(sort));
        }

        var shape = new ListShape((byte)sort.By, sort.Descending, filter.Digest());
        var refused = cursor is not null && cursor.Shape != shape;
        if (refused || cursor is null)
        {
            (cursor, move) = (null, move == PageMove.Last ? PageMove.Last : PageMove.First);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);

        // One connection for all statements of the page, instead of one with its settings for each.
        await db.Database.OpenConnectionAsync(cancellation);
        var keys = await new SubscriberKeys(new(db, filter, sort.By), shape, size).ReadAsync(cursor, move, cancellation);
        var rows = await new SubscriberRows(db, vault, clock).ReadAsync(keys.Ids, filter, cancellation);
        return new(rows, keys.Previous, keys.Next, keys.Partial, refused);
    }

    /// <summary>Some rows again, in the order given; those that are gone are left out.</summary>
    public async Task<IReadOnlyList<SubscriberRow>> RefreshAsync(IReadOnlyList<long> ids, SubscriberFilter filter, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        return await new SubscriberRows(db, vault, clock).ReadAsync(ids, filter, cancellation);
    }
}

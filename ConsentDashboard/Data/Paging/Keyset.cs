using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Paging;

namespace ConsentDashboard.Data.Paging;

/// <summary>The keys of a row in a list that is ordered by a time and then by id, or by id alone.</summary>
public class Keyed
{
    public DateTime At { get; init; }

    public long Id { get; init; }
}

/// <summary>How a range of an index is read.</summary>
/// <param name="Descending">From the high end.</param>
/// <param name="ById">Ordered by id alone.</param>
/// <param name="From">The earliest time; null: none.</param>
/// <param name="Before">The time after the latest; null: none.</param>
public readonly record struct KeyRange(bool Descending, bool ById = false, DateTime? From = null, DateTime? Before = null);

/// <summary>One range of an index, in the order of reading.</summary>
public sealed class KeySegment<T>(IQueryable<T> rows, bool descending, bool byId)
    where T : Keyed
{
    /// <summary>The first rows that match, found among the first <paramref name="budget"/> rows of the range.</summary>
    public IQueryable<T> Take(int count, int budget, Func<IQueryable<T>, IQueryable<T>> matching) =>
        Order(matching(Order(rows).Take(budget))).Take(count);

    /// <summary>The first rows of the range, where nothing else has to match.</summary>
    public IQueryable<T> Take(int count) => Order(rows).Take(count);

    /// <summary>The last row that the budget pays for; none where the range ends before.</summary>
    public IQueryable<T> End(int budget) => Order(rows).Skip(budget - 1).Take(1);

    private IQueryable<T> Order(IQueryable<T> some) => (byId, descending) switch
    {
        (true, true) => some.OrderByDescending(row => row.Id),
        (true, false) => some.OrderBy(row => row.Id),
        (false, true) => some.OrderByDescending(row => row.At).ThenByDescending(row => row.Id),
        _ => some.OrderBy(row => row.At).ThenBy(row => row.Id),
    };
}

public static class Keyset
{
    /// <summary>
    /// What lies beyond a place, as segments to be read one after the other. Rows of the very same time are a segment of
    /// their own: in one condition with the rest, a database reads all of them to find where to go on, and a hundred
    /// thousand imported people share one time.
    /// </summary>
    public static IReadOnlyList<KeySegment<T>> Beyond<T>(this IQueryable<T> rows, Cursor? from, KeyRange range)
        where T : Keyed
    {
        if (from is null)
        {
            return [new(rows.Within(range), range.Descending, range.ById)];
        }

        // One more or one less makes the same strict comparison hold the row itself.
        var id = from.Inclusive ? from.Id + (range.Descending ? 1 : -1) : from.Id;
        var beyondId = range.Descending ? rows.Where(row => row.Id < id) : rows.Where(row => row.Id > id);
        if (range.ById)
        {
            return [new(range.Descending ? beyondId.Within(range) : beyondId, range.Descending, byId: true)];
        }

        // The place lies within the range, so it replaces the range's end on its side: with two bounds on one side a
        // database seeks by either of them.
        var at = Times.FromUnixMilliseconds(from.Value);
        var rest = range.Descending
            ? rows.Where(row => row.At < at).Within(range with { Before = null })
            : rows.Where(row => row.At > at).Within(range with { From = null });
        return
        [
            new(beyondId.Where(row => row.At == at), range.Descending, byId: true),
            new(rest, range.Descending, byId: false),
        ];
    }

    private static IQueryable<T> Within<T>(this IQueryable<T> rows, KeyRange range)
        where T : Keyed
    {
        if (range.ById)
        {
            // Ids are positive; a bound makes even the first page a range of the key.
            rows = rows.Where(row => row.Id > 0);
        }

        if (range.From is { } from)
        {
            rows = rows.Where(row => row.At >= from);
        }

        if (range.Before is { } before)
        {
            rows = rows.Where(row => row.At < before);
        }

        return rows;
    }
}

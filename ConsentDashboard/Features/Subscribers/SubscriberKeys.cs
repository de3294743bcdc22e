using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Paging;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers;

/// <summary>The ids of one page, and the places before and after it.</summary>
internal sealed record KeyPage(IReadOnlyList<long> Ids, Cursor? Previous, Cursor? Next, bool Partial);

/// <summary>Finds the keys of one page.</summary>
/// <param name="mayGoOn">Asked where the budget of a look ends: whether there is time for another.</param>
internal sealed class SubscriberKeys(SubscriberPlan plan, ListShape shape, int size, Func<bool> mayGoOn)
{
    public async Task<KeyPage> ReadAsync(Cursor? place, PageMove move, CancellationToken cancellation)
    {
        var backwards = move is PageMove.Previous or PageMove.Last;
        var (found, end) = await FindAsync(place, shape.Descending != backwards, cancellation);
        if (backwards && place is not null && end is null && found.Count < size
            && await ReadAsync(null, PageMove.First, cancellation) is { Partial: false } first)
        {
            // Back at the start, a short page gives way to the first one, which is full.
            return first;
        }

        var ahead = found.Count > size ? At(found[size - 1]) : end is null ? null : At(end);
        var behind = place is null ? null : found.Count > 0 ? At(found[0]) : place with { Inclusive = !place.Inclusive };
        var ids = found.Take(size).Select(row => row.Id);
        var partial = end is not null && found.Count < size;
        return backwards
            ? new([.. ids.Reverse()], Previous: ahead, Next: behind, partial)
            : new([.. ids], Previous: behind, Next: ahead, partial);
    }

    /// <returns>Up to one row more than the page holds, in the order of reading; and the last row examined where the budget ended before the rows did.</returns>
    private async Task<(List<Keyed> Found, Keyed? End)> FindAsync(Cursor? place, bool descending, CancellationToken cancellation)
    {
        List<Keyed> found = [];
        var end = await LookAsync(place, descending, found, cancellation);
        while (end is not null && mayGoOn())
        {
            cancellation.ThrowIfCancellationRequested();
            end = await LookAsync(At(end), descending, found, cancellation);
        }

        return (found, end);
    }

    private async Task<Keyed?> LookAsync(Cursor? place, bool descending, List<Keyed> found, CancellationToken cancellation)
    {
        foreach (var segment in plan.Rows.Beyond(place, plan.Range(descending)))
        {
            var wanted = size + 1 - found.Count;
            var query = plan.Tests ? segment.Take(wanted, plan.Budget, plan.Matching) : segment.Take(wanted);
            found.AddRange(await Keys(query).ToListAsync(cancellation));
            if (found.Count > size)
            {
                return null;
            }

            if (plan.Tests && await Keys(segment.End(plan.Budget)).FirstOrDefaultAsync(cancellation) is { } end)
            {
                return end;
            }
        }

        return null;
    }

    internal static IQueryable<Keyed> Keys(IQueryable<Candidate> rows) => rows.Select(row => new Keyed { At = row.At, Id = row.Id });

    private Cursor At(Keyed row) => new(shape, row.At.ToUnixMilliseconds(), row.Id);
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace ConsentDashboard.Benchmarks;

/// <summary>What a grid asks of the server as the common admin templates answer it: COUNT, then OFFSET.</summary>
internal sealed class NaiveSubscriberQueries(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, TimeProvider clock)
{
    public async Task<GridData<SubscriberRow>> ReadAsync(GridState<SubscriberRow> state, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = db.Subscribers.AsNoTracking();
        foreach (var filter in state.FilterDefinitions)
        {
            found = filter.Value switch
            {
                Standing standing => found.Where(s => s.Standing == standing),
                string region => found.Where(s => s.Region == region),
                _ => found,
            };
        }

        var total = await found.CountAsync(cancellation);
        var ordered = state.SortDefinitions.FirstOrDefault() is { Descending: false }
            ? found.OrderBy(s => s.LastActivityAt).ThenBy(s => s.Id)
            : found.OrderByDescending(s => s.LastActivityAt).ThenByDescending(s => s.Id);
        var ids = await ordered.Skip(state.Page * state.PageSize).Take(state.PageSize).Select(s => s.Id).ToListAsync(cancellation);
        var rows = await new SubscriberRows(db, vault, clock).ReadAsync(ids, SubscriberFilter.None, cancellation);
        return new() { TotalItems = total, Items = [.. rows] };
    }
}

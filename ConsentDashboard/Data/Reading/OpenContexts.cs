using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data.Reading;

/// <summary>
/// Contexts whose connection stays open, for a read that is asked for thousands of times a second: opening one costs more
/// than such a read. They must track nothing.
/// </summary>
public sealed class OpenContexts(IDbContextFactory<DashboardDbContext> contexts) : IDisposable
{
    private static readonly int Most = Environment.ProcessorCount * 2;

    private readonly ConcurrentBag<DashboardDbContext> _free = [];
    private volatile bool _disposed;

    /// <param name="read">Awaits nothing but the database, and keeps nothing of the context.</param>
    public async Task<T> ReadAsync<T>(Func<DashboardDbContext, Task<T>> read, CancellationToken cancellation = default)
    {
        if (!_free.TryTake(out var db))
        {
            db = await contexts.CreateDbContextAsync(cancellation);
            await db.Database.OpenConnectionAsync(cancellation);
        }

        var isGood = false;
        try
        {
            var answer = await read(db);
            isGood = true;
            return answer;
        }
        finally
        {
            // A connection on which something failed is not used again.
            if (isGood && !_disposed && _free.Count < Most)
            {
                _free.Add(db);
            }
            else
            {
                await db.DisposeAsync();
            }
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_free.TryTake(out var db))
        {
            db.Dispose();
        }
    }
}

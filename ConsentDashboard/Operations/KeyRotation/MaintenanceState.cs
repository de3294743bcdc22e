using ConsentDashboard.Data;
using ConsentDashboard.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.KeyRotation;

/// <summary>Whether the doors are shut because the index is being wrapped. Looks at the database at most once a second.</summary>
public sealed class MaintenanceState(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<bool> _reading = Task.FromResult(false);
    private long _readAt;
    private bool _hasRead;

    public Task<bool> IsOnAsync()
    {
        lock (_lock)
        {
            // A reading that failed is not kept; one under way is shared.
            if (!_hasRead || _reading.IsFaulted || clock.GetElapsedTime(_readAt) >= Fresh)
            {
                (_reading, _readAt, _hasRead) = (ReadAsync(), clock.GetTimestamp(), true);
            }

            return _reading;
        }
    }

    private async Task<bool> ReadAsync()
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.LedgerHead.Select(h => h.Mode).SingleAsync() == LedgerMode.Maintenance;
    }
}

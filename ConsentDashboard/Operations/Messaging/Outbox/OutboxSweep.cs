using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Messaging.Outbox;

/// <summary>Erases what the outbox still holds after 30 days: texts that never left, those that demo mode keeps, and what gateways said.</summary>
public sealed class OutboxSweep(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    public static readonly TimeSpan Keeping = TimeSpan.FromDays(30);

    private const int Slice = 500;

    // Rows are enqueued in the order of their ids, so what was looked at once is never read again.
    private long _swept;

    /// <returns>How many messages lost their content.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation = default)
    {
        var limit = clock.UtcMilliseconds() - Keeping;
        var erased = 0;
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var rows = await db.Outbox.Where(m => m.Id > _swept).OrderBy(m => m.Id).Take(Slice)
                .Select(m => new { m.Id, m.CreatedAt, Holds = m.PayloadCipher != null || m.LastError != null })
                .ToListAsync(cancellation);
            var old = rows.TakeWhile(row => row.CreatedAt <= limit).ToList();
            var full = old.Where(row => row.Holds).Select(row => row.Id).ToList();
            if (full.Count > 0)
            {
                erased += await EraseAsync(db, full, cancellation);
            }

            if (old.Count > 0)
            {
                _swept = old[^1].Id;
            }

            if (old.Count < Slice)
            {
                return erased;
            }
        }
    }

    private async Task<int> EraseAsync(DashboardDbContext db, List<long> ids, CancellationToken cancellation)
    {
        var tooOld = $"{FailureKind.TooOld}";
        using (await gate.EnterAsync(WritePriority.Bulk, cancellation))
        {
            return await db.Outbox.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(
                set => set
                    .SetProperty(m => m.LastError, m => m.DeliveredAt == null && m.DueAt < Times.Never ? tooOld : null)
                    .SetProperty(m => m.DueAt, m => m.DeliveredAt == null ? Times.Never : m.DueAt)
                    .SetProperty(m => m.PayloadCipher, (byte[]?)null),
                cancellation);
        }
    }
}

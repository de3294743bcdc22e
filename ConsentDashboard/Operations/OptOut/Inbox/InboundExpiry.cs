using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.OptOut.Inbox;

/// <summary>
/// Empties messages whose days are over. One that may be an opt-out keeps its text until somebody has read it; a sample
/// that nobody looked at is no longer offered.
/// </summary>
public sealed class InboundExpiry(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    internal const int Slice = 500;

    /// <returns>How many messages lost their text.</returns>
    public async Task<int> ExpireAsync(CancellationToken cancellation = default)
    {
        var (now, after, erased) = (clock.UtcMilliseconds(), new Place(Times.NotYet, 0), 0);
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var due = await Due(db, now, after).ToListAsync(cancellation);
            var over = due.Where(row => !row.IsNeeded).Select(row => row.Id).ToList();
            if (over.Count > 0)
            {
                erased += await EraseAsync(db, over, cancellation);
            }

            if (due.Count < Slice)
            {
                return erased;
            }

            after = new(due[^1].At, due[^1].Id);
        }
    }

    internal static IQueryable<DueText> Due(DashboardDbContext db, DateTime now, Place after) => db.InboundMessages
        .Where(m => m.TextCipher != null && m.TextExpiresAt <= now && m.TextExpiresAt >= after.At && (m.TextExpiresAt > after.At || m.Id > after.Id))
        .OrderBy(m => m.TextExpiresAt).ThenBy(m => m.Id)
        .Take(Slice)
        .Select(m => new DueText(m.Id, m.TextExpiresAt, m.State == InboxState.Waiting && m.Reason != InboxReason.Sample));

    private async Task<int> EraseAsync(DashboardDbContext db, List<long> ids, CancellationToken cancellation)
    {
        using (await gate.EnterAsync(WritePriority.Bulk, cancellation))
        {
            return await db.InboundMessages
                .Where(m => ids.Contains(m.Id) && (m.State != InboxState.Waiting || m.Reason == InboxReason.Sample))
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(m => m.State, m => m.State == InboxState.Waiting ? InboxState.None : m.State)
                        .SetProperty(m => m.TextCipher, (byte[]?)null)
                        .SetProperty(m => m.FromCipher, (byte[]?)null)
                        .SetProperty(m => m.VerdictWords, (string?)null)
                        .SetProperty(m => m.Version, m => m.Version + 1),
                    cancellation);
        }
    }

    internal sealed record Place(DateTime At, long Id);

    /// <param name="IsNeeded">Somebody still has to read it.</param>
    internal sealed record DueText(long Id, DateTime At, bool IsNeeded);
}

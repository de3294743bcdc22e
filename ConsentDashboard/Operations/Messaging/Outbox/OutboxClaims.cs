using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Messaging.Outbox;

/// <summary>
/// Takes due messages for one process, and notes what came of them. A message given up is due never: it stays as a record
/// and blocks nobody. Each write is one small transaction in the turn of single acts, because a person waits for her code.
/// </summary>
public sealed class OutboxClaims(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, MessagesOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private readonly string _process = $"{Environment.MachineName[..Math.Min(Environment.MachineName.Length, 40)]}/{Environment.ProcessId}";

    /// <summary>Until a claim ends, nobody else sends the message; longer than any try takes.</summary>
    public TimeSpan Lease => TimeSpan.FromSeconds(options.Timeout * 2) + Slack;

    /// <summary>Claims the heads of lanes that are due; another process that wants the same ones gets others.</summary>
    /// <param name="endpoint">Where to: texts, or one webhook.</param>
    public async Task<IReadOnlyList<OutboxMessage>> ClaimAsync(int most, string endpoint = TextMessages.Endpoint)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var now = clock.UtcMilliseconds();
        var ids = await Due(db, now, endpoint).OrderBy(m => m.DueAt).Take(most).Select(m => m.Id).ToListAsync();
        if (ids.Count == 0)
        {
            return [];
        }

        var claim = $"{_process}/{Guid.CreateVersion7():N}";
        var until = now + Lease;
        using (await gate.EnterAsync(WritePriority.Act))
        {
            await Due(db, now, endpoint).Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(set => set
                .SetProperty(m => m.ClaimedBy, claim)
                .SetProperty(m => m.ClaimedUntil, until)
                .SetProperty(m => m.Tries, m => m.Tries + 1));
        }

        return await db.Outbox.AsNoTracking().Where(m => ids.Contains(m.Id) && m.ClaimedBy == claim).OrderBy(m => m.Id).ToListAsync();
    }

    /// <param name="settlements">What came of claimed messages.</param>
    /// <param name="also">What is noted in the same transaction.</param>
    public async Task SettleAsync(IReadOnlyList<Settlement> settlements, Func<DashboardDbContext, Task>? also = null)
    {
        var now = clock.UtcMilliseconds();
        using (await gate.EnterAsync(WritePriority.Act))
        {
            await using var db = await contexts.CreateDbContextAsync();
            await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                foreach (var delivered in settlements.Where(s => s.Verdict == Verdict.Delivered).GroupBy(s => (KeepsText: options.ShowsTexts && s.Row.Endpoint == TextMessages.Endpoint, s.Status)))
                {
                    await DeliveredAsync(db, [.. delivered.Select(s => s.Row.Id)], delivered.Key.KeepsText, delivered.Key.Status, now);
                }

                foreach (var settlement in settlements.Where(s => s.Verdict != Verdict.Delivered))
                {
                    await FailedAsync(db, settlement);
                }

                await (also?.Invoke(db) ?? Task.CompletedTask);
                await transaction.CommitAsync();
            });
        }
    }

    /// <summary>What can be sent now: unclaimed, and the oldest of its lane. Who belongs to nobody stands in no lane.</summary>
    internal static IQueryable<OutboxMessage> Due(DashboardDbContext db, DateTime now, string endpoint = TextMessages.Endpoint) => OutboxBacklog.Waiting(db, endpoint)
        .Where(m => m.DueAt <= now && m.ClaimedUntil <= now
            // Neither less nor more, because of == Entity Framework makes an OR for nulls, which no index serves.
            && !db.Outbox.Any(older => older.Endpoint == endpoint && older.SubscriberId >= m.SubscriberId && older.SubscriberId <= m.SubscriberId
                && older.DeliveredAt == null && older.DueAt < Times.Never && older.Id < m.Id));

    // Also where the claim has ended meanwhile: the text has left, whoever else holds the row now.
    private static async Task DeliveredAsync(DashboardDbContext db, List<long> ids, bool keepsText, short? status, DateTime now)
    {
        var rows = db.Outbox.Where(m => ids.Contains(m.Id) && m.DeliveredAt == null);
        if (keepsText)
        {
            await rows.ExecuteUpdateAsync(set => set.SetProperty(m => m.DeliveredAt, now).SetProperty(m => m.LastError, (string?)null).SetProperty(m => m.ClaimedBy, (string?)null));
            return;
        }

        await rows.ExecuteUpdateAsync(set => set
            .SetProperty(m => m.DeliveredAt, now)
            .SetProperty(m => m.LastStatus, status)
            .SetProperty(m => m.PayloadCipher, (byte[]?)null)
            .SetProperty(m => m.LastError, (string?)null)
            .SetProperty(m => m.ClaimedBy, (string?)null));
    }

    private static async Task FailedAsync(DashboardDbContext db, Settlement settlement)
    {
        var (id, claim, error, status) = (settlement.Row.Id, settlement.Row.ClaimedBy, settlement.Failure?.ToString(), settlement.Status);
        var row = db.Outbox.Where(m => m.Id == id && m.ClaimedBy == claim && m.DeliveredAt == null);
        if (settlement.Verdict == Verdict.Later)
        {
            var dueAt = settlement.DueAt;
            await row.ExecuteUpdateAsync(set => set
                .SetProperty(m => m.DueAt, dueAt)
                .SetProperty(m => m.LastError, error)
                .SetProperty(m => m.LastStatus, status)
                .SetProperty(m => m.ClaimedBy, (string?)null)
                .SetProperty(m => m.ClaimedUntil, Times.NotYet));
            return;
        }

        await row.ExecuteUpdateAsync(set => set
            .SetProperty(m => m.DueAt, Times.Never)
            .SetProperty(m => m.PayloadCipher, (byte[]?)null)
            .SetProperty(m => m.LastError, error)
            .SetProperty(m => m.ClaimedBy, (string?)null)
            .SetProperty(m => m.ClaimedUntil, Times.NotYet));
    }
}

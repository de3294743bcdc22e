using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// The ledger's head row decides who writes. Whoever takes it is alone until the end of her transaction: no act is
/// recorded, nobody is erased, no key turns, and nobody is put on hold between what she reads after it and her commit.
/// </summary>
internal static class LedgerHeads
{
    // On SQLite the transaction has the write lock already. On SQL Server a read takes nothing: whoever read first and
    // wrote then would find the row moved, as often as others are quicker; a write that changes nothing waits its turn.
    public static Task TakeAsync(DashboardDbContext db, CancellationToken cancellation = default) =>
        db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Seq, h => h.Seq), cancellation);
}

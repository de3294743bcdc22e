using ConsentDashboard.Data;
using ConsentDashboard.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Support;

internal static class Seeding
{
    /// <summary>The ledger's single row, where the migrations have not brought it.</summary>
    public static async Task LedgerHeadAsync(DashboardDbContext db)
    {
        if (!await db.LedgerHead.AnyAsync())
        {
            db.Add(new LedgerHead());
            await db.SaveChangesAsync();
        }
    }
}

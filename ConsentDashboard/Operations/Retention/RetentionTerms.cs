using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>How long the senders keep the proof of a withdrawn consent.</summary>
/// <param name="Months">A number of months.</param>
/// <param name="Senders">Who keeps it so long.</param>
internal sealed record RetentionTerm(int Months, IReadOnlyList<long> Senders)
{
    public static async Task<IReadOnlyList<RetentionTerm>> ReadAsync(DashboardDbContext db, CancellationToken cancellation)
    {
        var senders = await db.Senders.AsNoTracking().Select(s => new { s.Id, s.ProofRetentionMonths }).ToListAsync(cancellation);
        return [.. senders.GroupBy(s => s.ProofRetentionMonths).OrderBy(term => term.Key).Select(term => new RetentionTerm(term.Key, [.. term.Select(s => s.Id)]))];
    }
}

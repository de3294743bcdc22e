using System.Runtime.CompilerServices;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Reports;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Readings;

internal sealed record AccessEntry(long Id, DateTime At, string Actor, string ActorName, AuditAction Action, long? SubscriberId, string? Subject);

internal sealed record AccessedPerson(long Id, PublicId PublicId);

/// <summary>Entries of the audit trail that tell of somebody seeing or taking personal data. An index leads to them: the others are not read.</summary>
internal sealed class AccessEntries(DashboardDbContext db)
{
    private const int Slice = 5_000;

    public static readonly AuditAction[] Actions =
    [
        AuditAction.NumberRevealed, AuditAction.SubscriberFound, AuditAction.EvidenceViewed, AuditAction.MessageViewed,
        AuditAction.BundleExported, AuditAction.ExportFinished, AuditAction.ExportDownloaded, AuditAction.VerdictsDownloaded,
    ];

    // Entries that wait for the same commit may stand in another order than their times.
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(1);

    /// <summary>All of the period, action by action, the oldest of each first; a statement a slice.</summary>
    public async IAsyncEnumerable<AccessEntry> ReadAsync(ReportRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var end = request.To.AddDays(1);
        var (first, last) = (await FirstIdSinceAsync(request.From - Disorder, cancellation), await FirstIdSinceAsync(end + Disorder, cancellation) - 1);
        foreach (var action in Actions)
        {
            List<AccessEntry> slice;
            var after = first - 1;
            do
            {
                slice = await Between(db, action, after, last).ToListAsync(cancellation);
                foreach (var entry in slice.Where(entry => entry.At >= request.From && entry.At < end))
                {
                    yield return entry;
                }

                after = slice.Count > 0 ? slice[^1].Id : last;
            }
            while (slice.Count == Slice);
        }
    }

    internal static IQueryable<AccessEntry> Between(DashboardDbContext db, AuditAction action, long after, long last) => db.AuditEntries
        .Where(entry => entry.Action == action && entry.Id > after && entry.Id <= last)
        .OrderBy(entry => entry.Id)
        .Take(Slice)
        .Select(entry => new AccessEntry(entry.Id, entry.At, entry.Actor, entry.ActorName, entry.Action, entry.SubscriberId, entry.Subject));

    // Times grow with ids, so a period is found by halving instead of by an index on the time.
    private async Task<long> FirstIdSinceAsync(DateTime time, CancellationToken cancellation)
    {
        long low = 1;
        var high = await db.AuditEntries.OrderByDescending(entry => entry.Id).Select(entry => entry.Id).FirstOrDefaultAsync(cancellation) + 1;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var at = await db.AuditEntries.Where(entry => entry.Id >= middle).OrderBy(entry => entry.Id).Select(entry => entry.At).FirstAsync(cancellation);
            (low, high) = at < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    internal static IQueryable<AccessedPerson> People(DashboardDbContext db, IReadOnlyCollection<long> ids) =>
        db.Subscribers.Where(s => ids.Contains(s.Id)).Select(s => new AccessedPerson(s.Id, s.PublicId));
}

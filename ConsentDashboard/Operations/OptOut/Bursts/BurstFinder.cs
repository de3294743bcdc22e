using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.OptOut.Bursts;

/// <summary>Groups the asserted withdrawals that came too fast from one origin, and raises the alarm once.</summary>
public sealed class BurstFinder(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, BurstOptions options)
{
    private const int Slice = 500;
    private const int Attempts = 4;

    /// <summary>Looks at what was recorded from then on, and at what of before it may belong to that.</summary>
    /// <returns>How many withdrawals were put into a burst.</returns>
    public async Task<int> LookAsync(DateTime since, CancellationToken cancellation = default)
    {
        // One window for what belongs to the same burst, one for what was given its time before then and written after.
        var from = since - (2 * options.Window);
        var grouped = 0;
        foreach (var (origin, kind) in await SuspectsAsync(from, cancellation))
        {
            grouped += await GroupAsync(origin, kind, from, cancellation);
        }

        return grouped;
    }

    internal static IQueryable<WithdrawalOrigin> Loose(DashboardDbContext db, DateTime from) => db.WithdrawalOrigins.Where(o => o.At >= from && o.BurstId == null && o.Kind != OriginKind.ApiKey);

    private async Task<List<(byte[] Origin, OriginKind Kind)>> SuspectsAsync(DateTime from, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var counts = await Loose(db, from).GroupBy(o => new { o.Origin, o.Kind })
            .Select(g => new { g.Key.Origin, g.Key.Kind, Count = g.Count() })
            .ToListAsync(cancellation);
        if (counts.Count == 0)
        {
            return [];
        }

        var open = await db.WithdrawalBursts.Where(b => b.ClosedAt == null).Select(b => b.Origin).ToListAsync(cancellation);
        return [.. counts.Where(c => options.ThresholdOf(c.Kind) is { } threshold && (c.Count >= threshold || open.Exists(o => o.AsSpan().SequenceEqual(c.Origin)))).Select(c => (c.Origin, c.Kind))];
    }

    private async Task<int> GroupAsync(byte[] origin, OriginKind kind, DateTime from, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Grouped found;
                using (await gate.EnterAsync(WritePriority.Act, cancellation))
                {
                    await using var db = await contexts.CreateDbContextAsync(cancellation);
                    found = await db.Database.CreateExecutionStrategy().ExecuteAsync(() => GroupAsync(db, origin, kind, from, cancellation));
                }

                if (found.Raised is { } raised)
                {
                    var details = JsonSerializer.Serialize(new { from = kind.ToString(), withdrawals = raised.Count, minutes = options.BurstMinutes });
                    await audit.RecordAsync(new(Actor.System("bursts"), AuditAction.BurstRaised, Subject: $"{raised.PublicId}", Details: details), CancellationToken.None);
                }

                return found.Count;
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Another process opened the burst between our look and our insert: now it is found.
            }
        }
    }

    private async Task<Grouped> GroupAsync(DashboardDbContext db, byte[] origin, OriginKind kind, DateTime from, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var burst = await db.WithdrawalBursts.AsNoTracking().FirstOrDefaultAsync(b => b.Origin == origin && b.ClosedAt == null, cancellation);
        var loose = await Loose(db, from).Where(o => o.Origin == origin).OrderBy(o => o.At).Select(o => new { o.EventId, o.At }).ToListAsync(cancellation);
        var isMember = BurstRules.Members([.. loose.Select(o => o.At)], burst is null ? null : (burst.FirstAt, burst.LastAt), options.Window, options.ThresholdOf(kind) ?? int.MaxValue);
        var members = loose.Where((_, index) => isMember[index]).ToList();
        if (members.Count == 0)
        {
            return new(0, null);
        }

        var raised = burst is null ? await OpenAsync(db, origin, kind, members[0].EventId, members[0].At, cancellation) : null;
        var id = (burst ?? raised!).Id;
        var count = 0;
        foreach (var ids in members.Select(o => o.EventId).Chunk(Slice))
        {
            count += await db.WithdrawalOrigins.Where(o => ids.Contains(o.EventId) && o.BurstId == null).ExecuteUpdateAsync(set => set.SetProperty(o => o.BurstId, id), cancellation);
        }

        if (count == 0)
        {
            // Another process has grouped them meanwhile: nothing of ours is kept.
            return new(0, null);
        }

        var (first, last) = (members[0].At, members[^1].At);
        await db.WithdrawalBursts.Where(b => b.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(b => b.Count, b => b.Count + count)
                .SetProperty(b => b.FirstAt, b => b.FirstAt < first ? b.FirstAt : first)
                .SetProperty(b => b.LastAt, b => b.LastAt > last ? b.LastAt : last)
                .SetProperty(b => b.Version, b => b.Version + 1),
            cancellation);
        await transaction.CommitAsync(cancellation);
        return new(count, raised is null ? null : (raised.PublicId, count));
    }

    private static async Task<WithdrawalBurst> OpenAsync(DashboardDbContext db, byte[] origin, OriginKind kind, long eventId, DateTime at, CancellationToken cancellation)
    {
        var burst = new WithdrawalBurst
        {
            PublicId = PublicId.Create(),
            Origin = origin,
            Kind = kind,
            Actor = kind == OriginKind.Address ? null : await db.ConsentEvents.Where(e => e.Id == eventId).Select(e => e.Actor).FirstOrDefaultAsync(cancellation),
            FirstAt = at,
            LastAt = at,
        };
        db.Add(burst);
        await db.SaveChangesAsync(cancellation);
        return burst;
    }

    private sealed record Grouped(int Count, (PublicId PublicId, int Count)? Raised);
}

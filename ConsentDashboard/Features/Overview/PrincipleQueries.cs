using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Counters;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Overview;

public sealed class PrincipleQueries(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    /// <summary>Due numbers are counted up to here; beyond, the exact number would cost more than it tells.</summary>
    public const int MostDue = 10_000;

    private static readonly TimeSpan UntilDue = TimeSpan.FromDays(30);

    /// <param name="readings">The counters of the period that the shares are about.</param>
    public async Task<PrincipleFigures> ReadAsync(IReadOnlyList<CounterReading> readings, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var points = await db.CollectionPoints.AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancellation);
        var complete = await CompleteVersionsAsync(db, cancellation);
        var isComplete = points.ToDictionary(point => point.Id, point => point.NoticeVersionId is { } version && complete.Contains(version));
        var byPoint = readings.Where(reading => reading.Metric == CounterMetric.OptInsByPoint).ToList();
        var fields = await db.CollectionPointFields.AsNoTracking().ToListAsync(cancellation);
        var inUse = points.Where(point => point is { IsTest: false, Status: CollectionPointStatus.Active or CollectionPointStatus.Paused }).ToList();
        return new()
        {
            Proven = new(Sum(CounterMetric.ProvenOptInsBySource), Sum(CounterMetric.OptInsBySource)),
            CompleteWording = new(byPoint.Where(reading => isComplete.GetValueOrDefault(reading.Dimension)).Sum(reading => reading.Value), Sum(CounterMetric.OptInsBySource)),
            IncompletePoints = [.. inUse.Where(point => !isComplete[point.Id]).Select(point => point.Name)],
            Findings = [.. inUse.SelectMany(FindingsOf)],
            PointsInUse = inUse.Count,
            FastOptOuts = new(Sum(CounterMetric.FastOptOutsBySource), Sum(CounterMetric.OptOutsBySource)),
            Accounts = await db.Users.CountAsync(cancellation),
            AccountsWithoutTwoFactor = await db.Users.CountAsync(u => !u.TwoFactorEnabled, cancellation),
            Fields = fields.Count,
            FieldsWithoutPurpose = fields.Count(field => string.IsNullOrWhiteSpace(field.Purpose)),
            FieldsUnused = fields.Count(field => inUse.TrueForAll(point => point.Id != field.CollectionPointId)),
            Due = await DueAsync(db, cancellation),
        };

        long Sum(CounterMetric metric) => readings.Where(reading => reading.Metric == metric).Sum(reading => reading.Value);
    }

    // Both counts stay inside an index: by standing and activity, and the few that are held.
    internal static IQueryable<long> WithdrawnAndSilent(DashboardDbContext db, DateTime before) => db.Subscribers
        .Where(s => s.Standing == Standing.Withdrawn && s.LastActivityAt < before).OrderBy(s => s.LastActivityAt).Select(s => s.Id).Take(MostDue + 1);

    internal static IQueryable<long> HeldOfThem(DashboardDbContext db, DateTime before, DateTime now) => db.Subscribers
        .Where(s => s.IsHeld && s.LastActivityAt < before && s.Standing == Standing.Withdrawn && db.Holds.Any(h => h.SubscriberId == s.Id && h.From <= now && h.To > now))
        .OrderBy(s => s.LastActivityAt).Select(s => s.Id).Take(MostDue + 1);

    private async Task<long> DueAsync(DashboardDbContext db, CancellationToken cancellation)
    {
        var now = clock.UtcMilliseconds();
        var before = now - UntilDue;
        var all = await WithdrawnAndSilent(db, before).CountAsync(cancellation);
        return all > MostDue ? all : all - await HeldOfThem(db, before, now).CountAsync(cancellation);
    }

    private static IEnumerable<PointFinding> FindingsOf(CollectionPoint point)
    {
        if (!point.BoxesStartUnticked)
        {
            yield return new(point.Name, FindingReason.BoxesTicked);
        }

        if (point.NumberRequired && string.IsNullOrWhiteSpace(point.WhyRequired))
        {
            yield return new(point.Name, FindingReason.RequiredWithoutReason);
        }

        if (!point.CanRefuse)
        {
            yield return new(point.Name, FindingReason.NoRefusal);
        }
    }

    /// <summary>Versions that say from whom, which messages, how often, for what and how to stop, in each language of their sender.</summary>
    private static async Task<HashSet<long>> CompleteVersionsAsync(DashboardDbContext db, CancellationToken cancellation)
    {
        var versions = await (
            from v in db.NoticeVersions.AsNoTracking()
            join n in db.Notices on v.NoticeId equals n.Id
            join s in db.Senders on n.SenderId equals s.Id
            where v.Status != NoticeStatus.Draft
            select new { Version = v, s.Languages }).ToListAsync(cancellation);
        var texts = (await db.NoticeTexts.AsNoTracking().ToListAsync(cancellation)).ToLookup(text => text.NoticeVersionId);
        var withPurpose = (await db.NoticeVersionPurposes.Select(p => p.NoticeVersionId).Distinct().ToListAsync(cancellation)).ToHashSet();
        return
        [
            .. versions.Where(found => found.Version is { FrequencyCount: > 0, FrequencyPeriod: not FrequencyPeriod.None, Cells: not ConsentCells.None }
                    && withPurpose.Contains(found.Version.Id)
                    && found.Languages.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                        .All(language => texts[found.Version.Id].Any(text => text.Language == language && text is { Body: not "", Frequency: not "", HowToWithdraw: not "" })))
                .Select(found => found.Version.Id),
        ];
    }
}

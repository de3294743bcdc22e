using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Exports.Recall;

/// <summary>A row of an export whose person may no longer be contacted.</summary>
/// <param name="Number">In E.164, while it is held; null once it is erased.</param>
/// <param name="PurposeNotAgreed">She agreed again since, on a wording that does not name what the export was for.</param>
public sealed record RecalledRow(long RowKey, DecisionReasons Reasons, string? Number, bool PurposeNotAgreed = false)
{
    private const string OtherPurpose = "purpose_not_agreed";

    public IReadOnlyList<string> Words => PurposeNotAgreed ? [.. ReasonWords.Of(Reasons), OtherPurpose] : ReasonWords.Of(Reasons);
}

/// <param name="Next">After which row to go on; null at the end.</param>
public sealed record RecalledPage(IReadOnlyList<RecalledRow> Rows, long? Next);

/// <summary>
/// The rows of an export whose people may no longer be contacted. Every row was allowed when it was written, so what is
/// not allowed now has changed since. Whoever has had as many messages as she was promised is not named: that passes, and
/// the campaign of the export itself brings it about. Somebody who was erased is found by the row of hers that stays, which says so.
/// </summary>
public sealed class RecallQueries(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, ExportOptions options, TimeProvider clock)
{
    /// <summary>Rows of the export that one read looks at.</summary>
    public const int Examined = 5000;

    private const int Lasting = ~(int)DecisionReasons.OverFrequency;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <param name="job">Which export.</param>
    /// <param name="after">After which row; 0: from the first.</param>
    /// <param name="examined">How many rows to look at.</param>
    public async Task<RecalledPage> ReadAsync(ExportJob job, long after, CancellationToken cancellation, int examined = Examined)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var last = await LastOf(db, job.Id, after, examined).FirstOrDefaultAsync(cancellation);
        var needsProcessing = await db.Senders.Where(s => s.Id == job.SenderId).Select(s => s.NeedsProcessingConsent).SingleAsync(cancellation);
        var rows = await Rows(db, job.Id, Request(job), job.PurposeId, needsProcessing, after, last == 0 ? long.MaxValue : last, clock.UtcMilliseconds()).ToListAsync(cancellation);
        return new([.. rows.Select(row => new RecalledRow(row.RowKey, (DecisionReasons)row.Reasons, row.Cipher is null ? null : vault.Decrypt(row.Cipher, row.PublicId), row.PurposeNotAgreed))], last == 0 ? null : last);
    }

    /// <summary>How many there are now, as far as can be told in a moment.</summary>
    /// <returns>Null where there is no such export, it has no file, or its rows are no longer kept.</returns>
    public async Task<Counted?> CountAsync(PublicId export, Actor actor, CancellationToken cancellation, int examined = Examined)
    {
        actor.Demand(Permissions.ViewExports);
        var began = clock.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.ExportJobs.AsNoTracking().FirstOrDefaultAsync(j => j.PublicId == export && j.Checksum != null, cancellation) is not { } job || IsOver(job))
        {
            return null;
        }

        var needsProcessing = await db.Senders.Where(s => s.Id == job.SenderId).Select(s => s.NeedsProcessingConsent).SingleAsync(cancellation);
        for (long count = 0, after = 0; ;)
        {
            var last = await LastOf(db, job.Id, after, examined).FirstOrDefaultAsync(cancellation);
            count += await Rows(db, job.Id, Request(job), job.PurposeId, needsProcessing, after, last == 0 ? long.MaxValue : last, clock.UtcMilliseconds()).CountAsync(cancellation);
            if (last == 0 || clock.GetElapsedTime(began) > Patience)
            {
                return new(count, IsExact: last == 0);
            }

            after = last;
        }
    }

    /// <summary>Whether the rows are still there; they go long after the file.</summary>
    public async Task<bool> AreKeptAsync(ExportJob job, CancellationToken cancellation)
    {
        if (IsOver(job) || job.RowCount == 0)
        {
            return !IsOver(job);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ExportItems.AnyAsync(i => i.ExportJobId == job.Id, cancellation);
    }

    // By the date, not by what is left of them: while they go, slice by slice, a part would be answered as if it were all.
    private bool IsOver(ExportJob job) => job.FinishedAt < clock.UtcMilliseconds().AddDays(-options.RecallDays);

    // 0 where there are fewer rows left than that.
    internal static IQueryable<long> LastOf(DashboardDbContext db, long job, long after, int examined) =>
        db.ExportItems.Where(i => i.ExportJobId == job && i.RowKey > after).OrderBy(i => i.RowKey).Skip(examined - 1).Select(i => i.RowKey).Take(1);

    internal static IQueryable<Recalled> Rows(DashboardDbContext db, long job, DecisionRequest request, long purpose, bool needsProcessing, long after, long upTo, DateTime now) =>
        from i in db.ExportItems
        join s in db.Subscribers on i.SubscriberId equals s.Id
        join r in DecisionSets.Explain(db, db.Subscribers, request, needsProcessing, now) on s.Id equals r.SubscriberId
        where i.ExportJobId == job && i.RowKey > after && i.RowKey <= upTo
        let isOther = db.Consents.Any(c => c.SubscriberId == s.Id && c.SenderId == request.SenderId && c.Kind == ConsentKind.Contact && c.Channel == request.Channel && c.MessageType == request.MessageType
            && c.State == ConsentState.Given && !db.NoticeVersionPurposes.Any(v => v.NoticeVersionId == c.NoticeVersionId && v.PurposeId == purpose))
        where (r.Reasons & Lasting) != 0 || isOther
        orderby i.RowKey
        select new Recalled { RowKey = i.RowKey, Reasons = r.Reasons & Lasting, PurposeNotAgreed = isOther, PublicId = s.PublicId, Cipher = s.Cipher };

    private static DecisionRequest Request(ExportJob job) => new(job.SenderId, job.Channel, job.MessageType);

    internal sealed class Recalled
    {
        public long RowKey { get; init; }

        public int Reasons { get; init; }

        public bool PurposeNotAgreed { get; init; }

        public PublicId PublicId { get; init; }

        public byte[]? Cipher { get; init; }
    }
}

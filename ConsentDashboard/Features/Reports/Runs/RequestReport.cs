using System.Globalization;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Runs;

/// <summary>Asks for a report as a workbook, in the language of whoever asks. It is made in the background.</summary>
public sealed class RequestReport(
    LedgerWriter ledger, ReportRequests requests, JobFeed<ReportRun> feed, TimeProvider clock)
{
    public const int MostWaiting = 50;

    /// <returns>The run; the one that is under way where the same was asked for twice.</returns>
    public async Task<Result<PublicId>> ExecuteAsync(ReportAsk ask, Actor actor, CancellationToken cancellation = default)
    {
        actor.DemandReport(ask.Kind);
        var request = await requests.ResolveAsync(ask, cancellation);
        if (request.Failed)
        {
            return request.Error;
        }

        var run = ReportRuns.New(ask, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, actor.Key, actor.Name, clock.UtcMilliseconds());
        Result<PublicId>? instead = null;
        var added = await ledger.ChangeAsync(ReportAudit.Made(actor, run), async db =>
        {
            var waiting = await Unfinished(db).ToListAsync(CancellationToken.None);
            if (waiting.Find(other => IsSame(other, run)) is { } same)
            {
                instead = same.PublicId;
                return false;
            }

            if (waiting.Count >= MostWaiting)
            {
                instead = ReportErrors.TooManyWaiting;
                return false;
            }

            // The transaction may run again after a lost connection.
            run.Id = 0;
            db.Add(run);
            await db.SaveChangesAsync(CancellationToken.None);
            return true;
        });
        if (added.Failed || !added.Value)
        {
            return added.Failed ? added.Error : instead!.Value;
        }

        feed.Wake();
        return run.PublicId;
    }

    internal static IQueryable<ReportRun> Unfinished(DashboardDbContext db) => db.ReportRuns.AsNoTracking()
        .Where(run => run.Status == JobStatus.Waiting || run.Status == JobStatus.Running).OrderBy(run => run.Status).ThenBy(run => run.ClaimedUntil).Take(MostWaiting);

    private static bool IsSame(ReportRun other, ReportRun run) =>
        (other.Kind, other.Parameters, other.Language, other.CreatedBy, other.CancelRequested) == (run.Kind, run.Parameters, run.Language, run.CreatedBy, false);
}

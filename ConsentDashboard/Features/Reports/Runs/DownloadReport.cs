using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Runs;

/// <summary>Hands a workbook out. The entry stands in the audit trail before the first byte leaves.</summary>
public sealed class DownloadReport(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, JobFiles files, TimeProvider clock)
{
    public sealed record Input(PublicId Run);

    /// <param name="Workbook">To be disposed by whoever takes it.</param>
    public sealed record Answer(Stream Workbook, string Name);

    public async Task<Result<Answer>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewReports);
        var now = clock.UtcMilliseconds();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var run = await db.ReportRuns.AsNoTracking().FirstOrDefaultAsync(r => r.PublicId == input.Run && r.Status == JobStatus.Done && r.ExpiresAt > now, cancellation);
        if (run is null || !actor.MaySee(run.Kind) || Open(run.PublicId) is not { } workbook)
        {
            return ReportErrors.RunGone;
        }

        try
        {
            var counted = await ledger.ChangeAsync(
                ReportAudit.Downloaded(actor, run),
                async change => await change.ReportRuns.Where(r => r.Id == run.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Downloads, r => r.Downloads + 1), CancellationToken.None) == 1);
            if (counted.Failed || !counted.Value)
            {
                await workbook.DisposeAsync();
                return counted.Failed ? counted.Error : ReportErrors.RunGone;
            }

            return new Answer(workbook, ReportRuns.FileName(ReportAsk.Of(run)));
        }
        catch
        {
            await workbook.DisposeAsync();
            throw;
        }
    }

    private SealedFileReader? Open(PublicId run)
    {
        try
        {
            return files.Open(run, ReportRuns.File);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}

using ConsentDashboard.Components.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Retention.Runs;

public sealed class RunQueries(IDbContextFactory<DashboardDbContext> contexts, RetentionChanges changes, RunRules rules, RetentionSentences sentences)
{
    /// <summary>Runs by the newest; previews that nobody asked for are only the viewer's own.</summary>
    public async Task<NewestPage<RunListRow>> SearchAsync(NewestPlace place, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRetention);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var seen = db.RetentionRuns.Where(r => r.Status != JobStatus.Draft || r.CreatedBy == actor.Key);
        return (await seen.PageAsync(place, runs => Rows(db, runs), cancellation)).As(row => row with { Policy = sentences.Name(row.Policy) });
    }

    /// <returns>Null where there is none.</returns>
    public async Task<RunDetails?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRetention);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.RetentionRuns.AsNoTracking().FirstOrDefaultAsync(r => r.PublicId == id, cancellation) is not { } run)
        {
            return null;
        }

        var policy = await db.RetentionPolicies.AsNoTracking().SingleAsync(p => p.Id == run.PolicyId, cancellation);
        var findings = RetentionFindings.Parse(run.Findings);
        var points = findings.ByPoint.Keys.ToList();
        return new()
        {
            Id = run.PublicId,
            Status = run.Status,
            Policy = policy.PublicId,
            PolicyName = sentences.Name(policy.Name),
            Action = PolicyDefinition.Parse(run.Policy).Action,
            SentenceEn = run.SentenceEn,
            SentenceRu = run.SentenceRu,
            PreviewedAt = run.PreviewedAt,
            PreviewHoldsUntil = run.PreviewedAt + RetentionChanges.PreviewHolds,
            Due = run.Total,
            Subscribers = run.Subscribers,
            SetDigest = Convert.ToHexStringLower(run.SetDigest),
            Findings = findings,
            Points = await db.CollectionPoints.Where(p => points.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation),
            IsScheduled = run.IsScheduled,
            Why = run.Why,
            RequestedBy = run.CreatedByName,
            RequestedAt = run.RequestedAt,
            DecidedBy = run.DecidedByName,
            DecidedAt = run.DecidedAt,
            DecisionNote = run.DecisionNote,
            StartedAt = run.StartedAt,
            FinishedAt = run.FinishedAt,
            FailureKey = run.FailureKey,
            FailureDetails = run.FailureDetails,
            CancelRequested = run.CancelRequested,
            PauseRequested = run.PauseRequested,
            WaitsForHold = run.Status is JobStatus.Waiting or JobStatus.Running && await HoldsBeingPlaced.Of(db).AnyAsync(cancellation),
            Position = run.Position,
            Cleaned = run.Cleaned,
            Held = run.Held,
            NoLongerDue = run.NoLongerDue,
            CleanedDigest = Convert.ToHexStringLower(run.CleanedDigest),
            HasCertificate = run.Certificate is not null,
            May = await MayAsync(run, policy, actor, cancellation),
        };
    }

    private async Task<RunMay> MayAsync(RetentionRun run, RetentionPolicy policy, Actor actor, CancellationToken cancellation)
    {
        var requests = actor.Can(Permissions.RequestPurge);
        var alone = await rules.BeginsAloneAsync(run, cancellation);
        return new(
            requests && run is { Status: JobStatus.Draft, Total: > 0 },
            RunRules.IsLarge(run.Total, run.Subscribers, policy.WarnPercent),
            await changes.NeedsApprovalAsync(run.Total, cancellation),
            await changes.StaleAsync(run, cancellation),
            actor.Can(Permissions.ApprovePurge),
            RunRules.DecisionRefusal(run, actor, alone),
            requests && !run.CancelRequested && (run.Status is JobStatus.AwaitingApproval or JobStatus.Waiting or JobStatus.Running or JobStatus.Paused || run is { Status: JobStatus.Failed, HeadBeforeHash: not null, Certificate: null }),
            requests && run is { Status: JobStatus.Running, PauseRequested: false, CancelRequested: false },
            requests && (run.Status == JobStatus.Paused || run is { Status: JobStatus.Failed, HeadBeforeHash: not null, Certificate: null }));
    }

    private static IQueryable<RunListRow> Rows(DashboardDbContext db, IQueryable<RetentionRun> runs) => runs.Select(r => new RunListRow(
        r.Id, r.PublicId, r.Status, db.RetentionPolicies.Where(p => p.Id == r.PolicyId).Select(p => p.Name).First(), r.SentenceEn, r.SentenceRu,
        r.Total, r.Position, r.Cleaned, r.CreatedByName, r.CreatedAt, r.FinishedAt, r.IsScheduled));
}

using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>
/// Finds who is due under a policy now, and keeps exactly that set as a run that nobody has asked for yet. Nothing is
/// cleaned by it.
/// </summary>
public sealed class PreviewRetention(IDbContextFactory<DashboardDbContext> contexts, JobFiles files, LedgerWriter ledger, CounterReadings counters, TimeProvider clock)
{
    /// <param name="Policy">Which.</param>
    /// <param name="SentenceEn">The policy in words.</param>
    /// <param name="SentenceRu">The same in Russian.</param>
    /// <param name="Actor">Who asks, or for whom the scheduler does.</param>
    /// <param name="Due">Where a schedule asks: the moment, which is claimed with the run.</param>
    public sealed record Input(RetentionPolicy Policy, string SentenceEn, string SentenceRu, Actor Actor, DuePolicy? Due = null);

    /// <returns>The run: in <see cref="JobStatus.Draft"/>, but a scheduled one is asked for at once. A scheduled one of nobody is not kept.</returns>
    /// <param name="progress">Told how many subscribers have been looked at, and of how many.</param>
    public async Task<Result<RetentionRun>> ExecuteAsync(Input input, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancellation = default)
    {
        input.Actor.Demand(Permissions.RequestPurge);
        var (policy, at) = (PolicyDefinition.Of(input.Policy), clock.UtcMilliseconds());
        if (policy.Refusal() is { } refusal)
        {
            return refusal;
        }

        var run = New(input, policy, at);
        try
        {
            await FillAsync(run, policy, progress, cancellation);
            var isKept = input.Due is null || run.Total > 0;
            var kept = await ledger.ChangeAsync(Draft(run, input), async db =>
            {
                if (input.Due is { } due && !await due.ClaimAsync(db))
                {
                    return false;
                }

                if (isKept)
                {
                    await KeepAsync(db, run);
                }

                return true;
            });
            return kept.Error is { } error ? Drop(run, error)
                : !kept.Value ? Drop(run, RetentionErrors.NotWaiting)
                : isKept ? run : Drop(run, RetentionErrors.NothingDue);
        }
        catch
        {
            files.DeleteAll(run.PublicId);
            throw;
        }
    }

    private async Task FillAsync(RetentionRun run, PolicyDefinition policy, IProgress<(long Done, long Total)>? progress, CancellationToken cancellation)
    {
        await using var set = new RetentionSetWriter(files.Create(run.PublicId, RetentionSetWriter.FileName));
        var count = new FindingsCount(run.PreviewedAt);
        await foreach (var range in new DueReading(contexts).ReadAsync(policy, run.PreviewedAt, cancellation))
        {
            foreach (var row in range.Rows)
            {
                count.Add(row);
                if (!row.IsHeld)
                {
                    set.Add(row.SubscriberId);
                }
            }

            progress?.Report((range.UpTo, range.Last));
        }

        (run.SetDigest, run.Total, run.Findings) = (await set.CompleteAsync(), set.Count, count.Take().ToJson());

        // Counters, and not a count: that would go through the whole list once more.
        run.Subscribers = (await counters.StandingsAsync(cancellation)).Where(counted => counted.Key != Standing.Erased).Sum(counted => counted.Value);
    }

    private static async Task KeepAsync(DashboardDbContext db, RetentionRun run)
    {
        // The transaction may run again after a lost connection.
        run.Id = 0;
        db.Add(run);
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private static RetentionRun New(Input input, PolicyDefinition policy, DateTime at) => new()
    {
        PublicId = PublicId.Create(),
        // No schedule begins by itself: somebody looks at what it found.
        Status = input.Due is null ? JobStatus.Draft : JobStatus.AwaitingApproval,
        RequestedAt = input.Due is null ? null : at,
        PolicyId = input.Policy.Id,
        PolicyRevision = input.Policy.Revision,
        Policy = policy.ToJson(),
        SentenceEn = input.SentenceEn,
        SentenceRu = input.SentenceRu,
        PreviewedAt = at,
        IsScheduled = input.Due is not null,
        ArrangedBy = input.Due is null ? null : input.Policy.ArrangedBy,
        CreatedAt = at,
        CreatedBy = input.Actor.Key,
        CreatedByName = input.Actor.Name,
    };

    private static AuditDraft Draft(RetentionRun run, Input input) => new(
        input.Actor,
        input.Due is null || run.Total == 0 ? AuditAction.RetentionPreviewed : AuditAction.RetentionRequested,
        Subject: $"{run.PublicId}",
        Details: JsonSerializer.Serialize(new { policy = $"{input.Policy.PublicId}", revision = run.PolicyRevision, due = run.Total, digest = Convert.ToHexStringLower(run.SetDigest) }));

    private Error Drop(RetentionRun run, Error error)
    {
        files.DeleteAll(run.PublicId);
        return error;
    }
}

using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>What a schedule asks for: a preview, and the request for exactly what it found. A second person decides as on any other.</summary>
internal sealed class RunDuePolicy(PolicyInWords policies, PreviewRetention preview, JobFeed<RetentionRun> feed) : IRunDuePolicy
{
    private static readonly Actor Scheduler = Actor.System("retention-schedule");

    public async Task<bool> StartAsync(DuePolicy due, CancellationToken cancellation)
    {
        if (await policies.FindAsync(p => p.Id == due.PolicyId, cancellation) is not { } found)
        {
            return false;
        }

        var run = await preview.ExecuteAsync(new(found.Policy, found.SentenceEn, found.SentenceRu, Scheduler, due), cancellation: cancellation);
        feed.Wake();

        // Nobody due: the moment is claimed all the same.
        return !run.Failed || run.Error == RetentionErrors.NothingDue;
    }
}

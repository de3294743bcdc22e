using ConsentDashboard.Components;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Jobs;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>A page that goes along with retention runs.</summary>
public abstract class FollowingRuns : FollowingComponent<JobNews>
{
    [Inject]
    private JobFeed<RetentionRun> Feed { get; set; } = null!;

    protected override IDisposable Subscribe(Action<JobNews> hear) => Feed.Subscribe(hear);
}

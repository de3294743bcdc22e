using ConsentDashboard.Components;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Jobs;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Features.Holds;

/// <summary>A page that goes along with holds on segments.</summary>
public abstract class FollowingHolds : FollowingComponent<JobNews>
{
    [Inject]
    private JobFeed<HoldOrder> Feed { get; set; } = null!;

    protected override IDisposable Subscribe(Action<JobNews> hear) => Feed.Subscribe(hear);
}

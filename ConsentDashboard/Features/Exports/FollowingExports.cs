using ConsentDashboard.Components;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Jobs;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Features.Exports;

/// <summary>A page that goes along with exports.</summary>
public abstract class FollowingExports : FollowingComponent<JobNews>
{
    [Inject]
    private JobFeed<ExportJob> Feed { get; set; } = null!;

    protected override IDisposable Subscribe(Action<JobNews> hear) => Feed.Subscribe(hear);
}

using ConsentDashboard.Components;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Jobs;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Features.Imports;

/// <summary>A page that goes along with imports.</summary>
public abstract class FollowingImports : FollowingComponent<JobNews>
{
    [Inject]
    private JobFeed<ImportBatch> Feed { get; set; } = null!;

    protected override IDisposable Subscribe(Action<JobNews> hear) => Feed.Subscribe(hear);
}

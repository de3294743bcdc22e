using ConsentDashboard.Domain.CollectionPoints;

namespace ConsentDashboard.Tests.Domain.CollectionPoints;

public sealed class PointTransitionTests
{
    [Theory]
    [InlineData(CollectionPointStatus.Draft, PointStep.Activate, CollectionPointStatus.Active)]
    [InlineData(CollectionPointStatus.Draft, PointStep.Pause, null)]
    [InlineData(CollectionPointStatus.Draft, PointStep.Retire, CollectionPointStatus.Retired)]
    [InlineData(CollectionPointStatus.Active, PointStep.Activate, null)]
    [InlineData(CollectionPointStatus.Active, PointStep.Pause, CollectionPointStatus.Paused)]
    [InlineData(CollectionPointStatus.Active, PointStep.Retire, CollectionPointStatus.Retired)]
    [InlineData(CollectionPointStatus.Paused, PointStep.Activate, CollectionPointStatus.Active)]
    [InlineData(CollectionPointStatus.Paused, PointStep.Pause, null)]
    [InlineData(CollectionPointStatus.Paused, PointStep.Retire, CollectionPointStatus.Retired)]
    [InlineData(CollectionPointStatus.Retired, PointStep.Activate, null)]
    [InlineData(CollectionPointStatus.Retired, PointStep.Pause, null)]
    [InlineData(CollectionPointStatus.Retired, PointStep.Retire, null)]
    public void A_step_leads_on_or_cannot_be_taken(CollectionPointStatus from, PointStep step, CollectionPointStatus? to) =>
        Assert.Equal(to, PointTransitions.After(from, step));
}

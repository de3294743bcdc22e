using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Holds.Orders;

/// <summary>How it stands with a hold on a segment, which may be placed and released by two runs of one job.</summary>
public enum HoldOrderState
{
    Waiting,
    Placing,

    /// <summary>Somebody stopped it half way: whom it was placed on is held.</summary>
    Stopped,
    Failed,
    InForce,

    /// <summary>Its last day is over.</summary>
    Over,
    Releasing,
    ReleaseStopped,
    ReleaseFailed,
    Released,
}

internal static class HoldOrderStates
{
    public static HoldOrderState Of(JobStatus status, bool isReleasing, DateTime? releasedAt, DateTime until, DateTime now) => (status, isReleasing) switch
    {
        _ when releasedAt is not null => HoldOrderState.Released,
        (JobStatus.Waiting or JobStatus.Running, true) => HoldOrderState.Releasing,
        (JobStatus.Running, _) => HoldOrderState.Placing,
        _ when until <= now => HoldOrderState.Over,
        (JobStatus.Failed, true) => HoldOrderState.ReleaseFailed,
        (JobStatus.Cancelled, true) => HoldOrderState.ReleaseStopped,
        (JobStatus.Waiting, _) => HoldOrderState.Waiting,
        (JobStatus.Failed, _) => HoldOrderState.Failed,
        (JobStatus.Cancelled, _) => HoldOrderState.Stopped,
        _ => HoldOrderState.InForce,
    };

    public static bool IsUnderWay(this HoldOrderState state) => state is HoldOrderState.Waiting or HoldOrderState.Placing or HoldOrderState.Releasing;

    public static bool MayResume(this HoldOrderState state) =>
        state is HoldOrderState.Stopped or HoldOrderState.Failed or HoldOrderState.ReleaseStopped or HoldOrderState.ReleaseFailed;

    public static bool MayRelease(this HoldOrderState state) => state is HoldOrderState.InForce or HoldOrderState.Stopped or HoldOrderState.Failed;

    public static HoldOrderState StateAt(this HoldOrder order, DateTime now) => Of(order.Status, order.IsReleasing, order.ReleasedAt, order.Until, now);
}

using System.Linq.Expressions;
using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace ConsentDashboard.Features.Holds.Orders;

/// <summary>
/// Changes of an order's status by people. Each is one conditional update, audited in its own transaction: of two who
/// decide at once, one is too late.
/// </summary>
public sealed class HoldOrderChanges(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, JobFeed<HoldOrder> feed, TimeProvider clock)
{
    internal async Task<HoldOrder?> FindAsync(PublicId id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.HoldOrders.AsNoTracking().FirstOrDefaultAsync(o => o.PublicId == id, cancellation);
    }

    /// <summary>What has not begun ends at once, and so does what broke off, which keeps the cleaning waiting; what runs is asked to, and ends after its slice.</summary>
    internal async Task<Result> CancelAsync(HoldOrder order, Actor actor)
    {
        var now = clock.UtcMilliseconds();
        var draft = Draft(order, AuditAction.HoldStopped, actor, reason: null);
        var ended = await UpdateAsync(
            draft,
            o => o.Id == order.Id && (o.Status == JobStatus.Waiting || (o.Status == JobStatus.Failed && !o.IsReleasing)),
            set => set.SetProperty(o => o.Status, JobStatus.Cancelled).SetProperty(o => o.FinishedAt, now).SetProperty(o => o.Version, o => o.Version + 1));
        return ended.Error == HoldRefusals.NotNow
            ? await UpdateAsync(draft, o => o.Id == order.Id && o.Status == JobStatus.Running && !o.CancelRequested, set => set.SetProperty(o => o.CancelRequested, true))
            : ended;
    }

    /// <summary>Goes on with what was stopped or broke off, from the same place.</summary>
    internal Task<Result> ResumeAsync(HoldOrder order, Actor actor) => UpdateAsync(
        Draft(order, AuditAction.HoldResumed, actor, reason: null),
        o => o.Id == order.Id && o.ReleasedAt == null && o.IsReleasing == order.IsReleasing && (o.Status == JobStatus.Cancelled || o.Status == JobStatus.Failed),
        set => set
            .SetProperty(o => o.Status, JobStatus.Waiting)
            .SetProperty(o => o.FailureKey, (string?)null)
            .SetProperty(o => o.FailureDetails, (string?)null)
            .SetProperty(o => o.FinishedAt, (DateTime?)null)
            .SetProperty(o => o.Version, o => o.Version + 1));

    /// <summary>The same job begins again, to end what it placed.</summary>
    internal Task<Result> ReleaseAsync(HoldOrder order, string reason, Actor actor) => UpdateAsync(
        Draft(order, AuditAction.HoldReleased, actor, reason),
        o => o.Id == order.Id && !o.IsReleasing && (o.Status == JobStatus.Done || o.Status == JobStatus.Cancelled || o.Status == JobStatus.Failed),
        set => set
            .SetProperty(o => o.Status, JobStatus.Waiting)
            .SetProperty(o => o.IsReleasing, true)
            .SetProperty(o => o.Position, 0)
            .SetProperty(o => o.Done, 0)
            .SetProperty(o => o.ReleasedBy, actor.Key)
            .SetProperty(o => o.ReleasedByName, actor.Name)
            .SetProperty(o => o.ReleaseReason, reason)
            .SetProperty(o => o.FailureKey, (string?)null)
            .SetProperty(o => o.FailureDetails, (string?)null)
            .SetProperty(o => o.FinishedAt, (DateTime?)null)
            .SetProperty(o => o.Version, o => o.Version + 1));

    private async Task<Result> UpdateAsync(AuditDraft audit, Expression<Func<HoldOrder, bool>> which, Action<UpdateSettersBuilder<HoldOrder>> change)
    {
        var changed = await ledger.ChangeAsync(audit, async db => await db.HoldOrders.Where(which).ExecuteUpdateAsync(change) == 1);
        if (changed.Failed || !changed.Value)
        {
            return changed.Error ?? HoldRefusals.NotNow;
        }

        feed.Wake();
        return Result.Ok;
    }

    private static AuditDraft Draft(HoldOrder order, AuditAction action, Actor actor, string? reason) =>
        new(actor, action, Subject: $"{order.PublicId}", Reason: reason, Details: JsonSerializer.Serialize(new { people = order.Held, releasing = order.IsReleasing }));
}

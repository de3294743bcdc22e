using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>The double opt-ins that are still under way when the demo begins. Nobody has their codes.</summary>
internal static class DemoRequests
{
    /// <param name="acts">A slice; what answers a request lies in the same one.</param>
    /// <param name="outcomes">What the ledger made of it, in the same order.</param>
    public static async Task AddAsync(DashboardDbContext db, IReadOnlyList<ConsentAct> acts, IReadOnlyList<Result<RecordedAct>> outcomes, CancellationToken cancellation)
    {
        var answered = acts.Where(act => act.RefersTo is not null).Select(act => act.RefersTo!.Value).ToHashSet();
        for (var i = 0; i < acts.Count; i++)
        {
            if (acts[i] is { Type: ConsentEventType.Requested } act && !answered.Contains(act.EventKey))
            {
                db.Add(Row(act, outcomes[i].Value!.SubscriberId));
            }
        }

        await db.SaveChangesAsync(cancellation);
    }

    private static PendingRequest Row(ConsentAct act, long subscriberId) => new()
    {
        SubscriberId = subscriberId,
        SenderId = act.SenderId!.Value,
        Kind = act.Kind,
        Cells = act.Cells,
        NoticeVersionId = act.NoticeVersionId!.Value,
        Language = act.Language,
        CollectionPointId = act.CollectionPointId!.Value,
        EventKey = act.EventKey,
        CodeHash = RandomNumberGenerator.GetBytes(32),
        CreatedAt = act.OccurredAt,
        ExpiresAt = act.OccurredAt.AddHours(DemoPoints.DoubleOptInHours),
    };
}
